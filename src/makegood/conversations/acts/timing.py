"""When a conversation's own clocks are due: by which service target, and in whose office hours."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from makegood.clocks import acts as clocks
from makegood.clocks.acts import Start
from makegood.clocks.models import Clock
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.queries import book, paused, running
from makegood.clocks.rules import RESPONSES, TOLD_AGAIN
from makegood.clocks.targets import Book, Matter, Times, warn_at
from makegood.conversations.models import Conversation
from makegood.people import queries as people


class Timing:
    """Hours and targets as one act or one batch finds them: each is read once, when it is first asked for."""

    def __init__(self) -> None:
        self._hours: dict[int, int | None] = {}

    @cached_property
    def book(self) -> Book:
        """All hours and targets."""
        return book()

    def hours_id(self, team: int) -> int | None:
        """The office hours in which the team's clocks count."""
        if not self.book.hours:
            return None
        if team not in self._hours:
            self._hours |= people.hours_ids([team])
        return self._hours.get(team)

    def matter(self, conversation: Conversation) -> Matter:
        """What decides which target applies to it."""
        group = conversation.customer.group_id if self._knows_groups else None
        return Matter(conversation.team_id, conversation.channel, frozenset(conversation.tags), group)

    @cached_property
    def _knows_groups(self) -> bool:
        return any(one.group_id is not None for one in self.book.targets)

    def times(self, conversation: Conversation, kind: str, *, at: datetime) -> Times | None:
        """When a clock of the kind that starts then is due; None: nothing of the kind is owed."""
        hours = self.hours_id(conversation.team_id)
        return self.book.times(kind, self.matter(conversation), at=at, hours=hours)

    def owed(self, conversation: Conversation, kind: str, *, at: datetime) -> Times:
        """The same for a kind that is always owed: only a solution may be owed nowhere. Raises LookupError."""
        times = self.times(conversation, kind, at=at)
        if times is None:
            raise LookupError(f"Nothing says when a {kind} is due.")
        return times


def start(conversation: Conversation, kind: str, times: Times, *, at: datetime) -> Start:
    """The clock, to be started for the conversation's team."""
    return Start(
        conversation.pk,
        kind,
        conversation.team_id,
        at,
        times.due_at,
        turn_at=times.turn_at,
        hours=times.hours,
        target=times.target,
    )


def pause(going_on: list[Clock], *, at: datetime) -> list[Clock]:
    """While we wait for the customer, clocks whose targets say so stand still. Returns those that now do."""
    resolving = [one for one in going_on if one.kind == ClockKind.RESOLUTION and one.target_id]
    if not resolving:
        return []
    known = book()
    pausing = [one for one in resolving if (target := known.target(one.target_id)) and target.pauses]
    left = {one.pk: known.hours_of(one.hours_id).between(at, one.due_at) for one in pausing}
    clocks.pause(pausing, left, at=at)
    return pausing


def resume(conversation: Conversation, *, at: datetime) -> list[Clock]:
    """It is our turn again: what stood still runs on, with the working time that it had left. Returns it."""
    standing_still = paused(conversation.pk)
    for one in standing_still:
        clocks.resume(one, **_resumed(one, at=at))
    return standing_still


def _resumed(clock: Clock, *, at: datetime) -> dict[str, datetime]:
    """A percentage of a warning counts from what was left."""
    known = book()
    hours, target = known.hours_of(clock.hours_id), known.target(clock.target_id)
    if not clock.left:
        return {"due_at": clock.due_at, "turn_at": at + TOLD_AGAIN if clock.missed_at else at}
    due = hours.add(at, clock.left)
    warn = warn_at(target, hours, at=at, due=due) if target and not clock.warned_at else None
    return {"due_at": due, "turn_at": warn or due}


def unpause(ids: list[int]) -> None:
    """An undone act had made these stand still: they never did."""
    for one in Clock.objects.filter(pk__in=ids, ended_at=None).exclude(paused_at=None):
        clocks.resume(one, due_at=one.due_at, turn_at=one.turn_at)


def sooner(conversation: Conversation, timing: Timing) -> list[Clock]:
    """Running response clocks are counted anew from their start, and never due later. Returns those that moved.

    The lists do not show it yet.
    """
    responses = [one for one in running(conversation.pk) if one.kind in RESPONSES]
    return [one for one in responses if _is_sooner(one, timing.times(conversation, one.kind, at=one.started_at))]


def _is_sooner(clock: Clock, times: Times | None) -> bool:
    if times is None:
        return False
    now = times.hours, times.target
    if (clock.hours_id, clock.target_id) != now:
        Clock.objects.filter(pk=clock.pk).update(hours_id=times.hours, target_id=times.target)
    if times.due_at >= clock.due_at:
        return False
    clocks.move(clock, due_at=times.due_at, turn_at=times.due_at if clock.warned_at else times.turn_at)
    return True
