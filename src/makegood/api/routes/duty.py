"""Who works when, who stands in. The secret address of a calendar is made on one's own page alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status

from makegood.api.bearer import Bearer, agent_of
from makegood.api.rules import Unusable
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.duty import (
    AbsenceIn,
    AbsenceOut,
    FreeDayIn,
    GivesIn,
    ImportedOut,
    LeftOutOut,
    PlanIn,
    PlannedOut,
    RosterIn,
    SaidIn,
    ShiftIn,
    ShiftOut,
    StatusOut,
    SubstituteIn,
    SubstituteOut,
    UntilIn,
)
from makegood.people import queries as people
from makegood.people.duty import acts, plans, queries
from makegood.people.duty.plans.shapes import LONGEST_PLAN, MOST_PROBLEMS
from makegood.people.models import Agent
from makegood.people.rules import check_zone

router = Router(tags=["duty"])
HERE = "/agents/{pk}/duty"
ALSO = (404, 409)
PLANNED = answers(PlannedOut, also=ALSO)


@router.get("/duty", response=answers(list[StatusOut]), summary="Who is on duty")
def now(request: HttpRequest, team: Annotated[int | None, Query(ge=1)] = None) -> list[StatusOut]:
    """Everyone of your teams, or of one of them, as they stand now."""
    seen = people.standing(agent_of(request)).audience
    wanted = [one for one in people.team_names() if seen.includes(one) and team in (None, one)]
    members = {agent for some in queries.members_of(wanted).values() for agent in some}
    found = queries.duty_of_all(members, at=timezone.now())
    return [StatusOut.of(found[pk]) for pk in sorted(found)]


@router.post("/duty", response=answers(StatusOut, also=(409,)), summary="Say that you are on or off")
def say(request: HttpRequest, said: SaidIn) -> StatusOut:
    """Until your roster changes next. 409 while an absence is noted: end that first."""
    me, at = agent_of(request), timezone.now()
    (acts.say_on if said.on else acts.say_off)(me, by=me, at=at)
    return StatusOut.of(queries.duty_of(me.pk, at=at))


@router.post("/duty/plan", response=answers(ImportedOut, also=ALSO), summary="Import a shift plan")
def import_plan(request: HttpRequest, said: PlanIn) -> ImportedOut:
    """What of the plan is understood; unless you only look, the shifts of those whose time you plan are as it says."""
    me, at = agent_of(request), timezone.now()
    first = at.date() - timedelta(days=31)
    mine = queries.planned_by(me, queries.is_planned_by(me))
    try:
        content = said.content.encode()
        plan = plans.read(content, zone=check_zone(said.zone), first=first, last=first + LONGEST_PLAN)
    except plans.Unreadable as why:
        raise Unusable("content", str(why)) from why
    found, problems = plans.whose(plan, [(one.pk, one.name, one.email) for one in mine])
    done = acts.Imported(len(found), 0, 0, 0) if said.only_look else acts.import_plan(found, by=me, at=at)
    left_out = [LeftOutOut(place=one.place, words=one.words) for one in problems[:MOST_PROBLEMS]]
    counts = {"people": done.people, "added": done.added, "changed": done.changed, "removed": done.removed}
    return ImportedOut(shifts=sum(map(len, found.values())), left_out=left_out, **counts)


@router.get(HERE, response=PLANNED, summary="Get somebody's time")
def planned(request: HttpRequest, pk: PathId) -> PlannedOut:
    """Your own, or that of whom you lead or stand above; admins everyone's."""
    return _shown(request, _who(request, pk))


@router.put(HERE + "/roster", response=PLANNED, summary="Set the usual week")
def set_roster(request: HttpRequest, pk: PathId, said: RosterIn) -> PlannedOut:
    """They work this week from now on."""
    who, me, at = _who(request, pk), agent_of(request), timezone.now()
    week = tuple(tuple(one.as_line() for one in day) for day in said.week)
    acts.set_roster(who, week, zone=said.zone, by=me, at=at)
    return _shown(request, who)


@router.delete(HERE + "/roster", response=PLANNED, summary="Take the usual week away")
def clear_roster(request: HttpRequest, pk: PathId) -> PlannedOut:
    """The office hours of their teams count again."""
    who = _who(request, pk)
    acts.clear_roster(who, by=agent_of(request), at=timezone.now())
    return _shown(request, who)


@router.post(HERE + "/shifts", response=answers(ShiftOut, status=201, also=ALSO), summary="Add a shift")
def add_shift(request: HttpRequest, pk: PathId, said: ShiftIn) -> Status[ShiftOut]:
    """Work on a date. 409 when it overlaps another shift."""
    breaks = [(one.begins_at, one.ends_at) for one in said.breaks]
    stretch, me = (said.begins_at, said.ends_at), agent_of(request)
    shift = acts.add_shift(_who(request, pk), stretch, breaks=breaks, by=me, at=timezone.now())
    return Status(201, ShiftOut.of(shift))


