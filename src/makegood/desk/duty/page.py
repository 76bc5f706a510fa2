"""What the screens of duty share: whose time one may look at, what an act refused, days and times as they are typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.desk.page import agent_of, answer, say
from makegood.people import queries as people
from makegood.people.duty import queries
from makegood.people.duty.rules.checks import line, on_the_wall, read_spans, read_time
from makegood.people.duty.rules.person import Line
from makegood.people.models import Agent
from makegood.people.rules import NotAllowed, StillNeeded, Taken, Unfit

REFUSED = (Taken, Unfit, StillNeeded)
DAY = timedelta(days=1)
PARTS = ("absences", "substitutes", "roster", "shifts")
Act = Callable[[Agent, Agent, datetime], object]
"""Takes whose time it is, who changes it, and when."""


def person_of(request: HttpRequest, pk: int) -> Agent:
    """Whose time it is. Only they, who plans it, and admins come this far."""
    who, me = people.agent(pk), agent_of(request)
    if who.pk != me.pk and not queries.may_plan(me, who.pk):
        raise PermissionDenied
    return who


def do(request: HttpRequest, pk: int, part: str, act: Act, words: str) -> HttpResponse:
    """Do it and say so; or show the page again with what was typed and, in that part of it, why it was not."""
    who, me, now = person_of(request, pk), agent_of(request), timezone.now()
    try:
        act(who, me, now)
    except NotAllowed as why:
        if who.pk != me.pk:
            raise PermissionDenied from why
        return show(request, who, part=part, why=str(why))
    except REFUSED as why:
        return show(request, who, part=part, why=str(why), may_insist=isinstance(why, StillNeeded))
    say(request, words)
    return redirect("duty_person", pk=pk)


def show(
    request: HttpRequest, who: Agent, *, part: str = "", why: str = "", may_insist: bool = False, link: str = ""
) -> HttpResponse:
    """One person's time. `part` is what was refused, and `why`; `link`: their calendar's new address."""
    me, now = agent_of(request), timezone.now()
    found = queries.planned(who, at=now)
    others = [(one.pk, one.name) for one in people.colleagues(who) if one.pk != who.pk]
    return answer(
        request,
        "duty/person.html",
        status=422 if why else 200,
        place="duty",
        now=now,
        who=who,
        is_me=who.pk == me.pk,
        plans=queries.may_plan(me, who.pk),
        knows_why=who.pk == me.pk or queries.leads(me, who.pk),
        planned=found,
        status_words=found.status.words(now=now, zone=timezone.get_current_timezone()),
        breaks_of=queries.breaks_of,
        others=others,
        refused={one: why if one == part else "" for one in PARTS},
        insists=may_insist and people.is_admin(me),
        sent=defaultdict(str, request.POST.dict() if why else {}),
        link=link,
        days=day_names(),
    )


def day_names() -> list[str]:
    """Monday first."""
    return [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]


def day_line(work: str, breaks: str) -> tuple[Line, ...]:
    """A day of a roster as it was typed: each break lies in the stretch that holds it. Raises Unfit."""
    spans, pauses = read_spans(work), read_spans(breaks)
    lines = tuple(line(span, [one for one in pauses if _lies_in(one, span)]) for span in spans)
    if sum(len(one.breaks) for one in lines) != len(pauses):
        raise Unfit(_("A break lies within the work of its day."))
    return lines


def _lies_in(pause: tuple[int, int], span: tuple[int, int]) -> bool:
    return span[0] < pause[0] < span[1] or span[0] < pause[0] + 1440 < span[1]


def day_of(text: str) -> date:
    """A day as a form sends it. Raises Unfit."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Unfit(_("Which day? Choose one.")) from error


def moment(day: str, clock: str, zone: str, *, ends: bool = False) -> datetime:
    """That day at that time in the zone; without a time its midnight, or where it `ends` the next one. Raises Unfit."""
    minutes = read_time(clock) if clock.strip() else 1440 if ends else 0
    return on_the_wall(day_of(day), minutes, zone)


def zone_of(who: Agent, *, now: datetime) -> str:
    """The zone of the place where somebody works."""
    return queries.persons([who.pk], at=now)[who.pk].zone


def local_day(now: datetime, zone: str) -> date:
    """Which day it is there."""
    return now.astimezone(ZoneInfo(zone)).date()
