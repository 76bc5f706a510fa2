"""Every change to a clock. Each is called inside the act that causes it, in that act's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from makegood.agenda import acts as agenda
from makegood.agenda.models import Turn
from makegood.base.rows import write
from makegood.clocks import rules
from makegood.clocks.models import Clock


@dataclass(frozen=True, slots=True)
class Start:
    """A clock to be started. `due_at` None: after the kind's usual length."""

    conversation: int
    kind: str
    team: int
    at: datetime
    due_at: datetime | None = None


def start_all(starts: Iterable[Start]) -> list[Clock]:
    """Running clocks with their turns on the agenda. Two queries."""
    running = write(_clock(one) for one in starts)
    if running:
        agenda.plan_all(_turn(clock) for clock in running)
    return running


def _clock(start: Start) -> Clock:
    due_at = start.due_at or rules.due_at(start.kind, at=start.at)
    return Clock(
        conversation_id=start.conversation,
        kind=start.kind,
        team_id=start.team,
        started_at=start.at,
        due_at=due_at,
        turn_at=due_at,
    )


def end(clocks: Iterable[Clock], *, at: datetime) -> list[int]:
    """The clocks run no more. Returns their ids, so that an undo can restore them."""
    ids = [clock.pk for clock in clocks]
    if ids:
        Clock.objects.filter(pk__in=ids, ended_at=None).update(ended_at=at)
    for pk in ids:
        agenda.cancel(_key(pk), now=at)
    return ids


def restore(ids: Iterable[int], *, at: datetime) -> None:
    """Clocks that an undone act ended run again, with their first due times."""
    for clock in Clock.objects.filter(pk__in=list(ids)).exclude(ended_at=None):
        later = Clock.objects.filter(conversation_id=clock.conversation_id, kind=clock.kind, ended_at=None)
        end(later, at=at)  # of two of a kind the earlier stays
        clock.ended_at = None
        clock.save(update_fields=["ended_at"])
        agenda.plan_all([_turn(clock)])


def forget(ids: Iterable[int], *, at: datetime) -> None:
    """Clocks that an undone act started never ran."""
    for pk in ids:
        agenda.cancel(_key(pk), now=at)
    Clock.objects.filter(pk__in=list(ids)).delete()


def give(conversation: int, *, team: int) -> None:
    """The running clocks are this team's."""
    Clock.objects.filter(conversation_id=conversation, ended_at=None).update(team_id=team)


def miss(clock: Clock, *, at: datetime) -> bool:
    """The clock has run out; its next turn comes one telling later. True the first time: a miss is recorded once."""
    clock.turn_at = at + rules.TOLD_AGAIN
    Clock.objects.filter(pk=clock.pk).update(turn_at=clock.turn_at)
    return bool(Clock.objects.filter(pk=clock.pk, missed_at=None).update(missed_at=at))


def _turn(clock: Clock) -> Turn:
    return agenda.turn("clock", _key(clock.pk), run_at=clock.turn_at, about={"clock": clock.pk})


def _key(pk: int) -> str:
    return f"clock:{pk}"
