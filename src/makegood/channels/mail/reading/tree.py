"""Bytes to a tree of parts: the stdlib's parser, with limits that it does not have."""

from __future__ import annotations

import re
from email.message import Message
from email.parser import BytesFeedParser, BytesHeaderParser
from email.policy import Compat32, compat32
from functools import partial
from time import monotonic
from typing import TypeVar

from makegood.channels.mail.reading.mending import mended
from makegood.channels.mail.reading.parameters import media_type
from makegood.channels.mail.reading.straightforward import Odd, fill

T = TypeVar("T")

MOST_PARTS = 500
DEEPEST = 50
LONGEST_PARSE = 10.0  # seconds
CHUNK = 256 * 1024

POLICY = compat32
_LIKELY_BOUNDARY = re.compile(r"(?m)^--([^\s\r\n][^\r\n]{0,98}?)[ \t]*\r?\n(?=Content-[A-Za-z-]+:)")
_BOUNDARY = re.compile(r"boundary\s*=\s*(\"[^\"]*\"?|[^;\s]*)", re.I)


class TooMuch(Exception):
    """The mail has more parts, or deeper ones, or takes longer than we read. Says which, in words."""


class Part(Message):
    """A part that knows how deep it lies and counts its kin."""

    def __init__(self, policy: Compat32 = POLICY) -> None:
        super().__init__(policy)
        self.depth = 0
        self.known_type = ""
        self.counted = [0]

    def get_content_type(self) -> str:
        """As Message.get_content_type, worked out once: it is asked twenty times a mail and never changes."""
        if not self.known_type:
            self.known_type = super().get_content_type()
            if self.known_type == "text/plain":
                # The stdlib says so too of what it finds odd, such as "image/png, image/png".
                self.known_type = media_type(str(self.get("content-type", ""))) or self.known_type
        return self.known_type

    @property
    def children(self) -> list[Part]:
        """The parts that this one holds, in order."""
        payload = self._payload  # type: ignore[attr-defined]
        return [one for one in payload if isinstance(one, Part)] if isinstance(payload, list) else []

    @property
    def raw(self) -> bytes:
        """The body as it came, transfer encoding and all; b"" for a part that holds parts.

        Message.get_payload would decode it by the charset that the part claims, and lose what doesn't fit.
        """
        payload = self._payload  # type: ignore[attr-defined]
        return payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""

    def get_boundary(self, failobj: T = None) -> str | T:  # type: ignore[assignment]
        """As Message.get_boundary, but raw bytes in it stay what they are in the lines of the body."""
        for name, value in self.raw_items():
            found = _BOUNDARY.search(value) if name.lower() == "content-type" else None
            if found:
                return found[1].strip('"').replace("\r", "").replace("\n", "").rstrip() or failobj
        return super().get_boundary(failobj)

    def attach(self, payload: Message) -> None:  # type: ignore[override]
        """As Message.attach; raises TooMuch beyond the limits. The tree so far can be read all the same."""
        super().attach(payload)
        if not isinstance(payload, Part) or self.get_content_type() == "message/delivery-status":
            return
        payload.depth, payload.counted = self.depth + 1, self.counted
        self.counted[0] += 1
        if payload.depth > DEEPEST:
            raise TooMuch(f"parts are nested deeper than {DEEPEST}")
        if self.counted[0] > MOST_PARTS:
            raise TooMuch(f"the mail has more than {MOST_PARTS} parts")


def parse(raw: bytes) -> tuple[Part, list[str]]:
    """The root of the tree, and what is wrong with it, in words. What lies beyond a limit is missing."""
    raw = mended(raw)
    plain = _plain(raw)
    if plain is not None:
        return plain, []
    root, problem = _parsed(raw)
    problems = [problem] if problem else []
    if not problem and root.get_content_maintype() == "multipart" and not root.is_multipart():
        return _with_guessed_boundary(root)
    return root, problems


def _plain(raw: bytes) -> Part | None:
    """The root of a mail without any oddity, as the stdlib's parser would read it; None when it should."""
    text, root = raw.decode("ascii", "surrogateescape"), Part()
    try:
        fill(root, text, 0, len(text))
    except (Odd, TooMuch):
        return None
    return root


def _parsed(raw: bytes) -> tuple[Part, str]:
    made: list[Part] = []

    def make(policy: Compat32 = POLICY) -> Part:
        made.append(Part(policy))
        return made[-1]

    parser = BytesFeedParser(make, policy=POLICY)
    made.clear()  # The parser makes one only to see whether it can.
    try:
        _feed(partial(parser.feed), raw)
        parser.close()
        return made[0], ""
    except (TooMuch, RecursionError) as limit:
        return made[0], f"Only the beginning was read: {limit}."


def _feed(feed: partial[None], raw: bytes) -> None:
    deadline = monotonic() + LONGEST_PARSE
    for start in range(0, len(raw), CHUNK):
        feed(raw[start : start + CHUNK])
        if monotonic() > deadline:
            raise TooMuch(f"reading took longer than {LONGEST_PARSE:.0f} seconds")


def head_only(raw: bytes) -> Part:
    """The headers of a mail whose parts the parser stumbles over; it holds nothing."""
    root = BytesHeaderParser(Part, policy=POLICY).parsebytes(mended(raw))
    root.set_payload("")
    return root if isinstance(root, Part) else Part()


def written(part: Part) -> bytes:
    """The part as it came, its lines ended by LF. The stdlib's generator refuses or changes damaged parts."""
    head = "".join(f"{name}: {value}\n" for name, value in part.raw_items())
    return head.replace("\r\n", "\n").encode("utf-8", "surrogateescape") + b"\n" + _written_body(part)


def _written_body(part: Part) -> bytes:
    children = part.children
    if not children:
        return part.raw
    if part.get_content_maintype() != "multipart":
        return b"\n".join(written(child) for child in children)
    line = b"\n--" + (part.get_boundary() or "").encode("utf-8", "surrogateescape")
    parts = b"".join(line + b"\n" + written(child) for child in children)
    return _bytes(part.preamble) + parts + line + b"--\n" + _bytes(part.epilogue)


def _bytes(text: str | None) -> bytes:
    return (text or "").encode("utf-8", "surrogateescape")


def _with_guessed_boundary(root: Part) -> tuple[Part, list[str]]:
    """A multipart whose boundary is missing or wrong, read by the line that looks like one."""
    likely = _LIKELY_BOUNDARY.search(root.raw.decode("ascii", "surrogateescape"))
    if not likely:
        return root, ["The parts of this mail could not be told apart."]
    declared = next(value for name, value in root.raw_items() if name.lower() == "content-type")
    plain = _BOUNDARY.sub("", declared).strip().rstrip(";").replace("\n", " ").replace("\r", " ")
    root.replace_header("content-type", f'{plain}; boundary="{likely[1]}"')
    found, problem = _parsed(written(root))
    return found, [problem or "The boundary between the parts was missing or wrong and had to be guessed."]
