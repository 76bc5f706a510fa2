"""When we are open: named sets of office hours, their holidays and special days, and who keeps them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.clocks import queries as clocks
from makegood.clocks.hours import Hours
from makegood.clocks.models import OfficeHours
from makegood.clocks.public_days import countries, country_of, subdivisions
from makegood.desk.entry_forms import sent
from makegood.desk.page import answer, say
from makegood.desk.settings import hours_forms, hours_words
from makegood.desk.settings.hours_forms import HoursForm
from makegood.desk.settings.page import admin_of, for_admins, show, told
from makegood.people import acts, queries
from makegood.people.models import Location, Team
from makegood.people.rules import zones


@for_admins
def hours(request: HttpRequest) -> HttpResponse:
    """All sets in words, who keeps each, and whether it is open there now."""
    now, kept = timezone.now(), queries.keepers()
    sets = [_card(one, kept.get(one.pk, []), now) for one in clocks.all_hours()]
    shown: dict[str, Any] = {"never_open": queries.never_open(now), "without": kept.get(None, [])}
    return show(request, "settings/hours.html", sets=sets, **shown)


def _card(office: OfficeHours, kept_by: list[str], now: datetime) -> dict[str, Any]:
    found = clocks.as_hours(office)
    today = now.astimezone(found.tz).date()
    return {
        "office": office,
        "week": hours_words.week(found),
        "now_open": hours_words.now_open(found, now=now),
        "next": hours_words.feasts(found.country, found.subdivision, today=today, most=1),
        "kept_by": kept_by,
    }


@for_admins
def add(request: HttpRequest) -> HttpResponse:
    """A new set; where there is one location, it keeps them from now on."""
    company = queries.company()
    zone = company.zone if company else "UTC"
    usual = Hours(zone, hours_forms.USUAL, country=country_of(zone))
    form = HoursForm(sent(request), initial=_initial(_("Opening hours"), usual))
    if request.method == "POST" and form.is_valid():
        with told(form):
            said, by, now = hours_forms.said(form, request.POST), admin_of(request), timezone.now()
            made = acts.add_hours(form.cleaned_data["name"], said, by=by, now=now)
            if only := _only_location():
                acts.keep_hours(only, made, by=by, now=now)
            say(request, _("Kept.") if only else _("Kept. Now choose them for a location or a team."))
            return redirect("settings_hours" if only else "settings_places")
    return _page(request, form, usual)


def _only_location() -> Location | None:
    """The one location, when it keeps no hours yet."""
    found = list(queries.location_names())
    only = queries.location(found[0]) if len(found) == 1 else None
    return only if only and only.hours_id is None else None


@for_admins
def office(request: HttpRequest, pk: int) -> HttpResponse:
    """One set: its week, holidays, special days."""
    thing = clocks.office_hours(pk)
    found = clocks.as_hours(thing)
    form = HoursForm(sent(request), initial=_initial(thing.name, found))
    if request.method == "POST" and form.is_valid():
        with told(form):
            said = hours_forms.said(form, request.POST)
            acts.change_hours(thing, form.cleaned_data["name"], said, by=admin_of(request), now=timezone.now())
            say(request, _("Kept. Answers that are owed count in the new hours."))
            return redirect("settings_hours")
    return _page(request, form, found, clocks.office_hours(pk))


@for_admins
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """There is no such set any more, once nobody keeps it."""
    if request.method != "POST":
        return redirect("settings_office_hours", pk=pk)
    thing, refused = clocks.office_hours(pk), forms.Form(request.POST)
    refused.is_valid()
    with told(refused):
        acts.remove_hours(thing, by=admin_of(request), now=timezone.now())
        say(request, _("%(name)s are gone.") % {"name": thing.name})
        return redirect("settings_hours")
    found = clocks.as_hours(thing)
    shown = HoursForm(initial=_initial(thing.name, found))
    return _page(request, shown, found, thing, refused=refused)


@for_admins
def holidays(request: HttpRequest) -> HttpResponse:
    """The regions of the country that was just chosen, and the next holidays there."""
    country, subdivision = request.GET.get("country", ""), request.GET.get("subdivision", "")
    subdivision = subdivision if subdivision in subdivisions(country) else ""
    values = _holiday_values(country, subdivision, timezone.now())
    parts = {"holidays": "settings/hours_holidays.html"}
    return answer(request, "settings/hours_holidays_page.html", parts=parts, place="settings", **values)


def _holiday_values(country: str, subdivision: str, now: datetime) -> dict[str, Any]:
    today = timezone.localdate(now)
    return {
        "country": country,
        "subdivision": subdivision,
        "countries": [("", _("None")), *countries().items()],
        "subdivisions": [("", _("The whole country")), *subdivisions(country).items()],
        "feasts": hours_words.feasts(country, subdivision, today=today),
    }


def _initial(name: str, found: Hours) -> dict[str, Any]:
    return {"name": name, "zone": found.zone, "country": found.country, "subdivision": found.subdivision}


def _page(
    request: HttpRequest,
    form: HoursForm,
    found: Hours,
    office: OfficeHours | None = None,
    refused: forms.Form | None = None,
) -> HttpResponse:
    now, typed = timezone.now(), request.POST if form.is_bound else None
    country, subdivision = form["country"].value() or "", form["subdivision"].value() or ""
    values = {
        "office": office,
        "refused": refused,
        "rows": hours_forms.rows(found, typed),
        "special": hours_forms.special_rows(found, typed, since=timezone.localdate(now)),
        "zones": zones(),
        "now_open": hours_words.now_open(found, now=now) if office else "",
        **_holiday_values(country, subdivision, now),
    }
    return show(request, "settings/office_hours.html", form=form, **values)


def choices(place: Location | Team | None) -> list[tuple[str, str]]:
    """The hours that a location (None: a new one) or team may keep, the first without a choice; none where none are."""
    known = clocks.hours_names()
    if not known:
        return []
    none = _("Always open")
    if isinstance(place, Team):
        none = _("As %(location)s: %(hours)s") % {
            "location": place.location.name,
            "hours": known.get(place.location.hours_id or 0, _("always open")),
        }
    return [("", none), *((str(pk), name) for pk, name in known.items())]


def keep(request: HttpRequest, place: Location | Team, number: int | None) -> None:
    """The place keeps the hours of this number, None for none."""
    chosen = clocks.office_hours(number) if number else None
    acts.keep_hours(place, chosen, by=admin_of(request), now=timezone.now())
