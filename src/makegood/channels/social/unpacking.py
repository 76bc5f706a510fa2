"""What a server sends, unpacked a little at a time: a small parcel that would become a large one is let go."""

from __future__ import annotations

import zlib

from django.utils.translation import gettext as _

GZIP = zlib.MAX_WBITS | 32  # gzip and zlib alike


class Unreadable(Exception):
    """It is too large, or no parcel that we know; the message says so in words."""


class Unpacker:
    """Takes bytes as they come, and holds at most so many, packed or unpacked."""

    def __init__(self, encoding: str, *, most: int) -> None:
        encoding = encoding.strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise Unreadable(_("It is packed in a way that we did not ask for."))
        self._unzip = zlib.decompressobj(GZIP) if encoding not in ("", "identity") else None
        self._most, self._seen, self._whole = most, 0, bytearray()

    def take(self, part: bytes) -> None:
        """More of it. Raises Unreadable."""
        self._seen += len(part)
        self._whole += self._unpacked(part)
        if max(len(self._whole), self._seen) > self._most:
            raise Unreadable(_("It is larger than we read: %(most)d MB.") % {"most": self._most // 2**20})

    def _unpacked(self, part: bytes) -> bytes:
        if self._unzip is None:
            return part
        try:
            return self._unzip.decompress(part, self._most - len(self._whole) + 1)
        except zlib.error as error:
            raise Unreadable(_("It is packed in a way that cannot be read.")) from error

    def whole(self) -> bytes:
        """All of it. Raises Unreadable for what ends in the middle."""
        if self._unzip is not None and self._seen and not self._unzip.eof:
            raise Unreadable(_("It ends in the middle."))
        return bytes(self._whole)
