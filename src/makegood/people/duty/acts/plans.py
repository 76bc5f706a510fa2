"""A shift plan from a file becomes shifts. The same file again changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from makegood.people.duty import watching
from makegood.people.duty.acts.common import admit, check_insists, lock
from makegood.people.duty.models import Planned, Shift
from makegood.people.duty.plans import Said
from makegood.people.models import Agent, Company
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    people: int
    added: int
    changed: int
    removed: int


@transaction.atomic
def import_plan(
    plan: Mapping[int, Sequence[Said]], *, by: Agent | None, at: datetime, insists: bool = False
) -> Imported:
    """The people work as the plan says on the days from its first to its last; what was imported before for those
    days and is not in it is gone, what was typed stays unless the plan says otherwise of that time.

    All or nothing. Raises NotAllowed for anyone whose time `by` may not plan, Unfit, StillNeeded.
    """
    check_insists(by, insists=insists)
    days = [one.day for said in plan.values() for one in said]
    if not days:
        return Imported(0, 0, 0, 0)
    counts = [_person(agent, plan[agent.pk], min(days), max(days), by=by) for agent in _people(plan)]
    added, changed, removed = (sum(some) for some in zip(*counts, strict=True))
    if added or changed or removed:
        about = {"people": sorted(plan), "from": min(days).isoformat(), "until": max(days).isoformat()}
        record(Kind.PLAN_IMPORTED, at=at, by=by.pk if by else None, about=about | {"added": added, "removed": removed})
        Company.objects.filter(keeps_duty=False).update(keeps_duty=True)
        watching.changed(sorted(plan), at=at, insists=insists)
    return Imported(len(counts), added, changed, removed)


def _people(plan: Mapping[int, Sequence[Said]]) -> list[Agent]:
    return list(Agent.objects.filter(pk__in=plan).order_by("pk"))


def _person(agent: Agent, said: Sequence[Said], first: date, last: date, *, by: Agent | None) -> tuple[int, int, int]:
    admit(by, agent)
    lock(agent)
    there = list(Shift.objects.filter(agent=agent, day__gte=first, day__lte=last))
    keep: set[int] = set()
    new: list[Shift] = []
    changed = 0
    for one in said:
        shift = _same(one, there, keep)
        if shift is None:
            new.append(Shift(agent=agent, **_fields(one)))
            continue
        keep.add(shift.pk)
        changed += _alter(shift, _fields(one))
    gone = [one.pk for one in there if one.pk not in keep and (_is_imported(one) or _stands_in_the_way(one, said))]
    removed, _ = Shift.objects.filter(pk__in=gone).delete()
    Shift.objects.bulk_create(new)
    Planned.objects.filter(agent=agent).filter(Q(first_day__gte=first, last_day__lte=last)).delete()
    Planned.objects.create(agent=agent, first_day=first, last_day=last)
    return len(new), changed, removed


def _same(one: Said, there: Sequence[Shift], taken: set[int]) -> Shift | None:
    """The shift that this was before: by its name in the file, else by its begin, or the free day by its day."""
    begins = one.stretch[0] if one.stretch else None
    free = [shift for shift in there if shift.pk not in taken]
    by_name = (shift for shift in free if one.uid and shift.uid == one.uid)
    by_time = (shift for shift in free if shift.begins_at == begins and (begins or shift.day == one.day))
    return next(by_name, None) or next(by_time, None)


def _fields(one: Said) -> dict[str, object]:
    begins, ends = one.stretch or (None, None)
    breaks = [[since.isoformat(), until.isoformat()] for since, until in one.breaks]
    source = Shift.Source.IMPORTED
    return {"day": one.day, "begins_at": begins, "ends_at": ends, "breaks": breaks, "source": source, "uid": one.uid}


def _alter(shift: Shift, fields: Mapping[str, object]) -> bool:
    if all(getattr(shift, name) == value for name, value in fields.items()):
        return False
    for name, value in fields.items():
        setattr(shift, name, value)
    shift.save(update_fields=list(fields))
    return True


def _is_imported(shift: Shift) -> bool:
    return shift.source == Shift.Source.IMPORTED


def _stands_in_the_way(shift: Shift, said: Sequence[Said]) -> bool:
    """A typed shift that the plan contradicts: at the same time, or on a day that is free in one of the two."""
    for one in said:
        if one.stretch is None or shift.begins_at is None or shift.ends_at is None:
            if one.day == shift.day:
                return True
        elif one.stretch[0] < shift.ends_at and shift.begins_at < one.stretch[1]:
            return True
    return False
