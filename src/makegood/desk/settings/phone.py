"""Telephones: our numbers, whose calls come in there, and how often we try to reach somebody."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.base.phones import shown
from makegood.calls import acts
from makegood.calls import queries as calls
from makegood.calls.models import Line
from makegood.calls.rules import MOST_HOURS, MOST_TRIES, Trying
from makegood.channels.phone import hearing
from makegood.channels.phone.queries import hook_of
from makegood.desk.entry_forms import sent
from makegood.desk.page import say
from makegood.desk.settings.page import admin_of, for_admins, show, told
from makegood.people import queries as people

HOME = "settings_phone"
HOUR = timedelta(hours=1)


class LineForm(forms.Form):
    """A number of ours, what we call it, and the team whose calls come in there."""

    number = forms.CharField(max_length=40)
    name = forms.CharField(max_length=120, required=False)
    team = forms.IntegerField(required=False)


class TriesForm(forms.Form):
    """How often we call, and how many working hours lie between two tries."""

    tries = forms.IntegerField(min_value=1, max_value=MOST_TRIES)
    first = forms.IntegerField(min_value=1, max_value=MOST_HOURS)
    later = forms.IntegerField(min_value=1, max_value=MOST_HOURS)

    def trying(self) -> Trying:
        """What was said. Valid forms only."""
        said = self.cleaned_data
        return Trying(said["tries"], said["first"] * HOUR, said["later"] * HOUR)


@for_admins
def phone(request: HttpRequest) -> HttpResponse:
    """Our numbers; below them, how often we try."""
    known = calls.trying()
    initial = {"tries": known.tries, "first": known.first // HOUR, "later": known.later // HOUR}
    form = TriesForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with told(form):
            acts.set_tries(form.trying(), by=admin_of(request), at=timezone.now())
            say(request, _("Saved."))
            return redirect(HOME)
    return show(request, "settings/phone.html", form=form, lines=calls.lines(), shown=shown, no_ears=hearing.why_not())


@for_admins
def add(request: HttpRequest) -> HttpResponse:
    """A new number."""
    form = LineForm(sent(request), initial={"team": people.first_team().pk})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with told(form, "number"):
            team = people.team(said["team"] or people.first_team().pk)
            acts.add_line(said["number"], name=said["name"], team=team, by=admin_of(request), at=timezone.now())
            return redirect(HOME)
    return _one(request, form, None)


@for_admins
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One number."""
    found = calls.line(pk)
    form = LineForm(sent(request), initial={"number": shown(found.number), "name": found.name, "team": found.team_id})
    if request.method == "POST" and form.is_valid():
        said, by = form.cleaned_data, admin_of(request)
        with told(form, "number"):
            team = people.team(said["team"] or found.team_id)
            acts.change_line(found, number=said["number"], name=said["name"], team=team, by=by, at=timezone.now())
            say(request, _("Saved."))
            return redirect(HOME)
    return _one(request, form, calls.line(pk))


@for_admins
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """It is a number of ours no more; the toast brings it back."""
    if request.method != "POST":
        return redirect("settings_line", pk)
    found = calls.line(pk)
    acts.remove_line(found, by=admin_of(request), at=timezone.now())
    say(
        request,
        _("%(name)s is removed.") % {"name": shown(found.number)},
        undo=reverse("settings_line_back", args=[pk]),
    )
    return redirect(HOME)


@for_admins
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """What was removed is a number of ours again."""
    if request.method == "POST":
        found, form = calls.removed_line(pk), forms.Form(request.POST)
        form.is_valid()
        with told(form):
            acts.bring_line_back(found, by=admin_of(request), at=timezone.now())
        say(request, str(next(iter(form.non_field_errors()), _("%(name)s is back.") % {"name": shown(found.number)})))
    return redirect(HOME)


def _one(request: HttpRequest, form: LineForm, found: Line | None) -> HttpResponse:
    teams = [(one.pk, one.name) for one in people.team_choices(admin_of(request))]
    return show(
        request, "settings/phone_line.html", form=form, line_of=found, teams=teams, shown=shown,
        hook=hook_of(found) if found else None,
    )  # fmt: skip
