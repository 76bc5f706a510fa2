"""The one way from bytes to a Letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from html import escape
from typing import TypedDict, TypeVar

from makegood.base.html import sanitise, to_text
from makegood.channels.mail import quotes
from makegood.channels.mail.reading import addresses, contents, ids, invites, kinds
from makegood.channels.mail.reading.auth import auth
from makegood.channels.mail.reading.dates import date
from makegood.channels.mail.reading.gathering import gather
from makegood.channels.mail.reading.headers import MOST_HEADERS, Headers
from makegood.channels.mail.reading.inline import attachments
from makegood.channels.mail.reading.parameters import labelled
from makegood.channels.mail.reading.tree import Part, head_only, parse
from makegood.conversations.letter import Address, Attachment, Auth, Kind, Letter

# Beyond this a mail's text is cut: no person wrote it, and every later step costs time by its length.
LONGEST_TEXT = 2_000_000

_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")
_NOBODY = Address("", "")
T = TypeVar("T")


class _Head(TypedDict, total=False):
    subject: str
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: Address | None
    delivered_to: tuple[str, ...]
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    date: datetime | None


class _Bodies(TypedDict):
    text: str
    html: str
    reply_text: str
    reply_html: str


class _Said(TypedDict, total=False):
    kind: Kind
    bounce_status: str
    bounce_permanent: bool
    about: str
    about_address: str
    may_autorespond: bool


# What is said of a mail that nothing could be found out about: no machine answers it.
_UNREAD = Letter(sender=_NOBODY, kind=Kind.PERSON, may_autorespond=False)


def read(raw: bytes, *, own_authserv: str = "") -> Letter:
    """The letter in these bytes. Never raises: what was damaged is among its `problems`, in words.

    `own_authserv` is the name under which our own mail server signs its Authentication-Results (RFC 8601); see
    `auth.auth` for what is believed without it.
    """
    reading = _Reading(raw)
    letter = reading.attempt("The mail", lambda: reading.letter(own_authserv), _UNREAD)
    if reading.unread and raw:
        letter = replace(letter, attachments=(*letter.attachments, _original(raw)))
    return replace(letter, problems=tuple(dict.fromkeys(reading.problems))) if reading.problems else letter


def _original(raw: bytes) -> Attachment:
    return Attachment("original.eml", "message/rfc822", raw)


class _Reading:
    """One mail on its way: each part of it is attempted by itself, so that damage to one spares the others."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.problems: list[str] = []
        self.unread = False

    def attempt(self, what: str, step: Callable[[], T], otherwise: T) -> T:
        """What the step gives, or `otherwise` with a problem noted. The one place that catches everything."""
        try:
            return step()
        except Exception as error:  # a mail that we fail to understand is kept, shown, and never lost
            self.problems.append(f"{what} could not be read ({type(error).__name__}).")
            self.unread = True
            return otherwise

    def letter(self, own_authserv: str) -> Letter:
        nothing: tuple[Part | None, list[str]] = (None, [])
        found_root, problems = self.attempt("The structure", lambda: parse(self.raw), nothing)
        root = head_only(self.raw) if found_root is None else found_root
        self.problems += problems
        self.unread = self.unread or (bool(problems) and problems[0].startswith("Only"))
        headers = _headers(root)
        self._check(headers)
        found = contents.Contents(problems=self.problems)
        self.attempt("The content", lambda: gather(root, found), None)
        sender, ambiguous = self.attempt("The sender", lambda: self._sender(headers), (_NOBODY, True))
        head = self.attempt("The head", lambda: _head(headers), _Head())
        subject = head.get("subject", "")
        verdict = self.attempt("The authentication", lambda: auth(headers, own_authserv), Auth.NONE)
        spoken = self.attempt(
            "The kind", lambda: kinds.speaker(root, headers, found, sender=sender, subject=subject), kinds.UNKNOWN
        )
        return Letter(
            sender=sender,
            from_ambiguous=ambiguous,
            auth=verdict,
            attachments=self.attempt("The attachments", lambda: attachments(found), ()),
            **_said(spoken, is_sure=not ambiguous and verdict is not Auth.FAIL),
            **head,
            **self._bodies(found),
        )

    def _check(self, headers: Headers) -> None:
        if headers.count > MOST_HEADERS:
            self.problems.append(f"The mail has more than {MOST_HEADERS} header lines; the rest was not read.")
        if not headers.count:
            self.problems.append("The mail has no headers.")

    def _sender(self, headers: Headers) -> tuple[Address, bool]:
        """The From address, and whether it may mislead. Without one, whoever else the mail names, and a problem."""
        values = headers.all("from")
        found = [one for value in values for one in addresses.parse(value)]
        usable = [one for one in found if addresses.is_usable(one.address)]
        if usable:
            distinct = {one.address.lower() for one in usable}
            misled = len(distinct) > 1 or addresses.claims_another(usable[0].name, usable[0].address)
            return usable[0], misled or _is_hidden(values[0], usable[0])
        name = found[0].name or found[0].address if found else ""
        for header in ("sender", "reply-to", "return-path", "x-envelope-from"):
            for one in addresses.parse(headers.first(header)):
                if "@" in one.address:
                    self.problems.append(f"The mail has no usable From address; the one in {header.title()} stands in.")
                    return Address(name or one.name, one.address), False
        self.problems.append("The mail names no sender.")
        return (found[0] if found else _NOBODY), False

    def _bodies(self, found: contents.Contents) -> _Bodies:
        """The text, whole and newly written, in both forms."""
        text, html = _text(found), _html(found)
        if max(len(text), len(html)) > LONGEST_TEXT:
            self.problems.append("The text of this mail is very long and was cut.")
        text, html = text[:LONGEST_TEXT], html[:LONGEST_TEXT]
        safe = self.attempt("The HTML", lambda: sanitise(html) if html else "", "")
        new = self.attempt(
            "The newly written text",
            lambda: quotes.newly_written_beside(text, html, safe),
            quotes.NewlyWritten(text, safe),
        )
        return {"text": text, "html": safe, "reply_text": new.text, "reply_html": new.html}


