"""Whether like cases were treated alike: the report, and the cases behind each of its figures."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from makegood.desk.page import agent_of, answer, whole_number
from makegood.people.rules import Unfit
from makegood.reports.fairness import queries, words
from makegood.reports.fairness.queries import Fairness
from makegood.reports.fairness.rules import LEAST, Asked, Of
from makegood.reports.rules import Period, period_of

PAGE = 50


@require_safe
def fairness(request: HttpRequest) -> HttpResponse:
    """How each group fared beside like cases, in the teams that the agent may see."""
    refused = ""
    try:
        period = _period(request)
    except Unfit as why:
        refused, period = str(why), period_of("", "", now=timezone.now(), zone=timezone.get_current_timezone())
    report = queries.fairness(agent_of(request), period)
    return answer(
        request,
        "desk/fair.html",
        status=422 if refused else 200,
        report=report,
        least=LEAST,
        refused=refused,
        typed=_typed(request),
        **_said(report),
    )


@require_safe
def fairness_table(request: HttpRequest) -> HttpResponse:
    """The same as a table."""
    try:
        period = _period(request)
    except Unfit as why:
        return HttpResponse(str(why), content_type="text/plain; charset=utf-8", status=422)
    table = words.as_csv(queries.fairness(agent_of(request), period))
    headers = {
        "Content-Disposition": f'attachment; filename="fairness-{period.first}-{period.last}.csv"',
        "Cache-Control": "no-store",
    }
    return HttpResponse("\ufeff" + table, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases behind one figure, fifty a page."""
    try:
        period = _period(request)
        of, asked = Of(request.GET.get("of", "")), Asked(request.GET.get("what", ""))
    except ValueError:
        raise Http404 from None
    report = queries.fairness(agent_of(request), period)
    key = request.GET.get("group", "")
    found = queries.behind(report, of, key, asked)
    if not found:
        raise Http404
    page = max(whole_number(request.GET.get("page", "")), 1)
    return answer(
        request,
        "desk/fair_cases.html",
        report=report,
        of=of,
        key=key,
        asked=asked,
        total=len(found),
        cases=found[(page - 1) * PAGE : page * PAGE],
        page=page,
        has_more=len(found) > page * PAGE,
        **_said(report),
    )


def _said(report: Fairness) -> dict[str, Any]:
    return {
        "headings": words.headings(),
        "names": words.names(),
        "group_name": partial(words.group, report),
        "reads": partial(words.reads, report),
        "plain": words.plain,
        "figure": words.figure,
        "verdict": words.verdict,
        "beside": words.beside,
    }


def _period(request: HttpRequest) -> Period:
    return period_of(*_typed(request), now=timezone.now(), zone=timezone.get_current_timezone())


def _typed(request: HttpRequest) -> tuple[str, str]:
    """The first day and the last, as they were asked for."""
    return request.GET.get("from", ""), request.GET.get("to", "")
