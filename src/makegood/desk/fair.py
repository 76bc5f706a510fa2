"""Whether like cases were treated alike: the report, and the cases behind each of its figures."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from makegood.desk.page import agent_of, answer, whole_number
from makegood.desk.period import days, not_days, table
from makegood.reports.fairness import queries, words
from makegood.reports.fairness.queries import Fairness
from makegood.reports.fairness.rules import LEAST, Asked, Of

PAGE = 50


@require_safe
def fairness(request: HttpRequest) -> HttpResponse:
    """How each group fared beside like cases, in the teams that the agent may see."""
    chosen = days(request)
    report = queries.fairness(agent_of(request), chosen.period)
    return answer(
        request,
        "desk/fair.html",
        status=chosen.status,
        report=report,
        least=LEAST,
        refused=chosen.refused,
        typed=chosen.typed,
        **_said(report),
    )


@require_safe
def fairness_table(request: HttpRequest) -> HttpResponse:
    """The same as a table."""
    chosen = days(request)
    if chosen.refused:
        return not_days(chosen)
    return table("fairness", chosen, words.as_csv(queries.fairness(agent_of(request), chosen.period)))


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases behind one figure, fifty a page."""
    chosen, key = days(request), request.GET.get("group", "")
    try:
        of, asked = Of(request.GET.get("of", "")), Asked(request.GET.get("what", ""))
    except ValueError:
        raise Http404 from None
    if chosen.refused:
        raise Http404
    report = queries.fairness(agent_of(request), chosen.period)
    if not (found := queries.behind(report, of, key, asked)):
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