def _headers(root: Part) -> Headers:
    pairs = root.raw_items()
    declared = next((value for name, value in root.raw_items() if name.lower() == "content-type"), "")
    return Headers(pairs, labelled(declared).parameters.get("charset", "") if "charset" in declared else "")


def _is_hidden(value: str, sender: Address) -> bool:
    """True when the address is, or stands in, an encoded word: servers that check the sender read it otherwise."""
    if "=?" in sender.address:
        return True
    return "=?" in value and sender.address.lower() not in value.lower().replace(" ", "")


def _head(headers: Headers) -> _Head:
    in_reply_to, references = ids.answers(headers)
    reply_to = next(
        (one for value in headers.all("reply-to") for one in addresses.parse(value) if "@" in one.address), None
    )
    return _Head(
        subject=headers.text("subject"),
        to=addresses.parse_all(headers.all("to")),
        cc=addresses.parse_all(headers.all("cc")),
        reply_to=reply_to,
        delivered_to=tuple(one.address for one in addresses.parse_all(_delivered(headers))),
        message_id=ids.message_id(headers),
        in_reply_to=in_reply_to,
        references=references,
        date=date(headers.first("date")),
    )


def _delivered(headers: Headers) -> list[str]:
    return [value for name in _DELIVERED for value in headers.all(name)]


def _text(found: contents.Contents) -> str:
    """The pieces of the body as one text; a piece that is only HTML is turned into text."""
    pieces = [one.text if one.text.strip() else to_text(one.html[:LONGEST_TEXT]) for one in found.segments]
    text = "\n".join(piece.strip("\n").rstrip() if len(pieces) > 1 else piece for piece in pieces)
    if not text.strip() and found.invite:
        text = invites.summary(found.invite)
    return text.replace("\0", "").strip("\r\n").rstrip()


def _html(found: contents.Contents) -> str:
    """The pieces of the body as one HTML, "" when none of them is; plain pieces keep their lines."""
    if not any(one.html for one in found.segments):
        return ""
    return "\n".join(one.html or f"<pre>{escape(one.text)}</pre>" for one in found.segments)


def _said(speaker: kinds.Speaker, *, is_sure: bool) -> _Said:
    """The kind, and what that kind says; an unsure sender gets no automatic answer."""
    bounce = speaker.bounce
    return {
        "kind": speaker.kind,
        "bounce_status": bounce.status if bounce else "",
        "bounce_permanent": bool(bounce and bounce.permanent),
        "about": speaker.about,
        "about_address": speaker.about_address,
        "may_autorespond": speaker.may_autorespond and is_sure,
    }
