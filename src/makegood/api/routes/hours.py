"""Settings: office hours, service targets, groups of customers."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from makegood.api.bearer import Bearer, agent_of
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.hours import (
    GroupIn,
    GroupOut,
    HoursIn,
    HoursOut,
    KeptIn,
    OpeningOut,
    SpecialDayOut,
    TargetIn,
    TargetOut,
)
from makegood.clocks import queries as clocks
from makegood.clocks.hours import Day
from makegood.clocks.models import OfficeHours, Target
from makegood.customers import acts as customer_acts
from makegood.customers import queries as customers
from makegood.people import acts, queries

router = Router(tags=["settings: hours and targets"], auth=Bearer(admin=True))
ALSO = (404, 409)
HOURS, TARGETS, GROUPS = "/settings/hours", "/settings/targets", "/settings/groups"


@router.get(HOURS, response=answers(list[HoursOut]), summary="List office hours")
def hours(request: HttpRequest) -> list[HoursOut]:
    """All sets, by name."""
    now = timezone.now()
    return [_hours(one, now) for one in clocks.all_hours()]


@router.post(HOURS, response=answers(HoursOut, status=201, also=(409,)), summary="Add office hours")
def add_hours(request: HttpRequest, said: HoursIn) -> Status[HoursOut]:
    """A new set that nobody keeps yet."""
    now = timezone.now()
    made = acts.add_hours(said.name, said.as_hours(), by=agent_of(request), now=now)
    return Status(201, _hours(made, now))


@router.put(HOURS + "/{pk}", response=answers(HoursOut, also=ALSO), summary="Change office hours")
def change_hours(request: HttpRequest, pk: PathId, said: HoursIn) -> HoursOut:
    """Running answers count in the new hours, and none is due later than before."""
    found, now = clocks.office_hours(pk), timezone.now()
    acts.change_hours(found, said.name, said.as_hours(), by=agent_of(request), now=now)
    return _hours(clocks.office_hours(pk), now)


@router.delete(HOURS + "/{pk}", response=answers(None, status=204, also=ALSO), summary="Remove office hours")
def remove_hours(request: HttpRequest, pk: PathId) -> Status[None]:
    """Only while no location and no team keeps them."""
    acts.remove_hours(clocks.office_hours(pk), by=agent_of(request), now=timezone.now())
    return Status(204, None)


@router.put(
    "/settings/locations/{pk}/hours", response=answers(None, status=204, also=ALSO), summary="Hours of a location"
)
def keep_at_location(request: HttpRequest, pk: PathId, said: KeptIn) -> Status[None]:
    """The location keeps these office hours; null: it is always open."""
    chosen = clocks.office_hours(said.hours) if said.hours else None
    acts.keep_hours(queries.location(pk), chosen, by=agent_of(request), now=timezone.now())
    return Status(204, None)


@router.put("/settings/teams/{pk}/hours", response=answers(None, status=204, also=ALSO), summary="A team's hours")
def keep_in_team(request: HttpRequest, pk: PathId, said: KeptIn) -> Status[None]:
    """The team keeps these office hours; null: those of its location."""
    chosen = clocks.office_hours(said.hours) if said.hours else None
    acts.keep_hours(queries.team(pk), chosen, by=agent_of(request), now=timezone.now())
    return Status(204, None)


@router.get(TARGETS, response=answers(list[TargetOut]), summary="List service targets")
def targets(request: HttpRequest) -> list[TargetOut]:
    """Those that admins have set. Without one: an answer within a working day, a call back within 4 working hours."""
    return [_target(one) for one in clocks.all_targets()]


@router.post(TARGETS, response=answers(TargetOut, status=201, also=(404, 409)), summary="Add a service target")
def add_target(request: HttpRequest, said: TargetIn) -> Status[TargetOut]:
    """Of several that fit, the one with the most conditions applies."""
    _check_group(said.group)
    return Status(201, _target(acts.add_target(said.as_said(), by=agent_of(request), now=timezone.now())))


@router.put(TARGETS + "/{pk}", response=answers(TargetOut, also=ALSO), summary="Change a service target")
def change_target(request: HttpRequest, pk: PathId, said: TargetIn) -> TargetOut:
    """Its kind stays. Running answers follow, and none is due later than before."""
    found = clocks.target(pk)
    _check_group(said.group)
    acts.change_target(found, said.as_said(), by=agent_of(request), now=timezone.now())
    return _target(clocks.target(pk))


@router.delete(TARGETS + "/{pk}", response=answers(None, status=204, also=(404,)), summary="Remove a service target")
def remove_target(request: HttpRequest, pk: PathId) -> Status[None]:
    """What runs already keeps its time."""
    acts.remove_target(clocks.target(pk), by=agent_of(request), now=timezone.now())
    return Status(204, None)


@router.get(GROUPS, response=answers(list[GroupOut]), summary="List groups of customers")
def groups(request: HttpRequest) -> list[GroupOut]:
    """All of them, by name."""
    return [GroupOut(id=pk, name=name) for pk, name in customers.group_names().items()]


@router.post(GROUPS, response=answers(GroupOut, status=201, also=(409,)), summary="Add a group of customers")
def add_group(request: HttpRequest, said: GroupIn) -> Status[GroupOut]:
    """A new group that nobody is in."""
    made = customer_acts.add_group(said.name, by=agent_of(request), at=timezone.now())
    return Status(201, GroupOut(id=made.pk, name=made.name))


@router.put(GROUPS + "/{pk}", response=answers(GroupOut, also=ALSO), summary="Rename a group of customers")
def rename_group(request: HttpRequest, pk: PathId, said: GroupIn) -> GroupOut:
    """The group has this name."""
    found = customers.group(pk)
    customer_acts.rename_group(found, said.name, by=agent_of(request), at=timezone.now())
    return GroupOut(id=pk, name=found.name)


@router.delete(GROUPS + "/{pk}", response=answers(None, status=204, also=ALSO), summary="Remove a group of customers")
def remove_group(request: HttpRequest, pk: PathId) -> Status[None]:
    """Its customers are in none; only while no target names it."""
    customer_acts.remove_group(customers.group(pk), by=agent_of(request), at=timezone.now())
    return Status(204, None)


def _check_group(pk: int | None) -> None:
    if pk is not None:
        customers.group(pk)


def _hours(one: OfficeHours, now: datetime) -> HoursOut:
    found = clocks.as_hours(one)
    return HoursOut(
        id=one.pk,
        name=one.name,
        zone=one.zone,
        week=[_openings(day) for day in found.week or ((),) * 7],
        special=[SpecialDayOut(day=day, openings=_openings(spans)) for day, spans in found.special],
        country=one.country,
        subdivision=one.subdivision,
        is_open=found.is_open(now),
        next_open=found.next_open(now),
    )


def _openings(day: Day) -> list[OpeningOut]:
    return [OpeningOut(opens=_clock(start), closes=_clock(end)) for start, end in day]


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _target(one: Target) -> TargetOut:
    same = ("kind", "amount", "unit", "channel", "tag", "warn", "warn_in", "pauses", "at_end")
    return TargetOut(id=one.pk, team=one.team_id, group=one.group_id, **{name: getattr(one, name) for name in same})
