"""Finding what stands under a mail and was not written for it: signatures, advertisements of devices, disclaimers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from makegood.channels.mail.quotes.firstwords import ByFirstWord
from makegood.channels.mail.quotes.words import devices, disclaimers

_DELIMITER = re.compile(r"\s{0,3}(?:--|- -|—|––|__)\s*$")
_DRAWN = re.compile(r"\s*(?:_{3,}|-{3,}|={3,}|\*{5,})\s*$")
_DASHED_NAME = re.compile(r"\s*(?:--?|—|–)\s?[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}\s*$")
_ADDRESS = re.compile(r"<?https?://\S+")
DEVICE = ByFirstWord(devices.LINES)
DISCLAIMER = ByFirstWord(disclaimers.BEGINNINGS)

_LONGEST_SIGNATURE = 15
_LONGEST_FOOTER = 12
_SHORTEST_DEVICE = 6
_SHORTEST_DISCLAIMER = 15
_BEGINS_A_SIGNATURE = frozenset("-_—–=* ")


def without_signature(lines: Sequence[str], telling: Sequence[int]) -> list[int]:
    """The indexes of the lines that were written for this mail. The rest is signature, device or disclaimer.

    `telling` are the indexes of the lines that are not plain, in order.
    """
    end = _end_of_words(lines, telling) if telling else last_written(lines, len(lines))
    from_devices = {at for at in telling if at < end and is_device(lines[at])}
    return [at for at in range(end) if at not in from_devices]


def is_device(line: str) -> bool:
    """True for "Sent from my iPhone" and its kin in many languages."""
    if len(line) < _SHORTEST_DEVICE or not DEVICE.match(line):
        return False
    return len(line) <= devices.LONGEST or len(_ADDRESS.sub("", line)) <= devices.LONGEST


def _end_of_words(lines: Sequence[str], telling: Sequence[int]) -> int:
    end = last_written(lines, len(lines))
    if end and _DELIMITER.match(lines[0]) and end <= _LONGEST_SIGNATURE:
        return 0
    at = next((at for at in telling if 0 < at < end and _ends_the_words(lines, at, end)), end)
    return _without_dashed_name(lines, last_written(lines, at))


def _ends_the_words(lines: Sequence[str], at: int, end: int) -> bool:
    line = lines[at]
    if line[:1] in _BEGINS_A_SIGNATURE and _is_signature_at(lines, at, end):
        return True
    return len(line) > _SHORTEST_DISCLAIMER and DISCLAIMER.match(line[:300])


def _is_signature_at(lines: Sequence[str], at: int, end: int) -> bool:
    if lines[at] in {"-- ", "--\xa0"}:
        return True
    if _DELIMITER.match(lines[at]):
        return end - at <= _LONGEST_SIGNATURE
    return end - at <= _LONGEST_FOOTER and bool(_DRAWN.match(lines[at])) and _is_footer(lines[at + 1 : end])


def _is_footer(lines: Sequence[str]) -> bool:
    """True for what lists and companies put below a drawn line: short lines with an address, or nothing."""
    words = [line for line in lines if line.strip()]
    return not words or any("://" in line or "@" in line or is_device(line) or "mailing list" in line for line in words)


def _without_dashed_name(lines: Sequence[str], end: int) -> int:
    """A last paragraph that is only "-Ana" or "-- Ana Kern" is a signature."""
    at = end - 1
    if at > 0 and not lines[at - 1].strip() and _DASHED_NAME.match(lines[at]):
        return last_written(lines, at)
    return end


def last_written(lines: Sequence[str], end: int) -> int:
    """Where the empty lines before `end` begin."""
    while end and not lines[end - 1].strip():
        end -= 1
    return end
