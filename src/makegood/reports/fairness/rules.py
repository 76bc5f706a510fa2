"""Groups of cases, and how each fared beside like cases: pure. Times are minutes of working time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median

from makegood.reports.fairness import statistics as sums
from makegood.reports.fairness.statistics import Effect, Estimate

# Of a group smaller than this nothing is shown: it says little, and too much of the few who are in it.
LEAST = 20
# Among like cases of one kind, a comparison needs some on both sides.
FEWEST = 2
DOUBT = 0.05
# Smaller than this it makes no difference to anybody: Vargha and Delaney (2000) call 0.56 small.
MATTERS_IN_TIME, MATTERS_IN_SHARES = 0.06, 0.05


class Of(StrEnum):
    """By what cases are told apart."""

    CHANNEL = "channel"
    LOCATION = "location"
    LANGUAGE = "language"
    VALUE = "value"
    REACH = "reach"


class Asked(StrEnum):
    """What is compared."""

    FIRST = "first_reply"
    SOLVED = "resolution"
    GIVEN = "remedy"
    KEPT = "promises"

    @property
    def is_time(self) -> bool:
        """Whether it is a length of time; else it is so or not."""
        return self in (Asked.FIRST, Asked.SOLVED)


class Verdict(StrEnum):
    """What can be said of a group beside like cases. More is longer, or more often."""

    MORE = "more"
    LESS = "less"
    ALIKE = "alike"
    UNSURE = "unsure"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class Case:
    """One matter of a customer. `is_kept`: each word that came due was kept; None: none did. Times: None, not yet."""

    number: int
    groups: Mapping[Of, str]
    first: float | None
    solved: float | None
    is_given: bool
    is_kept: bool | None

    def value(self, asked: Asked) -> float | None:
        """What is compared of it: minutes, or 0 and 1; None: there is nothing to compare."""
        if asked is Asked.FIRST:
            return self.first
        if asked is Asked.SOLVED:
            return self.solved
        said = self.is_given if asked is Asked.GIVEN else self.is_kept
        return None if said is None else float(said)


@dataclass(frozen=True, slots=True)
class Finding:
    """How a group fared: `figure` is the median in minutes, or the share; `cases` of how many.

    `effect` beside like cases: in which share of pairs theirs is the longer, or by how much their share is greater.
    """

    cases: int
    figure: float | None
    effect: Effect | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that have one thing in common. `findings` is empty where the group is too small to be shown."""

    key: str
    findings: Mapping[Asked, Finding]

    @property
    def is_hidden(self) -> bool:
        """Whether it is too small."""
        return not self.findings


def compared(cases: Sequence[Case], dimensions: Iterable[Of]) -> dict[Of, list[Group]]:
    """Each dimension in which there are two groups that can be shown, the groups by size, the greatest first."""
    found = {of: _groups(cases, of) for of in dimensions}
    return _held({of: groups for of, groups in found.items() if sum(not one.is_hidden for one in groups) > 1})


def _groups(cases: Sequence[Case], of: Of) -> list[Group]:
    members: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        members[case.groups[of]].append(case)
    kinds = _like(cases, of)
    in_order = sorted(members.items(), key=lambda one: (-len(one[1]), one[0]))
    return [
        Group(key, {asked: _finding(own, key, kinds, of, asked) for asked in Asked} if len(own) >= LEAST else {})
        for key, own in in_order
    ]


def _like(cases: Iterable[Case], of: Of) -> list[list[Case]]:
    """Cases that are like each other but for this: of the same place, begun in the same way."""
    same = [one for one in (Of.LOCATION, Of.CHANNEL) if one is not of]
    kinds: defaultdict[tuple[str, ...], list[Case]] = defaultdict(list)
    for case in cases:
        kinds[tuple(case.groups[one] for one in same)].append(case)
    return list(kinds.values())


def _finding(own: Sequence[Case], key: str, kinds: Iterable[Sequence[Case]], of: Of, asked: Asked) -> Finding:
    values = [value for case in own if (value := case.value(asked)) is not None]
    if len(values) < LEAST:
        return Finding(len(values), None, None, Verdict.FEW)
    figure = median(values) if asked.is_time else sum(values) / len(values)
    some = list(_estimates(key, kinds, of, asked))
    if not some:
        return Finding(len(values), figure, None, Verdict.FEW)
    effect = sums.together(some, none=_none(asked))
    return Finding(len(values), figure, effect, Verdict.UNSURE)


def _estimates(key: str, kinds: Iterable[Sequence[Case]], of: Of, asked: Asked) -> Iterator[Estimate]:
    for kind in kinds:
        ours, others = _values(kind, asked, lambda case: case.groups[of] == key)
        if len(ours) < FEWEST or len(others) < FEWEST:
            continue
        if asked.is_time:
            yield sums.superiority(ours, others)
        else:
            yield sums.difference(int(sum(ours)), len(ours), int(sum(others)), len(others))


def _values(kind: Iterable[Case], asked: Asked, is_ours: Callable[[Case], bool]) -> tuple[list[float], list[float]]:
    ours: list[float] = []
    others: list[float] = []
    for case in kind:
        if (value := case.value(asked)) is not None:
            (ours if is_ours(case) else others).append(value)
    return ours, others


def _held(found: Mapping[Of, list[Group]]) -> dict[Of, list[Group]]:
    """The same with verdicts, as careful as so many questions at once need."""
    asked = [one for groups in found.values() for group in groups for one in group.findings.values() if one.effect]
    doubts = dict(zip(map(id, asked), sums.held([one.effect.doubt for one in asked if one.effect]), strict=True))
    return {
        of: [
            Group(group.key, {what: _judged(one, what, doubts.get(id(one))) for what, one in group.findings.items()})
            for group in groups
        ]
        for of, groups in found.items()
    }


def _judged(one: Finding, asked: Asked, doubt: float | None) -> Finding:
    return one if one.effect is None or doubt is None else replace(one, verdict=verdict(one.effect, asked, doubt))


def verdict(effect: Effect, asked: Asked, doubt: float) -> Verdict:
    """What can be said. `doubt` is the effect's own, raised for how many questions were asked."""
    none, matters = _none(asked), MATTERS_IN_TIME if asked.is_time else MATTERS_IN_SHARES
    by = effect.size - none
    if doubt < DOUBT and abs(by) >= matters:
        return Verdict.MORE if by > 0 else Verdict.LESS
    if max(abs(effect.low - none), abs(effect.high - none)) < 2 * matters:
        return Verdict.ALIKE
    return Verdict.UNSURE


def _none(asked: Asked) -> float:
    return 0.5 if asked.is_time else 0.0


def thirds(spent: Iterable[int]) -> tuple[int, int] | None:
    """Where the least third and the middle third of those who bought end, in minor units; None: nobody bought."""
    known = sorted(one for one in spent if one > 0)
    return (known[(len(known) - 1) // 3], known[2 * (len(known) - 1) // 3]) if known else None


def third(spent: int, bounds: tuple[int, int] | None) -> str:
    """ "none", "least", "middle" or "most"."""
    if spent <= 0 or bounds is None:
        return "none"
    return "least" if spent <= bounds[0] else "middle" if spent <= bounds[1] else "most"
