"""Teams, locations, regions. A company of one team at one location sees neither word until it asks for more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from makegood.coach.acts import leave_out
from makegood.coach.kinds import Kind
from makegood.coach.queries import left_out
from makegood.conversations.queries import leaving as left
from makegood.desk.coaching import NAMES
from makegood.desk.entry_forms import sent
from makegood.desk.page import say
from makegood.desk.settings import hours
from makegood.desk.settings.page import admin_of, for_admins, show, told
from makegood.handoffs.acts import leaving as going
from makegood.people import acts, queries
from makegood.people.duty import acts as duty
from makegood.people.models import Gives, Location
from makegood.people.rules import zones
from makegood.promises import queries as promises
from makegood.promises.acts import speak_up


class TeamForm(forms.Form):
    """A team's name, and at which location it is."""

    name = forms.CharField(max_length=120)
    location = forms.IntegerField(required=False)


class LocationForm(forms.Form):
    """A location's name, the zone of its clocks on the wall, its region, and when it is open."""

    name = forms.CharField(max_length=120)
    zone = forms.CharField(max_length=64)
    region = forms.IntegerField(required=False)
    hours = forms.IntegerField(required=False)


class NameForm(forms.Form):
    """A name."""

    name = forms.CharField(max_length=120)


BY_ITSELF, BY_HAND = "itself", "hand"
OWNS_UP = [
    (BY_ITSELF, lazy("The desk tells the customer after an hour, if nobody has")),
    (BY_HAND, lazy("We tell the customer by hand, always")),
]


class KnownTeamForm(NameForm):
    """A team's name, and when it is open."""

    hours = forms.IntegerField(required=False)
    gives = forms.ChoiceField(choices=Gives.choices, required=False)
    owns_up = forms.ChoiceField(choices=OWNS_UP, required=False)


class HeirForm(forms.Form):
    """Which team takes over."""

    heir = forms.IntegerField(required=False)


@for_admins
def places(request: HttpRequest) -> HttpResponse:
    """All locations with their teams."""
    return show(request, "settings/places.html", places=queries.places(), regions=queries.region_names())


@for_admins
def add_team(request: HttpRequest) -> HttpResponse:
    """A new team; where there is one location, it is there."""
    locations = queries.location_names()
    form = TeamForm(sent(request), initial={"location": request.GET.get("location") or next(iter(locations), None)})
    if request.method == "POST" and form.is_valid():
        with told(form, "name"):
            location = queries.location(form.cleaned_data["location"] or next(iter(locations)))
            acts.add_team(form.cleaned_data["name"], location, by=admin_of(request), now=timezone.now())
            return redirect("settings_places")
    return show(request, "settings/team.html", form=form, team=None, locations=list(locations.items()))


@for_admins
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """A team's name, and its own hours where it has any."""
    thing = queries.team(pk)
    owns_up = BY_ITSELF if promises.speaks_up(pk) else BY_HAND
    known = {"name": thing.name, "hours": thing.hours_id, "gives": thing.gives, "owns_up": owns_up}
    form = KnownTeamForm(sent(request), initial=known)
    if request.method == "POST" and form.is_valid():
        with told(form, "name"), transaction.atomic():
            gives = form.cleaned_data["gives"] or thing.gives
            duty.set_giving(thing, Gives(gives), by=admin_of(request), at=timezone.now())
            acts.rename_team(thing, form.cleaned_data["name"], by=admin_of(request), now=timezone.now())
            hours.keep(request, thing, form.cleaned_data["hours"])
            _keep_owning_up(request, pk, form.cleaned_data["owns_up"])
            say(request, _("Kept."))
            return redirect("settings_places")
    shown = {"team": queries.team(pk), "hours": hours.choices(thing), "gives": Gives.choices, "owns_up": OWNS_UP}
    silent = left_out(pk)
    shown["coach"] = [(kind.value, name, kind not in silent) for kind, name in NAMES.items()]
    return show(request, "settings/team.html", form=form, locations=[], **shown)


@for_admins
def team_coach(request: HttpRequest, pk: int) -> HttpResponse:
    """What a team's agents are told while they write."""
    if request.method == "POST":
        chosen = request.POST.getlist("coach")
        unwanted = {one for one in Kind if one.value not in chosen}
        leave_out(queries.team(pk), unwanted, by=admin_of(request), at=timezone.now())
        say(request, _("Kept."))
    return redirect("settings_team", pk)


