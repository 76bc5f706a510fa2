"""Every change to a clock. Each is called inside the act that causes it, in that act's transaction."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from makegood.agenda import acts as agenda
from makegood.agenda.models import Turn
from makegood.base.plain import do, marks, moment
from makegood.base.rows import new, write
from makegood.clocks import rules
from makegood.clocks.models import Clock, Edition
from makegood.clocks.queries import book
from makegood.clocks.targets import USUAL, due_at

END = "UPDATE clocks_clock SET ended_at = %s WHERE ended_at IS NULL AND id IN {ids}"


@dataclass(frozen=True, slots=True)
class Start:
    """A clock to be started. `about`, `agent`, `team`, `who`, `hours`, `target`: see Clock.

    `due_at` None: after the kind's usual length in these hours. `turn_at` None: its handler is called when it is due.
    """

    conversation: int
    kind: str
    team: int
    at: datetime
    due_at: datetime | None = None
    about: int = 0
    agent: int | None = None
    turn_at: datetime | None = None
    hours: int | None = None
    target: int | None = None
    who: str = ""


def start_all(starts: Iterable[Start]) -> list[Clock]:
    """Running clocks with their turns on the agenda. Two queries."""
    running = write(_clock(one) for one in starts)
    if running:
        agenda.plan_all(_turn(clock) for clock in running)
    return running


def _clock(start: Start) -> Clock:
    due_at = start.due_at or _usual(start)
    return new(
        Clock,
        conversation_id=start.conversation,
        kind=start.kind,
        about_id=start.about,
        team_id=start.team,
        agent_id=start.agent,
        who=start.who[:120],
        started_at=min(start.at, due_at),
        due_at=due_at,
        turn_at=start.turn_at or due_at,
        hours_id=start.hours,
        target_id=start.target,
    )


def _usual(start: Start) -> datetime:
    return due_at(USUAL[start.kind], book().hours_of(start.hours), at=start.at)


def end(clocks: Iterable[Clock], *, at: datetime) -> list[int]:
    """The clocks run no more, paused or not. Returns their ids, so that an undo can restore them."""
    ids = [clock.pk for clock in clocks]
    if ids:
        do(END.format(ids=marks(ids)), [moment(at), *ids])
        agenda.cancel_all([_key(pk) for pk in ids], now=at)
    return ids


def restore(ids: Iterable[int], *, at: datetime) -> None:
    """Clocks that an undone act ended run again, with their first due times."""
    for clock in Clock.objects.filter(pk__in=list(ids)).exclude(ended_at=None):
        same = {"conversation_id": clock.conversation_id, "kind": clock.kind, "about_id": clock.about_id}
        end(Clock.objects.filter(**same, ended_at=None), at=at)  # of two of a kind the earlier stays
        clock.ended_at = None
        clock.save(update_fields=["ended_at"])
        if clock.paused_at is None:
            agenda.plan_all([_turn(clock)])


def forget(ids: Iterable[int], *, at: datetime) -> None:
    """Clocks that an undone act started never ran."""
    gone = list(ids)
    agenda.cancel_all([_key(pk) for pk in gone], now=at)
    Clock.objects.filter(pk__in=gone).delete()


def give(running: Iterable[Clock], *, team: int) -> None:
    """Those of these clocks that are the owner's are this team's; those by which something else is asked stay."""
    going = [clock for clock in running if clock.kind in rules.OWNERS]
    for clock in going:
        clock.team_id = team
    Clock.objects.filter(pk__in=[clock.pk for clock in going]).update(team_id=team)


def put_to(running: Iterable[Clock], *, agent: int | None) -> None:
    """Of these clocks something is wanted of this person; None: of whoever has the conversation."""
    Clock.objects.filter(pk__in=[clock.pk for clock in running], ended_at=None).update(agent_id=agent)


def move(clock: Clock, *, due_at: datetime | None = None, turn_at: datetime | None = None) -> None:
    """A running clock is due, or has its next turn, at another time. Without `turn_at` its turn is when it is due."""
    clock.due_at, clock.turn_at = due_at or clock.due_at, turn_at or due_at or clock.turn_at
    if Clock.objects.filter(pk=clock.pk, ended_at=None).update(due_at=clock.due_at, turn_at=clock.turn_at):
        agenda.plan_all([_turn(clock)])


def ask(clock: Clock, *, agent: int | None) -> None:
    """Something is wanted of that person now; None: of nobody in particular."""
    clock.agent_id = agent
    Clock.objects.filter(pk=clock.pk).update(agent_id=agent)


def carry(clocks: Iterable[Clock], *, to: int) -> None:
    """The running clocks go along to another conversation, each with its own times."""
    Clock.objects.filter(pk__in=[clock.pk for clock in clocks], ended_at=None).update(conversation_id=to)


def miss(clock: Clock, *, at: datetime) -> bool:
    """The clock has run out; its next turn comes one telling later. True the first time: a miss is recorded once."""
    clock.turn_at = at + rules.TOLD_AGAIN
    Clock.objects.filter(pk=clock.pk).update(turn_at=clock.turn_at)
    return bool(Clock.objects.filter(pk=clock.pk, missed_at=None).update(missed_at=at))


def turn_the_page(*, teams: Collection[int] | None = None, at: datetime) -> None:
    """Hours or targets are others now: what was read is read anew, and running response clocks are counted anew.

    `teams`: whose clocks those are; None: everyone's. By a turn, since there may be many.
    """
    mark = secrets.token_hex(16)
    Edition.objects.update_or_create(pk=1, defaults={"mark": mark})
    if teams is None or teams:
        about = {"teams": sorted(teams) if teams is not None else None}
        agenda.plan("recount", f"recount:{mark}", run_at=at, about=about)


def pause(clocks: Iterable[Clock], left: Mapping[int, timedelta], *, at: datetime) -> list[int]:
    """The clocks stand still with so much working time left each. Returns their ids, for an undo."""
    ids = []
    for clock in clocks:
        clock.paused_at, clock.left = at, left[clock.pk]
        clock.save(update_fields=["paused_at", "left"])
        agenda.cancel(_key(clock.pk), now=at)
        ids.append(clock.pk)
    return ids


def resume(clock: Clock, *, due_at: datetime, turn_at: datetime) -> None:
    """The clock runs again, and is due then."""
    clock.paused_at, clock.left, clock.due_at, clock.turn_at = None, None, due_at, turn_at
    clock.save(update_fields=["paused_at", "left", "due_at", "turn_at"])
    agenda.plan_all([_turn(clock)])


def warn(clock: Clock, *, at: datetime) -> bool:
    """Its next turn is when it is due. True the first time: a warning is given once."""
    clock.turn_at = clock.due_at
    Clock.objects.filter(pk=clock.pk).update(turn_at=clock.turn_at)
    return bool(Clock.objects.filter(pk=clock.pk, warned_at=None).update(warned_at=at))


def _turn(clock: Clock) -> Turn:
    return agenda.turn(rules.TURNS[clock.kind], _key(clock.pk), run_at=clock.turn_at, about={"clock": clock.pk})


def _key(pk: int) -> str:
    return f"clock:{pk}"
