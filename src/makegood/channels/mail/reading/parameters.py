"""Content-Type and Content-Disposition: the value and its parameters (RFC 2045, RFC 2183, RFC 2231)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from makegood.channels.mail.reading.charsets import codec, decode
from makegood.channels.mail.reading.words import clean, decode_words

_PARAMETER = re.compile(
    r""";\s*([^\s;=*"]+)(?:\*(\d{1,3}))?(\*?)\s*=\s*(?:"((?:[^"\\]|\\.)*)(?:"|$)|'([^';]*)'(?=\s*(?:;|$))|([^;]*))""",
    re.S,
)
_ESCAPED = re.compile(r"\\([\"\\])")
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
MOST_PARAMETERS = 100
LONGEST_REMEMBERED = 100  # characters: the few types that most parts have, without the names of files


@dataclass(frozen=True, slots=True)
class Labelled:
    """A header value such as "text/plain" (lower-case) and its parameters by lower-case name, decoded."""

    value: str
    parameters: dict[str, str] = field(default_factory=dict)


def labelled(header: str) -> Labelled:
    """The header taken apart; damaged parameters are left out."""
    return _remembered(header) if len(header) <= LONGEST_REMEMBERED else _labelled(header)


def _labelled(header: str) -> Labelled:
    value, semicolon, _ = header.partition(";")
    value = value.strip().lower()
    if not semicolon:
        return Labelled(value)
    return Labelled(value, _parameters(header))


# Nobody changes what it gives.
_remembered = lru_cache(maxsize=256)(_labelled)


def media_type(value: str) -> str:
    """A clean "type/subtype", or "" when the value is none."""
    found = _TYPE.match(value.strip(" \t\r\n\"'").lower())
    return found[0] if found else ""


def _parameters(header: str) -> dict[str, str]:
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for count, found in enumerate(_PARAMETER.finditer(header)):
        if count >= MOST_PARAMETERS:
            break
        name = found[1].lower()
        value = _value(found)
        if found[2] is not None or found[3]:
            pieces.setdefault(name, {})[int(found[2] or 0)] = (bool(found[3]), value)
        else:
            plain.setdefault(name, value)
    decoded = {name: clean(decode_words(value) if "=?" in value else value) for name, value in plain.items()}
    return decoded | {name: clean(_joined(parts)) for name, parts in pieces.items()}


def _value(found: re.Match[str]) -> str:
    if found[4] is not None:
        return _ESCAPED.sub(r"\1", found[4])
    return (found[5] if found[5] is not None else found[6]).strip()


def _joined(parts: dict[int, tuple[bool, str]]) -> str:
    """RFC 2231: the pieces in order, percent-decoded where marked, in the charset that the first names."""
    label = ""
    content = b""
    for number in sorted(parts):
        extended, value = parts[number]
        if extended and not content and value.count("'") >= 2:
            label, _, value = value.split("'", 2)
        raw = value.encode("utf-8", "surrogateescape")
        content += unquote_to_bytes(raw) if extended else raw
    text = decode(content, label if codec(label) else "")
    return decode_words(text) if "=?" in text else text
