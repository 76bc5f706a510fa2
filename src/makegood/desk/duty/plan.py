"""A shift plan from a file: first what was understood of it and what was not, then, when that is right, the shifts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from makegood.base.tables import MOST_BYTES
from makegood.desk.duty.page import REFUSED, local_day
from makegood.desk.page import agent_of, answer, say
from makegood.people import queries as people
from makegood.people.duty import acts, plans, queries
from makegood.people.duty.plans.shapes import LONGEST_PLAN, MOST_PROBLEMS
from makegood.people.models import Agent
from makegood.people.rules import Unfit, check_zone

SHOWN = 100


@require_http_methods(["GET", "POST"])
def import_plan(request: HttpRequest) -> HttpResponse:
    """Choose a file; look at it; import it. The file goes along in the form, so that nothing is kept meanwhile."""
    me, now = agent_of(request), timezone.now()
    mine = queries.planned_by(me, queries.is_planned_by(me))
    if not mine:
        raise PermissionDenied
    content, zone = _content(request), _zone(request, me)
    if request.method != "POST" or not content:
        return _page(request, zone=zone, why=_("Choose a file first.") if request.method == "POST" else "")
    try:
        first = local_day(now, check_zone(zone)) - timedelta(days=31)
        plan = plans.read(content, zone=zone, first=first, last=first + LONGEST_PLAN)
    except (plans.Unreadable, Unfit) as why:
        return _page(request, zone=zone, why=str(why))
    found, problems = plans.whose(plan, [(one.pk, one.name, one.email) for one in mine])
    if "import" not in request.POST or not found:
        return _preview(request, mine, found, problems, content, zone)
    try:
        done = acts.import_plan(found, by=me, at=now, insists=request.POST.get("insists") == "on")
    except REFUSED as why:
        return _preview(request, mine, found, problems, content, zone, why=str(why))
    say(request, _done(done))
    return redirect("duty")


def _done(done: acts.Imported) -> str:
    words = ngettext("The plan of %(count)d person is kept", "The plans of %(count)d people are kept", done.people)
    counts = {"count": done.people, "added": done.added, "changed": done.changed, "removed": done.removed}
    return (words + ": " + _("%(added)d shifts new, %(changed)d moved, %(removed)d gone.")) % counts


def _content(request: HttpRequest) -> bytes:
    """The file, or what of it came along from the page before."""
    file = request.FILES.get("plan")
    if isinstance(file, UploadedFile):
        return bytes(file.read(MOST_BYTES + 1))
    return request.POST.get("content", "").encode()


def _zone(request: HttpRequest, me: Agent) -> str:
    return request.POST.get("zone", "") or str(people.zone_of(me))


def _page(request: HttpRequest, *, zone: str, why: str = "", **values: Any) -> HttpResponse:
    status = 422 if why else 200
    return answer(request, "duty/import.html", status=status, place="duty", zone=zone, why=why, **values)


def _preview(
    request: HttpRequest,
    mine: list[Agent],
    found: dict[int, list[plans.Said]],
    problems: list[plans.Problem],
    content: bytes,
    zone: str,
    *,
    why: str = "",
) -> HttpResponse:
    names = {one.pk: one.name for one in mine}
    days = [one.day for said in found.values() for one in said]
    return _page(
        request,
        zone=zone,
        why=why,
        is_preview=True,
        understood=[(names[pk], said[:SHOWN], len(said)) for pk, said in found.items()],
        total=len(days),
        first=min(days, default=date.min),
        last=max(days, default=date.min),
        problems=problems[:MOST_PROBLEMS],
        problems_more=max(0, len(problems) - MOST_PROBLEMS),
        content=plans.text_of(content),
    )
