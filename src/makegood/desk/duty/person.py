"""One person's time: week, shifts, absences, who stands in. What changes something is a POST to its own address."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from makegood.desk.duty.feed import address_of
from makegood.desk.duty.page import day_line, day_of, do, moment, person_of, show, zone_of
from makegood.desk.page import agent_of, say, whole_number
from makegood.people import queries as people
from makegood.people.duty import acts, queries
from makegood.people.duty.rules.checks import line, on_the_wall, read_spans
from makegood.people.models import Agent
from makegood.people.rules import Unfit


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """The page."""
    return show(request, person_of(request, pk))


@require_POST
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    """The usual week, or none: then the office hours count."""
    said, insists = request.POST, _insists(request)
    if "clear" in said:
        return do(request, pk, "roster", lambda who, me, now: acts.clear_roster(who, by=me, at=now, insists=insists),
                  _("The office hours count again."))  # fmt: skip

    def act(who: Agent, me: Agent, now: datetime) -> None:
        week = tuple(day_line(said.get(f"work-{day}", ""), said.get(f"break-{day}", "")) for day in range(7))
        acts.set_roster(who, week, by=me, at=now, insists=insists)

    return do(request, pk, "roster", act, _("The week is kept."))


@require_POST
def shift(request: HttpRequest, pk: int) -> HttpResponse:
    """One more shift, or a free day."""
    said, insists = request.POST, _insists(request)

    def act(who: Agent, me: Agent, now: datetime) -> None:
        if "free" in said:
            acts.add_free_day(who, day_of(said.get("day", "")), by=me, at=now, insists=insists)
            return
        zone, day = zone_of(who, now=now), day_of(said.get("day", ""))
        spans = read_spans(said.get("work", ""))
        if len(spans) != 1:
            raise Unfit(_("From when until when? Write it like 08:00-17:00."))
        work = line(spans[0], read_spans(said.get("breaks", "")))
        begins, ends = (on_the_wall(day, minutes, zone) for minutes in (work.start, work.end))
        breaks = [(on_the_wall(day, since, zone), on_the_wall(day, until, zone)) for since, until in work.breaks]
        if number := whole_number(said.get("shift", "")):
            acts.move_shift(
                queries.shift_of(who, number), (begins, ends), breaks=breaks, by=me, at=now, insists=insists
            )
        else:
            acts.add_shift(who, (begins, ends), breaks=breaks, by=me, at=now, insists=insists)

    return do(request, pk, "shifts", act, _("The shift is kept."))


@require_POST
def remove_shift(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """The shift is gone."""
    return do(
        request,
        pk,
        "shifts",
        lambda who, me, now: acts.remove_shift(queries.shift_of(who, entry), by=me, at=now, insists=_insists(request)),
        _("The shift is gone."),
    )


@require_POST
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Away from a day to a day; the last day is still away, and may be unknown."""
    said = request.POST

    def act(who: Agent, me: Agent, now: datetime) -> None:
        zone = zone_of(who, now=now)
        since = moment(said.get("first", ""), said.get("from", ""), zone)
        last = said.get("last", "")
        until = moment(last, said.get("until", ""), zone, ends=True) if last else None
        why, insists = said.get("why", ""), _insists(request)
        if number := whole_number(said.get("absence", "")):
            acts.change_absence(queries.absence_of(who, number), until=until, by=me, at=now, insists=insists)
        else:
            acts.begin_absence(who, since=since, until=until, why=why, by=me, at=now, insists=insists)

    return do(request, pk, "absences", act, _("The absence is kept."))


@require_POST
def end_absence(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Back, or not going."""
    return do(
        request,
        pk,
        "absences",
        lambda who, me, now: acts.end_absence(queries.absence_of(who, entry), by=me, at=now),
        _("That absence is over."),
    )


@require_POST
def substitute(request: HttpRequest, pk: int) -> HttpResponse:
    """Who stands in, from a day to a day."""
    said = request.POST

    def act(who: Agent, me: Agent, now: datetime) -> None:
        zone = zone_of(who, now=now)
        stand_in = people.agent(whole_number(said.get("stand_in", "")))
        since = moment(said["first"], "", zone) if said.get("first") else now
        until = moment(said["last"], "", zone, ends=True) if said.get("last") else None
        acts.set_substitute(who, stand_in, since=since, until=until, by=me, at=now)

    return do(request, pk, "substitutes", act, _("That is kept."))


@require_POST
def end_substitute(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """They stand in no more."""
    insists = _insists(request)
    return do(
        request,
        pk,
        "substitutes",
        lambda who, me, now: acts.end_substitute(queries.substitute_of(who, entry), by=me, at=now, insists=insists),
        _("That is over."),
    )


@require_POST
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret address for one's own calendar, shown here and nowhere again; or none any more."""
    who, me, now = person_of(request, pk), agent_of(request), timezone.now()
    if who.pk != me.pk:
        raise PermissionDenied
    if "close" in request.POST:
        acts.close_calendar(who, by=me, at=now)
        say(request, _("The address opens nothing any more."))
        return redirect("duty_person", pk=pk)
    return show(request, who, link=address_of(request, acts.open_calendar(who, by=me, at=now)))


def _insists(request: HttpRequest) -> bool:
    return request.POST.get("insists") == "on"
