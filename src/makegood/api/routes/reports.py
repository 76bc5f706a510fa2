"""How long things took."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from makegood.api.bearer import agent_of
from makegood.api.shapes.common import answers
from makegood.api.shapes.fairness import ComparedOut, FairGroupOut, FairnessOut, FairOut
from makegood.api.shapes.reports import PlaceTimesOut, ReportOut, SpreadOut, TimesOut, WordOut
from makegood.people.queries import zone_of
from makegood.reports import queries
from makegood.reports.fairness import words
from makegood.reports.fairness.queries import Fairness, fairness
from makegood.reports.fairness.rules import Asked, Finding, Group, Of
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


@router.get("/reports/fairness", response=answers(FairnessOut, also=(422,)), summary="Were like cases treated alike?")
def fair(request: HttpRequest, since: str = "", until: str = "") -> FairnessOut:
    """How each group of cases that began in these days fared beside like cases, in the teams that you may see.

    Days as for the times. A group of fewer than twenty cases is named, and nothing of it shown.
    """
    agent = agent_of(request)
    report = fairness(agent, period_of(since, until, now=timezone.now(), zone=zone_of(agent)))
    found = [
        FairOut(by=of.value, groups=[_group(report, of, one) for one in groups]) for of, groups in report.found.items()
    ]
    return FairnessOut(
        since=report.period.first, until=report.period.last, cases=report.of, compared=len(report.cases), found=found
    )


def _group(report: Fairness, of: Of, one: Group) -> FairGroupOut:
    found = [_compared(asked, finding) for asked, finding in one.findings.items()]
    return FairGroupOut(key=one.key, name=words.group(report, of, one.key), findings=found)


def _compared(asked: Asked, one: Finding) -> ComparedOut:
    size, low, high = (one.effect.size, one.effect.low, one.effect.high) if one.effect else (None, None, None)
    return ComparedOut(
        what=asked.value, cases=one.cases, figure=one.figure, verdict=one.verdict.value,
        effect=size, low=low, high=high,
    )  # fmt: skip


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
