"""The structure of a mail that has nothing odd about it, read by looking for its boundaries.

The stdlib's parser looks at each line by itself; for the many mails that are as they should be this one comes to the
same tree in a third of the time. Whatever is odd is left to the stdlib, which knows all oddities.
"""

from __future__ import annotations

import re
from email.message import Message
from email.policy import compat32

# Lines that only begin as a boundary does: each level of a hostile mail would look at all of them again.
MOST_NEAR_MISSES = 1_000

_HEAD = re.compile(r"(?:[!-9;-~]++:[^\n]*+\n(?:[ \t][^\n]*+\n)*+)*+(?=\r?\n)")
_HEADER = re.compile(r"([^\n]*+\n)((?:[ \t][^\n]*+\n)*+)")
_BARE_RETURN = re.compile(r"\r(?!\n)")
_BEHIND_A_BOUNDARY = re.compile(r"(--)?[ \t]*+(?:\r?\n|\Z)")


class Odd(Exception):
    """This mail is none for here."""


def fill(part: Message, text: str, start: int, end: int) -> None:
    """The part has the headers and the body, or the parts, that stand in this stretch of text.

    Raises Odd; what the part holds then is of no use.
    """
    if _BARE_RETURN.search(text, start, end):
        raise Odd
    _fill(part, text, start, end, stop=end)


def _fill(part: Message, text: str, start: int, end: int, *, stop: int) -> None:
    """`stop` is where the last line end begins if that belongs to the boundary behind it, otherwise `end`."""
    head = _HEAD.match(text, start, end)
    if not head:
        raise Odd
    for line, others in _HEADER.findall(text, start, head.end()):
        part.set_raw(*compat32.header_source_parse([line, others]))
    body = text.index("\n", head.end()) + 1
    kind = part.get_content_type()
    if kind.startswith("message/") or kind == "multipart/digest":
        raise Odd
    if kind.startswith("multipart/"):
        last = _fill_parts(part, text, body, end)
        part.epilogue = text[last:stop]
    else:
        part.set_payload(text[body:stop])


def _fill_parts(part: Message, text: str, start: int, end: int) -> int:
    """Where the line behind the last boundary begins."""
    boundary = f"--{part.get_boundary() or ''}"
    begin, behind, is_last = _next_boundary(text, boundary, start, end)
    if is_last or boundary == "--":
        raise Odd
    if begin > start:
        part.preamble = text[start : _line_end(text, begin)]
    while not is_last:
        start = behind
        begin, behind, is_last = _next_boundary(text, boundary, start, end)
        if begin == start:
            raise Odd
        child = type(part)()
        part.attach(child)
        _fill(child, text, start, begin, stop=_line_end(text, begin))
    return behind


def _next_boundary(text: str, boundary: str, start: int, end: int) -> tuple[int, int, bool]:
    """Where the next line with the boundary begins, where the line behind it does, and whether it is the last one."""
    at = start - 1
    for _ in range(MOST_NEAR_MISSES):
        at = text.find(f"\n{boundary}", at, end) + 1
        if not at:
            break
        rest = _BEHIND_A_BOUNDARY.match(text, at + len(boundary), end)
        if rest:
            return at, rest.end(), rest[1] is not None
    raise Odd


def _line_end(text: str, at: int) -> int:
    """Where the line end before this place begins."""
    return at - 2 if text[at - 2 : at] == "\r\n" else at - 1
