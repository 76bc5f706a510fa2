"""A part of a file, as a browser asks for it (RFC 9110, 14): what plays sound asks for nothing else. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

ASKED = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Unsatisfiable(Exception):
    """The part begins behind the end."""


@dataclass(frozen=True, slots=True)
class Part:
    """From the first byte to the last, both of them included."""

    first: int
    last: int

    @property
    def size(self) -> int:
        """Bytes."""
        return self.last - self.first + 1


def part_of(asked: str, size: int) -> Part | None:
    """The part of so many bytes that is asked for; None: all of it, as for whatever is not understood, or several.

    Raises Unsatisfiable.
    """
    said = ASKED.fullmatch(asked.strip())
    if said is None or said.groups() == ("", ""):
        return None
    first, last = said.groups()
    if not first:
        wanted = min(int(last), size)
        if not wanted:
            raise Unsatisfiable
        return Part(size - wanted, size - 1)
    begin, end = int(first), min(int(last), size - 1) if last else size - 1
    if begin >= size:
        raise Unsatisfiable
    return Part(begin, end) if begin <= end else None
