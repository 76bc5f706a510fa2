"""What customers said after closing: was it solved, and how much work was it for them? Small groups are hidden."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from makegood.kudos.models import Question
from makegood.people.models import Agent, Team
from makegood.people.queries import standing
from makegood.reports.rules import By, Period

LEAST = 5  # so many answered, or nothing of them is shown
Work = Question.Work


@dataclass(frozen=True, slots=True)
class Said:
    """What those of one place answered. `is_hidden`: too few of them, or they could be reckoned from the rest."""

    place: str
    answered: int
    solved: int
    work: dict[str, int]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """All together, and each place in which anybody answered, by name."""

    total: Said
    places: list[Said]


def asked(agent: Agent, period: Period, *, by: By) -> Asked:
    """What was answered in the period, for the teams that the agent may see. Two queries."""
    seen = standing(agent).audience
    rows = Question.objects.filter(answered_at__gte=period.since, answered_at__lt=period.until, same_as=None)
    rows = rows if seen.everything else rows.filter(team__in=seen.teams)
    names = _names(by)
    found: defaultdict[str, list[tuple[bool, str]]] = defaultdict(list)
    for team, solved, work in rows.values_list("team_id", "solved", "work"):
        found[names.get(team or 0, "")].append((bool(solved), work))
    everyone = [one for some in found.values() for one in some]
    return Asked(_said("", everyone), hidden([_said(place, found[place]) for place in sorted(found)]))


def _names(by: By) -> dict[int, str]:
    rows = Team.objects.values_list("pk", "name", "location__name")
    return {pk: place if by is By.LOCATION or name == place else f"{name}, {place}" for pk, name, place in rows}


def _said(place: str, some: list[tuple[bool, str]]) -> Said:
    work = Counter(work for _, work in some if work)
    counts = {one.value: work[one.value] for one in Work}
    return Said(place, len(some), sum(solved for solved, _ in some), counts, is_hidden=len(some) < LEAST)


def hidden(places: list[Said]) -> list[Said]:
    """The same; where one alone is hidden, the next smallest too, or the rest of the whole would tell what it said."""
    few, shown = [one for one in places if one.is_hidden], [one for one in places if not one.is_hidden]
    if len(few) != 1 or not shown:
        return places
    least = min(shown, key=lambda one: (one.answered, one.place))
    also = Said(least.place, least.answered, least.solved, least.work, is_hidden=True)
    return [also if one is least else one for one in places]
