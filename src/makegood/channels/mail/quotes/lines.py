"""Which lines of a mail its sender newly wrote."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from makegood.channels.mail.quotes.attribution import MOST_LINES, Strength, may_be_one, may_end, strength
from makegood.channels.mail.quotes.heads import head_length, header_kind, is_marker, is_rule
from makegood.channels.mail.quotes.plain import is_plain
from makegood.channels.mail.quotes.signatures import last_written, without_signature


@dataclass(frozen=True, slots=True)
class Opening:
    """Lines `start` to `end` (exclusive) introduce a quote; if not `sure`, then only when quoted lines follow."""

    start: int
    end: int
    sure: bool


def new_lines(lines: Sequence[str]) -> list[int]:
    """The indexes of the lines that are neither quote nor signature, in order. Linear in the length."""
    telling = dict.fromkeys(at for at, line in enumerate(lines) if not is_plain(line))
    if not telling:
        return list(range(last_written(lines, len(lines))))
    kept: list[int] = []
    for stretch in _stretches(lines, telling):
        told = [number for number, at in enumerate(stretch) if at in telling]
        written = without_signature([lines[at] for at in stretch], told)
        kept += [stretch[at] for at in written]
    return kept


def _stretches(lines: Sequence[str], telling: Collection[int]) -> list[list[int]]:
    """Runs of lines without a quote in between. `telling` are the lines that are not plain."""
    stretches: list[list[int]] = [[]]
    at = 0
    openings = {opening.start: opening for opening in _openings(lines, telling)}
    while at < len(lines):
        opening = openings.get(at)
        if opening and _next_is_quoted(lines, opening.end):
            stretches.append([])
            at = opening.end
        elif opening and opening.sure:
            _drop_rules(lines, stretches[-1])
            break
        elif at in telling and is_quoted(lines[at]):
            if stretches[-1]:
                stretches.append([])
            at += 1
        else:
            stretches[-1].append(at)
            at += 1
    return [stretch for stretch in stretches if stretch]


def is_quoted(line: str) -> bool:
    """True for a line that begins with ">", however far in."""
    return ">" in line and line.lstrip(" \t\xa0").startswith(">")


def _openings(lines: Sequence[str], telling: Collection[int]) -> list[Opening]:
    openings, floor = [], 0
    for at in telling:
        opening = _opening_at(lines, at, floor) if at >= floor and not is_quoted(lines[at]) else None
        if opening:
            openings.append(opening)
            floor = opening.end
    return openings


def _opening_at(lines: Sequence[str], at: int, floor: int) -> Opening | None:
    """The opening that begins with a head or marker here, or the attribution that ends here."""
    if is_marker(lines[at]):
        after = _skip_empty(lines, at + 1)
        head = head_length(lines, after, announced=True) if after < len(lines) else 0
        return Opening(at, after + head if head else at + 1, sure=True)
    head = head_length(lines, at, announced=at > 0 and is_rule(lines[at - 1])) if header_kind(lines[at]) else 0
    if head:
        return Opening(at, at + head, sure=True)
    return _attribution_ending_at(lines, at, floor) if may_end(lines[at]) else None


def _attribution_ending_at(lines: Sequence[str], at: int, floor: int) -> Opening | None:
    """The shortest run of up to four lines that ends here and surely is one; else the shortest that may be."""
    perhaps = None
    if not may_be_one(lines[max(floor, at - MOST_LINES + 1) : at + 1]):
        return None
    for start in range(at, max(floor, at - MOST_LINES + 1) - 1, -1):
        if not lines[start].strip() or is_quoted(lines[start]):
            break
        found = strength(lines[start : at + 1])
        if found is Strength.SURE:
            return Opening(start, at + 1, sure=True)
        if found is Strength.ONLY_BEFORE_A_QUOTE and perhaps is None:
            perhaps = Opening(start, at + 1, sure=False)
    return perhaps


def _next_is_quoted(lines: Sequence[str], at: int) -> bool:
    at = _skip_empty(lines, at)
    return at < len(lines) and is_quoted(lines[at])


def _skip_empty(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _drop_rules(lines: Sequence[str], stretch: list[int]) -> None:
    """Take the drawn line off that stood above the quote."""
    while stretch and (not lines[stretch[-1]].strip() or is_rule(lines[stretch[-1]])):
        stretch.pop()
