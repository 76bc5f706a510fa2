"""Finding the head of a quoted mail: "From: … Sent: … To: … Subject: …", and the lines drawn above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from makegood.channels.mail.quotes.words import headers, markers

_MOST_LINES = 14
_MOST_FOLDED = 2


_KINDS: dict[str, str] = {
    name.casefold(): kind
    for kind, names in (
        ("other", headers.OTHERS),
        ("subject", headers.SUBJECT),
        ("to", headers.TO),
        ("sent", headers.SENT),
        ("sender", headers.FROM),
    )
    for name in names
}
_COLON = re.compile("[:：]")
_EDGES = " \t\xa0>*_|\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_LONGEST_NAME = 30
_DASHES = frozenset("-=_—–‐*~#")
_MARKER = re.compile(
    rf"[\s>*_|]*(?:[-=_—–‐]{{2,}}[\s*]*(?:{'|'.join(markers.BETWEEN_DASHES)})[\s*:]*(?:[-=_—–‐]{{1,}}[\s>*]*)?"
    rf"|(?:{'|'.join(markers.ALONE)})\s*[:：]?\s*)$",
    re.I,
)
_RULE = re.compile(r"\s*(?:[_=*~#–—-]\s*){5,}$")


def is_marker(line: str) -> bool:
    """True for "-----Original Message-----" and "Begin forwarded message:" in many languages."""
    begin = line.lstrip(_EDGES)[:1]
    if begin not in _DASHES and not line.rstrip().endswith((":", "：")):
        return False
    return len(line) < 200 and bool(_MARKER.match(line))


def is_rule(line: str) -> bool:
    """True for a line that is nothing but a drawn line."""
    return line.strip()[:1] in _DASHES and len(line) < 200 and bool(_RULE.match(line))


def header_kind(line: str) -> str:
    """sender, sent, to, subject or other; "" when the line is no header."""
    colon = _COLON.search(line, 0, _LONGEST_NAME)
    return _KINDS.get(line[: colon.start()].strip(_EDGES).casefold(), "") if colon else ""


def head_length(lines: Sequence[str], start: int, *, announced: bool) -> int:
    """How many lines from `start` are the head of a quoted mail; 0 when there is none there.

    `announced` when a drawn line or marker stands above: then two headers are proof enough.
    """
    if not header_kind(lines[start]):
        return 0
    kinds, end, folded = set[str](), start, 0
    for at in range(start, min(len(lines), start + _MOST_LINES)):
        kind = header_kind(lines[at])
        if kind:
            kinds.add(kind)
            end, folded = at + 1, 0
        else:
            folded += 1
            if folded > _MOST_FOLDED:
                break
    return end - start if _is_head(kinds, lines[start:end], announced=announced) else 0


def _is_head(kinds: set[str], lines: Sequence[str], *, announced: bool) -> bool:
    proof = kinds - {"other"}
    if not proof & {"sender", "sent"}:
        return False
    if announced:
        return len(proof) >= 2
    if "sender" not in proof and len(proof) < 3:
        return False
    return len(proof) >= 3 and ("subject" in proof or any("@" in line for line in lines))
