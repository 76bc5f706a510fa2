"""What cannot be filed stands on a shelf with the reason, until a person has it tried again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from makegood.intake.acts.keeping import plan_filing
from makegood.intake.models import Arrival, Outcome, State
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind as Happened


def stick(pk: int, reason: str, *, at: datetime) -> Arrival:
    """The arrival is on the shelf, unless it is no longer only kept."""
    with transaction.atomic():
        stuck = {"state": State.STUCK, "outcome": Outcome.STUCK, "reason": reason[:2000]}
        if Arrival.objects.filter(pk=pk, state=State.KEPT).update(**stuck):
            record(Happened.ARRIVAL_STUCK, at=at, about={"arrival": pk, "reason": reason[:200]})
    return Arrival.objects.get(pk=pk)


# What a mail that is just being read bears: nobody has died over it yet, or one worker has.
READING = "It was being read when the worker stopped."
READING_AGAIN = "It was being read both times that the worker stopped."


def set_aside_deadly(arrivals: Sequence[Arrival], *, at: datetime) -> list[Arrival]:
    """Those that no two workers have died over yet, each marked as being read; the others are stuck.

    For the time after a worker was stopped while filing: a mail that kills who reads it must not hold up the others.
    One death proves nothing, as whatever stopped the worker found it reading some mail.
    """
    going = []
    for arrival in arrivals:
        if arrival.reason == READING_AGAIN:
            stick(arrival.pk, "Reading it stopped the worker twice, so it is not tried again by itself.", at=at)
        else:
            mark = READING_AGAIN if arrival.reason == READING else READING
            Arrival.objects.filter(pk=arrival.pk, state=State.KEPT).update(reason=mark)
            going.append(arrival)
    return going


def retry(arrival_id: int, *, by: int | None, at: datetime) -> bool:
    """A stuck arrival is filed anew soon. False when it is not stuck."""
    with transaction.atomic():
        stuck = Arrival.objects.filter(pk=arrival_id, state=State.STUCK)
        sources = list(stuck.values_list("source", flat=True))
        changed = stuck.update(state=State.KEPT, outcome="", reason="")
        if changed:
            plan_filing(sources, at=at)
            record(Happened.ARRIVAL_RETRIED, at=at, by=by, about={"arrival": arrival_id})
    return bool(changed)


def unrefuse(addresses: list[str], *, at: datetime) -> int:
    """What these senders' block refused is filed soon. Returns how many arrivals."""
    with transaction.atomic():
        refused = Arrival.objects.filter(state=State.REFUSED, sender__in=addresses)
        sources = set(refused.values_list("source", flat=True))
        changed = refused.update(state=State.KEPT, outcome="", reason="")
        if changed:
            plan_filing(sources, at=at)
    return changed
