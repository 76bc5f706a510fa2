"""Who is here now, until when, who comes next; a week of a team; and "I'm on", "I'm off"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from makegood.desk.page import agent_of, answer, page_before, say
from makegood.people import queries as people
from makegood.people.duty import acts, queries
from makegood.people.duty.queries import WeekShown
from makegood.people.duty.rules import State
from makegood.people.models import Agent, Team
from makegood.people.rules import StillNeeded

WEEK = timedelta(days=7)
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody of the team: their name, and where they stand in words."""

    pk: int
    name: str
    words: str
    is_on: bool


@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """A team's week; `team` and `week`, a day of it, are in the address."""
    me, now, zone = agent_of(request), timezone.now(), timezone.get_current_timezone()
    teams = _teams(me)
    team = next((pk for pk, _name in teams if str(pk) == request.GET.get("team", "")), teams[0][0] if teams else 0)
    today = timezone.localtime(now).date()
    first = _monday(request.GET.get("week", ""), today)
    members = queries.members_of([team])[team]
    names = people.names(set(members))
    shown = queries.weeks(sorted(names.items(), key=lambda one: one[1]), first=first, zone=zone, at=now)
    return answer(
        request,
        "duty/week.html",
        place="duty",
        now=now,
        teams=teams,
        team=team,
        people=shown,
        here=here(shown, now=now),
        days=[(day, in_words(day, "D j M")) for day in (first + timedelta(days=step) for step in range(7))],
        today=today,
        before=first - WEEK,
        after=first + WEEK,
        plans={one.agent for one in shown if one.agent == me.pk or queries.may_plan(me, one.agent)},
        may_import=people.is_admin(me) or people.standing(me).may_lead(team),
    )


def here(shown: Sequence[WeekShown], *, now: datetime) -> list[Here]:
    """Who is on duty first, by who stays longest; then who comes next, the soonest first; nobody who is unknown."""
    zone = timezone.get_current_timezone()
    far = now + timedelta(days=3650)
    on = sorted((one for one in shown if one.status.is_on), key=lambda one: (one.status.until or far, one.name))
    off = [one for one in shown if not one.status.is_on]
    off.sort(key=lambda one: (one.status.back_at or far, one.name))
    return [Here(one.agent, one.name, one.status.words(now=now, zone=zone), one.status.is_on) for one in [*on, *off]]


@require_safe
def strip(request: HttpRequest) -> HttpResponse:
    """The few lines beside the inbox: who of one's own teams is here, and one's own switch."""
    me, now, zone = agent_of(request), timezone.now(), timezone.get_current_timezone()
    members = queries.members_of(sorted(people.standing(me).own_teams))
    names = people.names({me.pk, *(one for some in members.values() for one in some)})
    statuses = queries.duty_of_all(names, at=now)
    mine = statuses[me.pk]
    others = [pk for pk in names if pk != me.pk]
    others.sort(key=lambda pk: (not statuses[pk].is_on, statuses[pk].back_at or now + 520 * WEEK, names[pk]))
    lines = [Here(pk, names[pk], statuses[pk].words(now=now, zone=zone), statuses[pk].is_on) for pk in others[:SHOWN]]
    return answer(
        request,
        "duty/strip.html",
        parts={"duty-strip": "duty/strip.html"},
        now=now,
        lines=lines,
        more=max(0, len(others) - SHOWN),
        mine=mine,
        mine_words=mine.words(now=now, zone=zone),
        is_away=mine.state is State.AWAY,
    )


@require_POST
def say_duty(request: HttpRequest) -> HttpResponse:
    """ "I'm on", or "I'm off"."""
    me, now, zone = agent_of(request), timezone.now(), timezone.get_current_timezone()
    try:
        (acts.say_on if request.POST.get("on") == "yes" else acts.say_off)(me, by=me, at=now)
        words = queries.duty_of(me.pk, at=now).words(now=now, zone=zone)
        say(request, _("You are %(words)s.") % {"words": words})
    except StillNeeded as why:
        say(request, str(why))
    return redirect(page_before(request))


def _teams(me: Agent) -> list[tuple[int, str]]:
    """Those that one may see, one's own first; admins see the plans of all."""
    names = {one.pk: _name(one) for one in people.teams_for(me)}
    seen, own = people.standing(me).audience, people.standing(me).own_teams
    may = [pk for pk in names if seen.includes(pk) or people.is_admin(me)]
    return [(pk, names[pk]) for pk in sorted(may, key=lambda pk: (pk not in own, names[pk]))]


def _name(team: Team) -> str:
    return team.name if team.name == team.location.name else f"{team.name} ({team.location.name})"


def _monday(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    day = day if abs((day - today).days) < 800 else today
    return day - timedelta(days=day.weekday())
