"""A photograph that nobody took: the lid of a casserole in two pieces, drawn as a PNG."""

from __future__ import annotations

import struct
import zlib
from functools import cache

WIDTH, HEIGHT = 480, 320
CLOTH, LID, RIM, KNOB = (226, 219, 205), (56, 92, 84), (38, 66, 60), (176, 142, 92)


@cache
def broken_lid() -> bytes:
    """The picture, about 3 KB."""
    rows = b"".join(b"\0" + bytes(value for x in range(WIDTH) for value in _colour(x, y)) for y in range(HEIGHT))
    size = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", size) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def _colour(x: int, y: int) -> tuple[int, int, int]:
    half = -9 if x < _crack(y) else 9  # the halves have slid apart a little
    from_centre = ((x - 240 - half) ** 2 + (1.35 * (y - 160 - half // 2)) ** 2) ** 0.5
    if abs(x - _crack(y)) < 5 or from_centre > 150:
        return CLOTH
    if from_centre < 18:
        return KNOB
    return RIM if from_centre > 138 else LID


def _crack(y: int) -> int:
    """A zigzag from top to bottom."""
    return 232 + abs((y * 3) % 44 - 22) + y // 9


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
