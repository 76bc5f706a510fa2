"""Webhooks on their pages: where they lead, what they tell, what became of each telling."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.api import rules
from makegood.api.acts import webhooks as acts
from makegood.api.models import Webhook
from makegood.api.queries import webhooks as queries
from makegood.api.rules import Unusable
from makegood.conversations.rules import Refused
from makegood.desk.entry_forms import sent
from makegood.desk.page import say
from makegood.desk.settings.access import unkept
from makegood.desk.settings.fresh import is_confirmed, is_fresh
from makegood.desk.settings.page import admin_of, for_admins, show
from makegood.people import queries as people
from makegood.people.models import Team

KINDS = [(kind.value, kind.value) for kind in sorted(rules.PUBLIC_KINDS)]


class HookForm(forms.Form):
    """Where it leads, and what it tells."""

    url = forms.CharField(max_length=500)
    kinds = forms.MultipleChoiceField(choices=KINDS, required=False)
    team = forms.IntegerField(required=False)
    own_password = forms.CharField(max_length=4000, required=False, strip=False)


class PlaceForm(forms.Form):
    """A host inside."""

    host = forms.CharField(max_length=255)
    port = forms.IntegerField(min_value=1, max_value=65535)


@for_admins
def add(request: HttpRequest) -> HttpResponse:
    """A new webhook; then its page, with its secret, this once."""
    form = HookForm(sent(request))
    if request.method == "POST" and form.is_valid() and is_confirmed(request, form):
        by, now = admin_of(request), timezone.now()
        try:
            made = acts.make(**_said(form), by=by, now=now)
            return _page(request, made.webhook, secret=made.secret)
        except Unusable as error:
            form.add_error(error.field, _sentence(error))
    return show(request, "settings/webhook_add.html", form=form, **_choices(request))


@for_admins
def hook(request: HttpRequest, pk: int) -> HttpResponse:
    """One webhook and its log; POST changes where it leads and what it tells."""
    found = queries.webhook(pk)
    form = HookForm(sent(request), initial=_as_it_is(found))
    if request.method == "POST" and form.is_valid() and is_confirmed(request, form):
        try:
            acts.change(found, **_said(form), by=admin_of(request), now=timezone.now())
            say(request, _("Kept."))
            return redirect("settings_webhook", pk=pk)
        except Unusable as error:
            form.add_error(error.field, _sentence(error))
    return _page(request, queries.webhook(pk), form=form)


@for_admins
def switch(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """On, off, or gone."""
    if request.method != "POST":
        return redirect("settings_webhook", pk=pk)
    found, by, now = queries.webhook(pk), admin_of(request), timezone.now()
    if way == "remove":
        acts.remove(found, by=by, now=now)
        say(request, _("The webhook is gone."))
        return redirect("settings_programs")
    if way == "on":
        acts.switch_on(found, by=by, now=now)
        say(request, _("It hears of what happens from now on."))
    else:
        acts.switch_off(found, by=by, now=now)
        say(request, _("It is told nothing more."))
    return redirect("settings_webhook", pk=pk)


@for_admins
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret, shown here and nowhere again; the old one counts no more."""
    found = queries.webhook(pk)
    if request.method != "POST":
        return redirect("settings_webhook", pk=pk)
    return _page(request, found, secret=acts.renew_secret(found, by=admin_of(request), now=timezone.now()))


@for_admins
def again(request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    """It is told once more."""
    if request.method == "POST":
        try:
            found = queries.delivery(queries.webhook(pk), delivery)
            acts.again(found, by=admin_of(request), now=timezone.now())
            say(request, _("It is being told again."))
        except Refused as why:
            say(request, str(why))
    return redirect("settings_webhook", pk=pk)


@for_admins
def allow_inside(request: HttpRequest) -> HttpResponse:
    """Webhooks may lead to this place in our own network."""
    form = PlaceForm(request.POST)
    if request.method == "POST":
        try:
            if form.is_valid():
                acts.allow_inside(**form.cleaned_data, by=admin_of(request), now=timezone.now())
                say(request, _("Webhooks may lead there now."))
            else:
                say(request, _("Name a host and a port, like hooks.internal and 8000."))
        except Unusable as error:
            say(request, _sentence(error))
    return redirect("settings_programs")


@for_admins
def forbid_inside(request: HttpRequest, pk: int) -> HttpResponse:
    """Webhooks may not lead there any more."""
    if request.method == "POST":
        acts.forbid_inside(queries.inside_host(pk), by=admin_of(request), now=timezone.now())
        say(request, _("Webhooks may not lead there any more."))
    return redirect("settings_programs")


def _page(request: HttpRequest, found: Webhook, *, form: HookForm | None = None, secret: str = "") -> HttpResponse:
    form = form or HookForm(initial=_as_it_is(found))
    log = queries.log(found)
    shown: dict[str, Any] = {
        "hook": found,
        "log": log,
        "kind_of": queries.kinds_of(log),
        "new": secret,
        "is_own": found.created_by_id == admin_of(request).pk,
    }
    response = show(request, "settings/webhook.html", form=form, **shown, **_choices(request))
    return unkept(response) if secret else response


def _choices(request: HttpRequest) -> dict[str, Any]:
    teams = [("", _("every team that you may see")), *people.team_names().items()]
    return {"kinds": KINDS, "teams": teams, "is_fresh": is_fresh(request)}


def _said(form: HookForm) -> dict[str, Any]:
    said, team = form.cleaned_data, form.cleaned_data["team"]
    chosen: Team | None = people.team(team) if team else None
    return {"url": said["url"], "kinds": said["kinds"], "team": chosen}


def _as_it_is(found: Webhook) -> dict[str, Any]:
    return {"url": found.url, "kinds": found.kinds, "team": found.team_id or ""}


def _sentence(error: Unusable) -> str:
    """ "must look like …" after what it is about."""
    about = {"url": _("The address"), "host": _("The host")}.get(error.field, _("This"))
    return f"{about} {error}."
