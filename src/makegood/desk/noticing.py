"""Notices on their pages: write one, look whom it concerns, send it in waves, watch it go, pause it, stop it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from makegood.conversations.rules import Refused
from makegood.desk.entry_forms import sent
from makegood.desk.page import agent_of, answer, say
from makegood.notices import acts, queries, rules
from makegood.notices.models import Notice
from makegood.notices.rules import MOST_MINUTES, MOST_WAVE, By, Choice
from makegood.people.models import Agent

BYS = [
    (By.ORDER, lazy("who has one of these orders")),
    (By.PRODUCT, lazy("who bought one of these articles")),
    (By.LOCATION, lazy("who has to do with a location")),
    (By.TAG, lazy("whose conversation bears one of these tags")),
    (By.LIST, lazy("these addresses")),
]
SHOWN = 100
VERBS: dict[str, Callable[..., Notice]] = {"start": acts.start, "pause": acts.pause, "stop": acts.stop}


class ChoiceForm(forms.Form):
    """Whom it concerns."""

    by = forms.ChoiceField(choices=BYS)
    said = forms.CharField(max_length=500_000, required=False)
    location = forms.CharField(max_length=20, required=False)
    since = forms.DateField(required=False)

    @property
    def choice(self) -> Choice:
        """The same as the acts want it."""
        said = self.cleaned_data
        by = By(said["by"])
        return Choice(by, said["location"] if by is By.LOCATION else said["said"], said["since"])


class NoticeForm(ChoiceForm):
    """What it says, in whose name, how quickly."""

    subject = forms.CharField(max_length=200)
    team = forms.IntegerField()
    wave = forms.IntegerField(min_value=1, max_value=MOST_WAVE, initial=50)
    minutes = forms.IntegerField(min_value=1, max_value=MOST_MINUTES, initial=10)
    once = forms.CharField(max_length=60)


def _lead(request: HttpRequest) -> Agent:
    agent = agent_of(request)
    if not queries.may_notify(agent):
        raise PermissionDenied
    return agent


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Those of the teams that one leads."""
    found = queries.notices_for(_lead(request))
    far = queries.progress_of(found)
    return answer(request, "desk/notices.html", notices=[(one, far[one.pk]) for one in found])


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """A new one: POST looks whom it concerns; with `keep`, it is kept, and its page shows it before it goes."""
    agent = _lead(request)
    form = NoticeForm(sent(request), initial={"by": By.ORDER, "once": secrets.token_urlsafe(12)})
    if request.method != "POST" or not form.is_valid():
        return _write_page(request, agent, form)
    team = queries.teams_for(agent).filter(pk=form.cleaned_data["team"]).first()
    said, words = form.cleaned_data, _words(request)
    why = rules.why_not_make(said["subject"], words, wave=said["wave"], minutes=said["minutes"])
    if why or team is None:
        form.add_error(None, why or _("Choose a team that you lead."))
        return _write_page(request, agent, form)
    if "keep" not in request.POST:
        return _write_page(request, agent, form, found=queries.chosen(agent, form.choice), status=200)
    draft = acts.Draft(team, said["subject"], words, said["wave"], said["minutes"])
    try:
        notice = acts.make(draft, form.choice, by=agent, at=timezone.now(), once=said["once"])
    except Refused as why_not:
        form.add_error(None, str(why_not))
        return _write_page(request, agent, form)
    return redirect("notice", pk=notice.pk)


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it has come, and what can be done with it."""
    return _page(request, queries.get_for(_lead(request), pk))


@require_POST
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Started, paused or stopped."""
    agent = _lead(request)
    found = queries.get_for(agent, pk)
    if verb in VERBS:
        try:
            VERBS[verb](found, by=agent, at=timezone.now())
        except Refused as why:
            say(request, str(why))
    return redirect("notice", pk=pk)


@require_POST
def more(request: HttpRequest, pk: int) -> HttpResponse:
    """More people whom it concerns; nobody twice."""
    agent = _lead(request)
    found, form = queries.get_for(agent, pk), ChoiceForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    try:
        chosen = acts.add(found, form.choice, by=agent, at=timezone.now())
        say(request, _("%(count)d more are told, %(left)d are left out.") % {
            "count": len(chosen.told), "left": len(chosen.left_out)})  # fmt: skip
    except Refused as why:
        say(request, str(why))
    return redirect("notice", pk=pk)


def _words(request: HttpRequest) -> dict[str, str]:
    return {code: request.POST.get(f"words_{code}", "") for code, _name in settings.LANGUAGES}


def _choices(request: HttpRequest, agent: Agent) -> dict[str, Any]:
    places = [(str(pk), name) for pk, name in queries.locations_for(agent).items()]
    return {"bys": BYS, "places": places, "whys": rules.WHYS}


def _write_page(
    request: HttpRequest, agent: Agent, form: NoticeForm, *, found: rules.Chosen | None = None, status: int = 0
) -> HttpResponse:
    teams = [(one.pk, f"{one.name}, {one.location.name}") for one in queries.teams_for(agent)]
    texts = [(code, name, _words(request)[code]) for code, name in settings.LANGUAGES]
    return answer(
        request,
        "desk/notice_new.html",
        status=status or (422 if form.is_bound else 200),
        form=form,
        teams=teams,
        texts=texts,
        found=found,
        shown=SHOWN,
        many_teams=len(teams) > 1,
        **_choices(request, agent),
    )


def _page(request: HttpRequest, found: Notice, *, form: ChoiceForm | None = None) -> HttpResponse:
    agent = agent_of(request)
    return answer(
        request,
        "desk/notice.html",
        status=422 if form else 200,
        notice=found,
        progress=queries.progress(found),
        people=queries.recipients(found),
        form=form or ChoiceForm(initial={"by": By.LIST}),
        **_choices(request, agent),
    )
