"""How long it took, as pages and as a table for a spreadsheet."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from makegood.desk.page import agent_of, answer
from makegood.people.queries import has_many_places
from makegood.people.rules import Unfit
from makegood.reports import asked, queries, words
from makegood.reports.queries import Report
from makegood.reports.rules import By, Period, period_of


@require_safe
def times(request: HttpRequest) -> HttpResponse:
    """First reply, each further one, call back, solution and promises, of the teams that the agent may see."""
    refused = ""
    try:
        period = _period(request)
    except Unfit as why:
        refused, period = str(why), period_of("", "", now=timezone.now(), zone=timezone.get_current_timezone())
    is_working = request.GET.get("in") != "calendar"
    return answer(
        request,
        "desk/times.html",
        status=422 if refused else 200,
        report=_report(request, period),
        names=words.names(),
        asked=asked.asked(
            agent_of(request), period, by=By.LOCATION if request.GET.get("by") == By.LOCATION else By.TEAM
        ),
        length=partial(words.length, is_working=is_working),
        is_working=is_working,
        has_places=has_many_places(),
        refused=refused,
        typed=_typed(request),
    )


@require_safe
def times_table(request: HttpRequest) -> HttpResponse:
    """The same as a table, in working time and by the calendar."""
    try:
        period = _period(request)
    except Unfit as why:
        return HttpResponse(str(why), content_type="text/plain; charset=utf-8", status=422)
    name = f"times-{period.first}-{period.last}.csv"
    table = words.as_csv(_report(request, period))
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse("\ufeff" + table, content_type="text/csv; charset=utf-8", headers=headers)


def _period(request: HttpRequest) -> Period:
    return period_of(*_typed(request), now=timezone.now(), zone=timezone.get_current_timezone())


def _typed(request: HttpRequest) -> tuple[str, str]:
    """The first day and the last, as they were asked for."""
    return request.GET.get("from", ""), request.GET.get("to", "")


def _report(request: HttpRequest, period: Period) -> Report:
    return queries.times(agent_of(request), period, by=_by(request))


def _by(request: HttpRequest) -> By:
    return By.LOCATION if request.GET.get("by") == By.LOCATION else By.TEAM