def _keep_owning_up(request: HttpRequest, pk: int, chosen: str) -> None:
    """Whether a mail owns up by itself; nothing changes when the form does not say."""
    if chosen and promises.speaks_up(pk) != (chosen == BY_ITSELF):
        speak_up(pk, by_itself=chosen == BY_ITSELF, by=admin_of(request), at=timezone.now())


@for_admins
def close_team(request: HttpRequest, pk: int) -> HttpResponse:
    """The team takes no more work; what it has goes to the heir."""
    thing, form = queries.team(pk), HeirForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with told(form):
            heir = form.cleaned_data["heir"]
            heir_team = queries.team(heir) if heir else None
            going.close_team(thing, heir=heir_team, by=admin_of(request), now=timezone.now())
            say(request, _("%(name)s is closed.") % {"name": thing.name})
            return redirect("settings_places")
    heirs = [(key, name) for key, name in queries.team_names().items() if key != pk]
    shown = {"team": thing, "heirs": heirs, "owns": left.open_of(team=pk).count()}
    return show(request, "settings/team_closing.html", form=form, **shown)


@for_admins
def add_location(request: HttpRequest) -> HttpResponse:
    """A new location."""
    company = queries.company()
    form = LocationForm(sent(request), initial={"zone": company.zone if company else "UTC"})
    if request.method == "POST" and form.is_valid():
        with told(form, "name"), transaction.atomic():
            made = acts.add_location(**_said(form), by=admin_of(request), now=timezone.now())
            hours.keep(request, made, form.cleaned_data["hours"])
            return redirect("settings_places")
    return _location_page(request, form)


@for_admins
def location(request: HttpRequest, pk: int) -> HttpResponse:
    """A location's name, zone, region and hours."""
    thing = queries.location(pk)
    form = LocationForm(sent(request), initial=_as_it_is(thing))
    if request.method == "POST" and form.is_valid():
        with told(form, "name"), transaction.atomic():
            acts.change_location(thing, **_said(form), by=admin_of(request), now=timezone.now())
            hours.keep(request, thing, form.cleaned_data["hours"])
            say(request, _("Kept."))
            return redirect("settings_places")
    return _location_page(request, form, pk)


@for_admins
def close_location(request: HttpRequest, pk: int) -> HttpResponse:
    """The location is closed, once its teams are."""
    if request.method != "POST":
        return redirect("settings_location", pk=pk)
    thing, form = queries.location(pk), LocationForm()
    form.initial = _as_it_is(thing)
    refused = forms.Form(request.POST)
    refused.is_valid()
    with told(refused):
        going.close_location(thing, by=admin_of(request), now=timezone.now())
        say(request, _("%(name)s is closed.") % {"name": thing.name})
        return redirect("settings_places")
    return _location_page(request, form, pk, refused)


@for_admins
def add_region(request: HttpRequest) -> HttpResponse:
    """A new region."""
    form = NameForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with told(form, "name"):
            acts.add_region(form.cleaned_data["name"], by=admin_of(request), now=timezone.now())
            return redirect("settings_places")
    return show(request, "settings/region.html", form=form, region=None)


@for_admins
def region(request: HttpRequest, pk: int) -> HttpResponse:
    """A region's name; it can go when nothing is in it."""
    thing = queries.region(pk)
    form = NameForm(sent(request), initial={"name": thing.name})
    if request.method == "POST" and "remove" in request.POST:
        form = NameForm(request.POST)
        form.is_valid()
        with told(form):
            acts.remove_region(thing, by=admin_of(request), now=timezone.now())
            return redirect("settings_places")
    elif request.method == "POST" and form.is_valid():
        with told(form, "name"):
            acts.rename_region(thing, form.cleaned_data["name"], by=admin_of(request), now=timezone.now())
            return redirect("settings_places")
    return show(request, "settings/region.html", form=form, region=queries.region(pk))


def _said(form: LocationForm) -> dict[str, Any]:
    said = form.cleaned_data
    region = queries.region(said["region"]) if said["region"] else None
    return {"name": said["name"], "zone": said["zone"], "region": region}


def _as_it_is(thing: Location) -> dict[str, Any]:
    return {"name": thing.name, "zone": thing.zone, "region": thing.region_id, "hours": thing.hours_id}


def _location_page(
    request: HttpRequest, form: forms.Form, pk: int = 0, refused: forms.Form | None = None
) -> HttpResponse:
    thing = queries.location(pk) if pk else None
    shown = {"location": thing, "refused": refused, "zones": zones(), "hours": hours.choices(thing)}
    return show(request, "settings/location.html", form=form, regions=list(queries.region_names().items()), **shown)
