"""Every change to the agenda: plan, cancel, claim, renew, done, again, failed, retry."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from makegood.agenda import bell, queries, rules
from makegood.agenda.models import Beat, State, Turn
from makegood.base.rows import new, write

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
    deleted, _ = Turn.objects.filter(queries.free(now), key=key).delete()
    return bool(deleted)


def cancel_unbegun(key: str, *, now: datetime) -> bool:
    """Take the turn off the agenda. False when it is gone, or any worker ever took it in hand since it was planned."""
    deleted, _ = Turn.objects.filter(queries.free(now), key=key, attempts=0).delete()
    return bool(deleted)


def claim(
    now: datetime, *, worker: str, limit: int = 1, lease: timedelta = rules.LEASE, besides: Collection[int] = ()
) -> list[Turn]:
    """The turns that this worker, and no other, holds until the lease runs out; the longest due first.

    None of `besides`: those that this process has in hand, however long it slept and whatever their leases say.
    """
    if not queries.is_due(now):
        return []
    with transaction.atomic():
        return [turn for turn in _locked(now, besides)[:limit] if _take(turn, worker=worker, until=now + lease)]


def _locked(now: datetime, besides: Collection[int]) -> QuerySet[Turn]:
    """On PostgreSQL, rows that another worker is just taking are passed over; SQLite has one writer anyway."""
    rows = queries.claimable(now)
    rows = rows.exclude(pk__in=besides) if besides else rows
    return rows.select_for_update(skip_locked=True) if connection.features.has_select_for_update_skip_locked else rows


def _take(turn: Turn, *, worker: str, until: datetime) -> bool:
    """Whether the turn is now the worker's; if its workers were stopped too often, it is shelved instead."""
    turn.lost += turn.lease_until is not None
    end = rules.after_loss(turn.lost)
    if end:
        _settle(turn, state=State.STUCK, last_error=end.reason, lost=turn.lost)
        return False
    turn.attempts += 1
    turn.lease_until, turn.leased_by = until, f"{worker}/{secrets.token_hex(4)}"
    fields = ["attempts", "lost", "lease_until", "leased_by"]
    Turn.objects.filter(pk=turn.pk).update(**{field: getattr(turn, field) for field in fields})
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
    deleted, _ = _ours(turn).filter(mark=turn.mark).delete()
    return bool(deleted) or _let_go(turn)


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
