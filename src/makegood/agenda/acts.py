"""Every change to the agenda: plan, cancel, claim, renew, done, again, failed, retry."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from makegood.agenda import bell, queries, rules
from makegood.agenda.models import Beat, State, Turn
from makegood.base.plain import do, marks
from makegood.base.rows import keep, new, write

CANCEL = f"DELETE FROM agenda_turn WHERE key IN {{keys}} AND {queries.FREE}"  # noqa: S608 - ours
DONE = "DELETE FROM agenda_turn WHERE id = %s AND leased_by = %s AND mark = %s"
FRESH = ["kind", "run_at", "about", "state", "mark", "attempts", "lost", "failing_since", "last_error"]


def plan(kind: str, key: str, *, run_at: datetime, about: Mapping[str, Any] | None = None) -> Turn:
    """The one turn of this key, to run at that time.

    Planned again, its time and matter move and a stuck one is planned anew; if it runs at this moment, it runs once
    more. One query, in the caller's transaction if there is one.
    """
    [planned] = plan_all([turn(kind, key, run_at=run_at, about=about)])
    return planned


def plan_all(turns: Iterable[Turn]) -> list[Turn]:
    """The same for many, each of another key. One query."""
    planned = write(turns, key="key", fresh=FRESH)
    transaction.on_commit(bell.ring)
    return planned


def turn(kind: str, key: str, *, run_at: datetime, about: Mapping[str, Any] | None = None) -> Turn:
    """A turn for plan_all, not yet planned."""
    return new(Turn, kind=kind, key=key, run_at=run_at, about=dict(about or {}), mark=secrets.token_hex(8))


def cancel(key: str, *, now: datetime) -> bool:
    """Take the turn off the agenda. False when it is gone, or is running at this moment."""
    return bool(cancel_all([key], now=now))


def cancel_all(keys: Sequence[str], *, now: datetime) -> int:
    """The same for many. How many were taken off. One query."""
    return do(CANCEL.format(keys=marks(keys)), [*keys, *queries.free(now)]) if keys else 0


def cancel_unbegun(key: str, *, now: datetime) -> bool:
    """Take the turn off the agenda. False when it is gone, or any worker ever took it in hand since it was planned."""
    return bool(do(f"{CANCEL} AND attempts = 0".format(keys=marks([key])), [key, *queries.free(now)]))


def claim(
    now: datetime, *, worker: str, limit: int = 1, lease: timedelta = rules.LEASE, besides: Collection[int] = ()
) -> list[Turn]:
    """The turns that this worker, and no other, holds until the lease runs out; the longest due first.

    None of `besides`: those that this process has in hand, however long it slept and whatever their leases say.
    """
    if not queries.is_due(now):
        return []
    with transaction.atomic():
        found = queries.claimable(now, limit=limit, besides=besides)
        return [turn for turn in found if _take(turn, worker=worker, until=now + lease)]


def _take(turn: Turn, *, worker: str, until: datetime) -> bool:
    """Whether the turn is now the worker's; if its workers were stopped too often, it is shelved instead."""
    turn.lost += turn.lease_until is not None
    end = rules.after_loss(turn.lost)
    if end:
        _settle(turn, state=State.STUCK, last_error=end.reason, lost=turn.lost)
        return False
    turn.attempts += 1
    turn.lease_until, turn.leased_by = until, f"{worker}/{secrets.token_hex(4)}"
    keep(turn, "attempts", "lost", "lease_until", "leased_by")
    return True


def renew(turn: Turn, *, now: datetime, lease: timedelta = rules.LEASE) -> bool:
    """The lease runs on. False when another worker has taken the turn over."""
    return bool(_ours(turn).update(lease_until=now + lease))


def went_on(turn: Turn) -> None:
    """The workers that were stopped in its middle no longer count against the turn: part of it is done by now."""
    _ours(turn).update(lost=0)


def give_back(worker: str) -> int:
    """What this worker holds without running it, because its database went away, is free at once. How many turns."""
    return Turn.objects.filter(leased_by__startswith=f"{worker}/").update(lease_until=None, leased_by="")


def inherit(is_dead: Callable[[str], bool], *, now: datetime) -> int:
    """What workers that were killed had in hand need not wait until their leases run out. How many turns."""
    holders = Turn.objects.filter(lease_until__gt=now).values_list("leased_by", flat=True)
    dead = [holder for holder in holders if is_dead(holder.rpartition("/")[0])]
    return Turn.objects.filter(leased_by__in=dead).update(lease_until=now) if dead else 0


def done(turn: Turn) -> bool:
    """The turn is off the agenda, or free again if it was planned anew meanwhile. False when it was no longer ours."""
    return bool(do(DONE, [turn.pk, turn.leased_by, turn.mark])) or _let_go(turn)


def again(turn: Turn, *, run_at: datetime) -> bool:
    """The same turn runs again then, unless it was planned for another time meanwhile. False when no longer ours."""
    fresh = {"run_at": run_at, "attempts": 0, "lost": 0, "failing_since": None, "last_error": ""}
    return _settle(turn, **fresh) or _let_go(turn)


def failed(turn: Turn, error: Exception, *, now: datetime) -> bool:
    """The turn runs again later, or is stuck with the reason in words. False when it was no longer ours."""
    since = turn.failing_since or now
    chance = random.random()  # noqa: S311 - spreads retries, guards nothing
    match rules.after_failure(error, attempts=turn.attempts, failing_since=since, now=now, chance=chance):
        case rules.Again(at, reason):
            ended = _settle(turn, run_at=at, failing_since=since, last_error=reason, lost=0)
        case rules.Stuck(reason):
            ended = _settle(turn, state=State.STUCK, failing_since=since, last_error=reason, lost=0)
    return ended or _let_go(turn)


def retry_stuck(turn_id: int, *, now: datetime) -> bool:
    """The turn leaves the shelf and is due now. False when it was not on the shelf."""
    fresh = {"attempts": 0, "lost": 0, "failing_since": None}
    moved = Turn.objects.filter(pk=turn_id, state=State.STUCK).update(state=State.PLANNED, run_at=now, **fresh)
    transaction.on_commit(bell.ring)
    return bool(moved)


def beat(worker: str, *, pid: int, now: datetime) -> None:
    """It is on record that this worker lives; workers unheard of for a day are forgotten."""
    Beat.objects.update_or_create(worker=worker, defaults={"beat_at": now}, create_defaults=_first_beat(pid, now))
    Beat.objects.filter(beat_at__lt=now - timedelta(days=1)).delete()


def _first_beat(pid: int, now: datetime) -> dict[str, Any]:
    return {"pid": pid, "started_at": now, "beat_at": now}


def rest(worker: str) -> None:
    """The worker has stopped cleanly."""
    Beat.objects.filter(worker=worker).delete()


def _ours(turn: Turn) -> QuerySet[Turn]:
    return Turn.objects.filter(pk=turn.pk, leased_by=turn.leased_by)


def _settle(turn: Turn, **changes: Any) -> bool:
    """Changed and free, if it is still ours and was not planned anew meanwhile."""
    return bool(_ours(turn).filter(mark=turn.mark).update(lease_until=None, leased_by="", **changes))


def _let_go(turn: Turn) -> bool:
    return bool(_ours(turn).update(lease_until=None, leased_by=""))
