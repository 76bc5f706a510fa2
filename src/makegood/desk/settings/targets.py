"""How soon we answer: service targets in words, and the groups of customers that they may name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.clocks import queries as clocks
from makegood.clocks.models import AtEnd, Target, Unit, WarnIn
from makegood.clocks.targets import KINDS, USUAL, Said, breadth
from makegood.conversations.models import Channel
from makegood.customers import acts as customer_acts
from makegood.customers import queries as customers
from makegood.desk.entry_forms import sent
from makegood.desk.page import say
from makegood.desk.settings import hours_words
from makegood.desk.settings.page import admin_of, for_admins, show, told
from makegood.people import acts, queries

HOURS = "hours"  # a unit of the form alone: sixty working minutes
TAG_LENGTH = 60


class TargetForm(forms.Form):
    """What is owed, how soon, where, and what happens before and at the end."""

    kind = forms.CharField(max_length=20, required=False)
    amount = forms.IntegerField(min_value=1, max_value=99_999)
    unit = forms.CharField(max_length=8)
    team = forms.IntegerField(required=False)
    channel = forms.CharField(max_length=12, required=False)
    tag = forms.CharField(max_length=TAG_LENGTH, required=False)
    group = forms.IntegerField(required=False)
    warn = forms.IntegerField(min_value=0, max_value=99_999, required=False)
    warn_in = forms.CharField(max_length=8, required=False)
    pauses = forms.BooleanField(required=False)
    at_end = forms.CharField(max_length=8, required=False)


class GroupForm(forms.Form):
    """A group's name."""

    name = forms.CharField(max_length=60)


@for_admins
def targets(request: HttpRequest) -> HttpResponse:
    """Each kind with what is owed usually, then the exceptions; the groups of customers below."""
    known, words = clocks.all_targets(), _Words()
    kinds = [_kind(kind.value, [one for one in known if one.kind == kind], words) for kind in KINDS]
    return show(request, "settings/targets.html", kinds=kinds, groups=words.groups)


class _Words:
    """The names that conditions are told with."""

    def __init__(self) -> None:
        self.teams, self.groups = queries.team_names(), customers.group_names()

    def line(self, one: Target) -> dict[str, Any]:
        return {
            "id": one.pk,
            "said": hours_words.target(one, teams=self.teams, groups=self.groups),
            "more": hours_words.more(one),
        }


def _kind(kind: str, some: list[Target], words: _Words) -> dict[str, Any]:
    lines = [words.line(one) for one in some]
    if not some or breadth(some[0]):  # nothing is said of all, so the usual holds
        usual = USUAL.get(kind)
        lines.insert(0, words.line(usual) if usual else {"id": None, "said": _("owed nowhere"), "more": []})
    return {"kind": kind, "name": hours_words.kinds()[kind], "lines": lines}


@for_admins
def add(request: HttpRequest) -> HttpResponse:
    """A new target."""
    kind = request.GET.get("kind", "")
    length = _length(USUAL[kind]) if kind in USUAL else {"amount": 5, "unit": Unit.DAYS}
    initial = {"kind": kind, "warn_in": WarnIn.PERCENT, **length}
    form = TargetForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with told(form):
            acts.add_target(_said(form, form.cleaned_data["kind"]), by=admin_of(request), now=timezone.now())
            say(request, _("Kept."))
            return redirect("settings_targets")
    return _page(request, form, None)


@for_admins
def target(request: HttpRequest, pk: int) -> HttpResponse:
    """One target; what runs already is due no later for it."""
    thing = clocks.target(pk)
    form = TargetForm(sent(request), initial=_as_it_is(thing))
    if request.method == "POST" and form.is_valid():
        with told(form):
            acts.change_target(thing, _said(form, thing.kind), by=admin_of(request), now=timezone.now())
            say(request, _("Kept."))
            return redirect("settings_targets")
    return _page(request, form, clocks.target(pk))


@for_admins
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """It is no longer owed."""
    if request.method == "POST":
        acts.remove_target(clocks.target(pk), by=admin_of(request), now=timezone.now())
        say(request, _("Removed. What runs already keeps its time."))
    return redirect("settings_targets")


@for_admins
def add_group(request: HttpRequest) -> HttpResponse:
    """A new group of customers."""
    form = GroupForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with told(form, "name"):
            customer_acts.add_group(form.cleaned_data["name"], by=admin_of(request), at=timezone.now())
            return redirect("settings_targets")
    return show(request, "settings/group.html", form=form, group=None)


@for_admins
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """A group's name; it can go once no target names it."""
    thing = customers.group(pk)
    form = GroupForm(sent(request), initial={"name": thing.name})
    if request.method == "POST" and form.is_valid():
        with told(form, "name"):
            if "remove" in request.POST:
                customer_acts.remove_group(thing, by=admin_of(request), at=timezone.now())
            else:
                name = form.cleaned_data["name"]
                customer_acts.rename_group(thing, name, by=admin_of(request), at=timezone.now())
            return redirect("settings_targets")
    return show(request, "settings/group.html", form=form, group=customers.group(pk))


def _said(form: TargetForm, kind: str) -> Said:
    said = form.cleaned_data
    in_hours = said["unit"] == HOURS
    return Said(
        kind=kind,
        amount=said["amount"] * (60 if in_hours else 1),
        unit=Unit.MINUTES.value if in_hours else said["unit"],
        team_id=said["team"],
        channel=said["channel"],
        tag=" ".join(said["tag"].lower().split()),
        group_id=said["group"],
        warn=said["warn"] or 0,
        warn_in=said["warn_in"] or WarnIn.PERCENT.value,
        pauses=said["pauses"],
        at_end=said["at_end"] or AtEnd.TELL.value,
    )


def _length(one: Target) -> dict[str, Any]:
    whole = one.unit == Unit.MINUTES and one.amount % 60 == 0
    return {"amount": one.amount // 60 if whole else one.amount, "unit": HOURS if whole else str(one.unit)}


def _as_it_is(one: Target) -> dict[str, Any]:
    conditions = {"team": one.team_id, "channel": one.channel, "tag": one.tag, "group": one.group_id}
    end = {"warn": one.warn or "", "warn_in": one.warn_in, "pauses": one.pauses, "at_end": one.at_end}
    return {"kind": one.kind, **_length(one), **conditions, **end}


def _page(request: HttpRequest, form: TargetForm, thing: Target | None) -> HttpResponse:
    kinds = hours_words.kinds()
    values = {
        "target": thing,
        "kinds": list(kinds.items()),
        "kind_name": kinds.get(thing.kind, "") if thing else "",
        "units": [(Unit.MINUTES, _("working minutes")), (HOURS, _("working hours")), (Unit.DAYS, _("working days"))],
        "teams": list(queries.team_names().items()),
        "channels": Channel.choices,
        "groups": list(customers.group_names().items()),
        "warn_ins": [(WarnIn.PERCENT, _("percent of its time")), (WarnIn.MINUTES, _("working minutes"))],
        "ends": AtEnd.choices,
    }
    return show(request, "settings/target.html", form=form, **values)
