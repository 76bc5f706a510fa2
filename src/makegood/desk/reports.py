"""How long it took, as pages and as a table for a spreadsheet."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from makegood.desk.page import agent_of, answer
from makegood.desk.period import days, not_days, table
from makegood.people.queries import has_many_places
from makegood.reports import asked, queries, words
from makegood.reports.rules import By


@require_safe
def times(request: HttpRequest) -> HttpResponse:
    """First reply, each further one, call back, solution and promises, of the teams that the agent may see."""
    agent, chosen, by = agent_of(request), days(request), _by(request)
    is_working = request.GET.get("in") != "calendar"
    return answer(
        request,
        "desk/times.html",
        status=chosen.status,
        report=queries.times(agent, chosen.period, by=by),
        names=words.names(),
        asked=asked.asked(agent, chosen.period, by=by),
        length=partial(words.length, is_working=is_working),
        is_working=is_working,
        has_places=has_many_places(),
        refused=chosen.refused,
        typed=chosen.typed,
    )


@require_safe
def times_table(request: HttpRequest) -> HttpResponse:
    """The same as a table, in working time and by the calendar."""
    chosen = days(request)
    if chosen.refused:
        return not_days(chosen)
    report = queries.times(agent_of(request), chosen.period, by=_by(request))
    return table("times", chosen, words.as_csv(report))


def _by(request: HttpRequest) -> By:
    return By.LOCATION if request.GET.get("by") == By.LOCATION else By.TEAM
