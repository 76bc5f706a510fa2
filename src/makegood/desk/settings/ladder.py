"""The ladder: who is asked, in which order, and how long each has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.desk.entry_forms import sent
from makegood.desk.page import say, whole_number
from makegood.desk.settings.page import admin_of, for_admins, show, told
from makegood.effort import acts as efforts
from makegood.effort.models import Measure
from makegood.effort.queries import thresholds_set
from makegood.escalations import acts, queries
from makegood.escalations.rules import USUAL
from makegood.people import queries as people
from makegood.people.models import Rank, Team

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Line:
    """A step as the form shows it. `hours` is working time; `people` are who that is for a team."""

    rank: str
    name: str
    is_used: bool
    hours: str
    people: str


class LadderForm(forms.Form):
    """Only carries what is wrong with the whole."""


@for_admins
def ladder(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Everyone's ladder, or with `pk` a team's own; with `usual` sent, there is none of its own any more."""
    team = people.team(pk) if pk else None
    form = LadderForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with told(form):
            _keep(request, team)
            say(request, _("Kept."))
            return redirect("settings_ladder_team", pk) if pk else redirect("settings_ladder")
    own = queries.ladders()
    return show(
        request,
        "settings/ladder.html",
        form=form,
        team=team,
        lines=_lines(request, team),
        limits=_limits(request, team),
        is_own=(pk or None) in own,
        own_teams=set(own) - {None},
        teams=people.team_names(),
    )


def _keep(request: HttpRequest, team: Team | None) -> None:
    """The steps, or what makes a conversation climb by what it has cost: each has a form of its own."""
    by, now = admin_of(request), timezone.now()
    if request.POST.get("limits"):
        sent_now = {one: request.POST.get(f"limit-{one.value}", "").strip() for one in Measure}
        amounts = {one: whole_number(text) for one, text in sent_now.items() if text}
        efforts.set_thresholds(team, amounts, by=by, at=now)
    else:
        acts.set_ladder(team, [] if request.POST.get("usual") else _said(request), by=by, at=now)


def _limits(request: HttpRequest, team: Team | None) -> dict[str, str]:
    """What stands in the three fields: as sent, else as set, else nothing."""
    is_set = thresholds_set(team.pk if team else None)
    if request.method == "POST" and request.POST.get("limits"):
        return {one.value: request.POST.get(f"limit-{one.value}", "") for one in Measure}
    return {one.value: str(is_set.get(one, "")) for one in Measure}


def _said(request: HttpRequest) -> list[tuple[str, timedelta]]:
    return [
        (rank.value, timedelta(minutes=round(_hours(request.POST.get(f"hours-{rank.value}", "")) * 60)))
        for rank, _time in USUAL
        if request.POST.get(f"use-{rank.value}")
    ]


def _hours(text: str) -> float:
    whole, _dot, part = text.strip().replace(",", ".").partition(".")
    return whole_number(whole) + (whole_number(part[:2]) / 10 ** len(part[:2]) if part else 0)


def _lines(request: HttpRequest, team: Team | None) -> list[Line]:
    """The four steps there can be: as sent, else as set, else as usual."""
    is_set = dict(queries.lines_of(team.pk if team else None)) or dict(USUAL)
    holders = {step.rank: step.people for step in queries.steps_of(team)} if team else {}
    names = people.names({one for some in holders.values() for one in some}) if holders else {}
    sent_now = request.POST if request.method == "POST" else None
    return [
        Line(
            rank.value,
            str(Rank(rank).label),
            bool(sent_now.get(f"use-{rank.value}")) if sent_now else rank in is_set,
            sent_now.get(f"hours-{rank.value}", "") if sent_now else f"{is_set.get(rank, usual) / HOUR:g}",
            ", ".join(names.get(one, "") for one in holders.get(rank, ())),
        )
        for rank, usual in USUAL
    ]
