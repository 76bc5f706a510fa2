"""Work on a date, which replaces the usual week on that day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.clocks.hours import Stretch
from makegood.people.duty.acts.common import admit, check_insists, lock, settle, zone_of
from makegood.people.duty.models import Shift
from makegood.people.duty.rules.checks import check_shift
from makegood.people.models import Agent
from makegood.people.rules import Taken
from makegood.timeline.kinds import Kind


@transaction.atomic
def add_shift(
    agent: Agent,
    stretch: Stretch,
    *,
    breaks: Sequence[Stretch] = (),
    by: Agent | None,
    at: datetime,
    insists: bool = False,
) -> Shift:
    """The agent works then; on that day the usual week does not hold. Times are UTC.

    Raises NotAllowed, Unfit, Taken when it overlaps another shift, and StillNeeded, against which an admin may insist.
    """
    actor = admit(by, agent)
    check_insists(by, insists=insists)
    lock(agent)
    fields = _fields(agent, stretch, breaks, at=at)
    Shift.objects.filter(agent=agent, day=fields["day"], begins_at=None).delete()
    shift = Shift.objects.create(agent=agent, **fields)
    settle(Kind.SHIFT_CHANGED, agent, by=actor, at=at, about=_about(shift, added=True), insists=insists)
    return shift


@transaction.atomic
def add_free_day(agent: Agent, day: date, *, by: Agent | None, at: datetime, insists: bool = False) -> Shift:
    """The agent is free on that day, whatever the usual week says. Twice is once. Raises as add_shift."""
    actor = admit(by, agent)
    check_insists(by, insists=insists)
    lock(agent)
    if Shift.objects.filter(agent=agent, day=day, begins_at__isnull=False).exists():
        raise Taken(_("%(agent)s has a shift on %(day)s. Take it away first.") % {"agent": agent, "day": day})
    shift, is_new = Shift.objects.get_or_create(agent=agent, day=day, begins_at=None)
    if is_new:
        settle(Kind.SHIFT_CHANGED, agent, by=actor, at=at, about=_about(shift, added=True), insists=insists)
    return shift


@transaction.atomic
def move_shift(
    shift: Shift,
    stretch: Stretch,
    *,
    breaks: Sequence[Stretch] = (),
    by: Agent | None,
    at: datetime,
    insists: bool = False,
) -> None:
    """The shift is at this time now. The same again changes nothing. What it raises: as in add_shift."""
    agent = shift.agent
    actor = admit(by, agent)
    check_insists(by, insists=insists)
    lock(agent)
    shift.refresh_from_db()
    fields = _fields(agent, stretch, breaks, at=at, but=shift.pk)
    if all(getattr(shift, name) == value for name, value in fields.items()):
        return
    for name, value in fields.items():
        setattr(shift, name, value)
    shift.save(update_fields=list(fields))
    settle(Kind.SHIFT_CHANGED, agent, by=actor, at=at, about=_about(shift, moved=True), insists=insists)


@transaction.atomic
def remove_shift(shift: Shift, *, by: Agent | None, at: datetime, insists: bool = False) -> None:
    """The usual week holds again on that day, unless another shift is left. Twice is once. Raises as add_shift."""
    actor = admit(by, shift.agent)
    check_insists(by, insists=insists)
    lock(shift.agent)
    if Shift.objects.filter(pk=shift.pk).delete()[0]:
        settle(Kind.SHIFT_CHANGED, shift.agent, by=actor, at=at, about=_about(shift, removed=True), insists=insists)


def _fields(agent: Agent, stretch: Stretch, breaks: Sequence[Stretch], *, at: datetime, but: int = 0) -> dict[str, Any]:
    check_shift(stretch, breaks)
    begins, ends = stretch
    others = Shift.objects.filter(agent=agent, begins_at__lt=ends, ends_at__gt=begins).exclude(pk=but)
    if others.exists():
        raise Taken(_("%(agent)s has another shift at that time.") % {"agent": agent})
    return {
        "day": begins.astimezone(ZoneInfo(zone_of(agent, at=at))).date(),
        "begins_at": begins,
        "ends_at": ends,
        "breaks": [[since.isoformat(), until.isoformat()] for since, until in breaks],
    }


def _about(shift: Shift, **what: bool) -> dict[str, object]:
    times = {"from": shift.begins_at, "until": shift.ends_at}
    said = {name: time.isoformat() for name, time in times.items() if time}
    return {"shift": shift.pk, "day": shift.day.isoformat(), **said, **what}
