"""Message-IDs: of the mail, of what it answers."""

from __future__ import annotations

import re

from makegood.channels.mail.reading.headers import Headers
from makegood.channels.mail.reading.words import clean, decode_words

MOST_IDS = 1_000
LONGEST_ID = 900

_ANGLES = re.compile(r"<([^<>]*)>")


def ids(value: str) -> list[str]:
    """The ids in a header value, without angle brackets or white space; empty ones are left out."""
    if "<" not in value:
        value = decode_words(value) if "=?" in value else value
    found = _ANGLES.findall(value)
    if not found:
        words = value.replace(",", " ").strip(" <>").split()
        found = [word for word in words if "@" in word] or (words if len(words) == 1 else [])
    return [one for one in map(_bare, found[:MOST_IDS]) if one]


def message_id(headers: Headers) -> str:
    """The mail's own id, "" when it has none. A mail with several has the first."""
    for value in headers.all("message-id"):
        found = ids(value)
        if found:
            return found[0]
    return ""


def answers(headers: Headers) -> tuple[str, tuple[str, ...]]:
    """The id this mail answers ("" when unknown), and all that it refers to, oldest first, each once."""
    answered = [one for value in headers.all("in-reply-to") for one in ids(value)]
    named = [one for value in headers.all("references") for one in ids(value)]
    rest = answered[1:] if len(answered) > 1 else []
    return (answered[0] if answered else ""), tuple(dict.fromkeys((*named, *rest)))


def _bare(one: str) -> str:
    return clean("".join(one.split()))[:LONGEST_ID]
