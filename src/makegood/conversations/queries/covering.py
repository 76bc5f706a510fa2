"""What somebody looks after for colleagues who are not there, and what happened to their own while they were away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from makegood.conversations.models import Conversation
from makegood.conversations.queries.lists import Row, rows_of
from makegood.people import queries as people
from makegood.people.duty import queries as duty
from makegood.people.duty.queries import Covered
from makegood.people.duty.rules import Cover
from makegood.people.models import Agent, Team
from makegood.timeline import queries as timeline
from makegood.timeline.kinds import Kind

MOST = 50
TOLD_FOR = timedelta(days=2)
HAPPENED = (
    Kind.MESSAGE_RECEIVED,
    Kind.REPLY_WRITTEN,
    Kind.CONVERSATION_ASSIGNED,
    Kind.CONVERSATION_CLAIMED,
    Kind.CONVERSATION_CLOSED,
    Kind.CONVERSATION_SETTLED,
    Kind.CLOCK_MISSED,
)


@dataclass(frozen=True, slots=True)
class Covering:
    """What is looked after for one colleague, soonest due first. `owner` "": what nobody of a team has.

    `until` is when they are back; None: nobody knows.
    """

    owner: str
    until: datetime | None
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """One of their own conversations, and what happened to it, the last thing first."""

    row: Row
    kinds: list[str]


def covering(agent: Agent, *, now: datetime) -> list[Covering]:
    """For whom the agent looks after what, at most fifty conversations. A dozen queries."""
    found = duty.covered_by(agent.pk, sorted(_teams(agent)), at=now)
    if not found:
        return []
    numbers = Conversation.objects.filter(_any(found, now), next_due__isnull=False).order_by("next_due", "pk")
    rows = {one.number: one for one in rows_of(numbers.values_list("pk", flat=True)[:MOST], agent=agent)}
    owners = dict(Conversation.objects.filter(pk__in=rows).values_list("pk", "owner_id"))
    names = people.names({one for one in owners.values() if one})
    until = {one.owner: one.until for one in found}
    return [
        Covering(names.get(owner or 0, ""), until.get(owner), [rows[pk] for pk in rows if owners[pk] == owner])
        for owner in dict.fromkeys(owners[pk] for pk in rows)
    ]


def _teams(agent: Agent) -> Iterable[int]:
    seen = people.standing(agent).audience
    return Team.objects.filter(is_active=True).values_list("pk", flat=True) if seen.everything else seen.teams


def _any(found: Sequence[Covered], now: datetime) -> Q:
    """What is due before its owner is back, or late already."""
    wanted = Q(pk=None)
    for one in found:
        due = Q() if one.until is None else Q(next_due__lte=max(one.until, now))
        wanted |= Q(owner=one.owner, team=one.team) & due
    return wanted


def cover_of(conversation: Conversation, *, now: datetime) -> Cover | None:
    """Who has it while those it belongs to are off duty; None when none is needed or known. Eight queries."""
    if conversation.next_due is None:
        return None
    return duty.cover_of(conversation.owner_id, conversation.team_id, due_at=conversation.next_due, at=now)


def while_away(agent: Agent, *, now: datetime) -> list[Meanwhile]:
    """What happened to the agent's conversations in the absence that ended within two days, newest first.

    One query when there was none, else five.
    """
    absence = duty.last_absence(agent.pk, at=now)
    if absence is None or absence.ends_at is None or absence.ends_at < now - TOLD_FOR:
        return []
    mine = Conversation.objects.filter(owner=agent, updated_at__gte=absence.begins_at)
    numbers = set(mine.order_by("-updated_at").values_list("pk", flat=True)[: MOST * 2])
    passed_on = timeline.passed_on_from(agent.pk, since=absence.begins_at, until=now, limit=MOST)
    events = timeline.of_conversations(
        numbers | set(passed_on), HAPPENED, since=absence.begins_at, until=absence.ends_at
    )
    kinds: dict[int, list[str]] = {}
    for number, kind, by in events:
        if by != agent.pk:
            kinds.setdefault(number, []).append(kind)
    return [Meanwhile(row, list(dict.fromkeys(kinds[row.number]))) for row in rows_of(list(kinds)[:MOST], agent=agent)]
