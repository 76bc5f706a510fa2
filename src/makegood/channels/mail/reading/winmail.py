"""Outlook's winmail.dat (TNEF): the files and the body in it."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from tnefparse import TNEF

from makegood.channels.mail.reading.charsets import decode

LARGEST = 64 * 1024 * 1024
MOST_OBJECTS = 2_000


@dataclass(frozen=True, slots=True)
class Opened:
    """What was in it: (name, bytes) of each file, and the body as text and as HTML ("" when absent)."""

    files: tuple[tuple[str, bytes], ...]
    text: str
    html: str


def opened(content: bytes) -> Opened:
    """Raises ValueError, and whatever the parser stumbles over, when the content is damaged."""
    if len(content) > LARGEST or _objects(content) > MOST_OBJECTS:
        raise ValueError("too large")
    tnef = TNEF(content, do_checksum=False)
    files = tuple((_text(one.long_filename()), bytes(one.data or b"")) for one in tnef.attachments)
    return Opened(files, _text(tnef.body), _text(tnef.htmlbody))


def _text(value: str | bytes | list[str] | None) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bytes):
        value = decode(value)
    return (value or "").replace("\0", "")


def _objects(content: bytes) -> int:
    """How many objects the stream has: the parser copies the rest of the stream for each."""
    at, count = 6, 0
    while at + 12 < len(content) and count <= MOST_OBJECTS:
        (length,) = struct.unpack_from("<I", content, at + 5)
        at += length + 11
        count += 1
    return count
