"""What a provider said, as it lies among the arrivals: the line of the request, its signature, and its form."""

from __future__ import annotations

from urllib.parse import urlsplit

from makegood.channels.phone import rules
from makegood.channels.phone.rules import Told

BREAK = b"\r\n\r\n"


def written(path: str, signature: str, body: bytes) -> bytes:
    """The request, byte for byte where it counts. The address's token is left out: who reads this need not know it."""
    where = urlsplit(path)
    query = f"?{where.query}" if where.query else ""
    head = f"POST {where.path.rpartition('/')[0]}/…{query}\r\nX-Twilio-Signature: {signature}"
    return head.encode() + BREAK + body


def said(query: str, body: bytes) -> dict[str, list[str]]:
    """The fields of the form, and those of the address that it lacks. Raises ValueError when there are too many."""
    return rules.fields_of(query) | rules.fields_of(body.decode("utf-8", "replace"))


def read(raw: bytes) -> Told:
    """The voicemail that was told of. Raises ValueError for what tells of none."""
    head, _, body = raw.partition(BREAK)
    target = head.split(b"\r\n")[0].decode("utf-8", "replace").removeprefix("POST ")
    told = rules.told(said(urlsplit(target).query, body))
    if told is None:
        raise ValueError("this tells of no recording")
    return told