@router.post(HERE + "/free-days", response=answers(ShiftOut, status=201, also=ALSO), summary="Add a free day")
def add_free_day(request: HttpRequest, pk: PathId, said: FreeDayIn) -> Status[ShiftOut]:
    """Whatever the usual week says."""
    shift = acts.add_free_day(_who(request, pk), said.day, by=agent_of(request), at=timezone.now())
    return Status(201, ShiftOut.of(shift))


@router.put(HERE + "/shifts/{number}", response=answers(ShiftOut, also=ALSO), summary="Move a shift")
def move_shift(request: HttpRequest, pk: PathId, number: PathId, said: ShiftIn) -> ShiftOut:
    """It is at this time now."""
    shift = queries.shift_of(_who(request, pk), number)
    breaks = [(one.begins_at, one.ends_at) for one in said.breaks]
    stretch = (said.begins_at, said.ends_at)
    acts.move_shift(shift, stretch, breaks=breaks, by=agent_of(request), at=timezone.now())
    return ShiftOut.of(shift)


@router.delete(HERE + "/shifts/{number}", response=PLANNED, summary="Take a shift away")
def remove_shift(request: HttpRequest, pk: PathId, number: PathId) -> PlannedOut:
    """The usual week holds again on that day."""
    who = _who(request, pk)
    acts.remove_shift(queries.shift_of(who, number), by=agent_of(request), at=timezone.now())
    return _shown(request, who)


@router.post(HERE + "/absences", response=answers(AbsenceOut, status=201, also=ALSO), summary="Note an absence")
def begin_absence(request: HttpRequest, pk: PathId, said: AbsenceIn) -> Status[AbsenceOut]:
    """Your own from today on, or that of whom you lead."""
    who, me, at = _who(request, pk), agent_of(request), timezone.now()
    absence = acts.begin_absence(who, since=said.begins_at, until=said.ends_at, why=said.why, by=me, at=at)
    return Status(201, AbsenceOut.of(absence, why=True))


@router.put(HERE + "/absences/{number}", response=PLANNED, summary="Change the end of an absence")
def change_absence(request: HttpRequest, pk: PathId, number: PathId, said: UntilIn) -> PlannedOut:
    """Until then; null: nobody knows."""
    who = _who(request, pk)
    acts.change_absence(queries.absence_of(who, number), until=said.ends_at, by=agent_of(request), at=timezone.now())
    return _shown(request, who)


@router.post(HERE + "/absences/{number}/end", response=PLANNED, summary="End an absence")
def end_absence(request: HttpRequest, pk: PathId, number: PathId) -> PlannedOut:
    """They are back, or do not go."""
    who = _who(request, pk)
    acts.end_absence(queries.absence_of(who, number), by=agent_of(request), at=timezone.now())
    return _shown(request, who)


@router.post(
    HERE + "/substitutes", response=answers(SubstituteOut, status=201, also=ALSO), summary="Name who stands in"
)
def set_substitute(request: HttpRequest, pk: PathId, said: SubstituteIn) -> Status[SubstituteOut]:
    """422 for who would close a circle."""
    who, me, at = _who(request, pk), agent_of(request), timezone.now()
    other = people.agent(said.stand_in)
    made = acts.set_substitute(who, other, since=said.begins_at, until=said.ends_at, by=me, at=at)
    return Status(201, SubstituteOut.of(made))


@router.post(HERE + "/substitutes/{number}/end", response=PLANNED, summary="End standing in")
def end_substitute(request: HttpRequest, pk: PathId, number: PathId) -> PlannedOut:
    """They stand in no more."""
    who = _who(request, pk)
    acts.end_substitute(queries.substitute_of(who, number), by=agent_of(request), at=timezone.now())
    return _shown(request, who)


@router.put(
    "/settings/teams/{pk}/gives",
    response=answers(GivesIn, also=(404,)),
    summary="Say how new work is given",
    auth=Bearer(admin=True),
)
def set_giving(request: HttpRequest, pk: PathId, said: GivesIn) -> GivesIn:
    """Claimed, by turn, or by load; never to someone off duty."""
    acts.set_giving(people.team(pk), said.gives, by=agent_of(request), at=timezone.now())
    return said


def _who(request: HttpRequest, pk: int) -> Agent:
    """Whose time it is. Raises Agent.DoesNotExist for whom it does not concern."""
    who, me = people.agent(pk), agent_of(request)
    if who.pk != me.pk and not queries.may_plan(me, who.pk):
        raise Agent.DoesNotExist
    return who


def _shown(request: HttpRequest, who: Agent) -> PlannedOut:
    me = agent_of(request)
    found = queries.planned(who, at=timezone.now())
    knows = who.pk == me.pk or queries.leads(me, who.pk)
    return PlannedOut(
        status=StatusOut.of(found.status),
        zone=found.zone,
        week=[{"work": one.work, "breaks": one.breaks} for one in found.week] if found.week else None,
        shifts=[ShiftOut.of(one) for one in found.shifts],
        absences=[AbsenceOut.of(one, why=knows) for one in found.absences],
        substitutes=[SubstituteOut.of(one) for one in found.substitutes],
        stands_in=[SubstituteOut.of(one) for one in found.stands_in],
    )
