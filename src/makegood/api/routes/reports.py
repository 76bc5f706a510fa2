"""How long things took."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from makegood.api.bearer import agent_of
from makegood.api.shapes.common import answers
from makegood.api.shapes.reports import PlaceTimesOut, ReportOut, SpreadOut, TimesOut, WordOut
from makegood.people.queries import zone_of
from makegood.reports import queries
from makegood.reports.queries import Row
from makegood.reports.rules import By, Measure, Spread, Times, period_of

router = Router(tags=["reports"])


@router.get("/reports/times", response=answers(ReportOut, also=(422,)), summary="How long it took")
def times(request: HttpRequest, since: str = "", until: str = "", by: By = By.TEAM) -> ReportOut:
    """Replies, calls back, solutions and promises of the teams that you may see, in these days of your zone.

    Days as 2026-11-19, both included; without them the last thirty. A year at most.
    """
    agent = agent_of(request)
    period = period_of(since, until, now=timezone.now(), zone=zone_of(agent))
    found = queries.times(agent, period, by=by)
    places = [_place(row) for row in found.rows]
    return ReportOut(since=period.first, until=period.last, total=_place(found.total), places=places)


def _place(row: Row) -> PlaceTimesOut:
    times = [_times(measure, row.times[measure]) for measure in Measure]
    return PlaceTimesOut(id=row.place, name=row.name, times=times, promises=WordOut(**asdict(row.word)))


def _times(measure: Measure, one: Times) -> TimesOut:
    return TimesOut(
        measure=measure, done=one.done, in_time=one.in_time, working=_spread(one.working),
        calendar=_spread(one.calendar), otherwise=one.otherwise, waiting=one.waiting,
    )  # fmt: skip


def _spread(one: Spread) -> SpreadOut:
    return SpreadOut(half=_seconds(one.half), nine=_seconds(one.nine))


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else round(span.total_seconds())
