"""Where orders come from: shops, carriers, programs; what they posted; and what is stuck."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.desk.entry_forms import sent
from makegood.desk.page import say
from makegood.desk.settings.access import unkept
from makegood.desk.settings.page import admin_of, for_admins, show, told
from makegood.orders import acts, queries
from makegood.orders.models import Source, SourceKind
from makegood.people import queries as people
from makegood.people.models import Team
from makegood.watch import acts as watching
from makegood.watch import queries as watched
from makegood.watch.rules import LONGEST_DAYS, Limits


class SourceForm(forms.Form):
    """What an admin says of a source."""

    name = forms.CharField(max_length=60)
    kind = forms.ChoiceField(choices=SourceKind.choices, required=False)
    team = forms.IntegerField(required=False)
    secret = forms.CharField(max_length=500, required=False)

    @property
    def team_chosen(self) -> Team | None:
        """Who has what it brings; None: the oldest team."""
        pk = self.cleaned_data["team"]
        return people.team(pk) if pk in people.team_names() else None


class WatchForm(forms.Form):
    """What an admin says of the watch."""

    is_on = forms.BooleanField(required=False)
    since = forms.DateField()
    grace_days = forms.IntegerField(min_value=0, max_value=LONGEST_DAYS)
    no_date_days = forms.IntegerField(min_value=0, max_value=LONGEST_DAYS)
    silent_days = forms.IntegerField(min_value=0, max_value=LONGEST_DAYS)
    answer_days = forms.IntegerField(min_value=1, max_value=LONGEST_DAYS)


@for_admins
def orders(request: HttpRequest) -> HttpResponse:
    """All sources, and the way to a file."""
    return show(request, "settings/orders.html", sources=queries.sources())


@for_admins
def add(request: HttpRequest) -> HttpResponse:
    """A new source; then its page, with what it signs with, this once."""
    form = SourceForm(sent(request), initial={"kind": SourceKind.SHOPIFY})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with told(form):
            made = acts.add(
                said["name"], said["kind"], secret=said["secret"], team=form.team_chosen, by=admin_of(request),
                at=timezone.now(),
            )  # fmt: skip
            return _page(request, made.source, new=made.secret)
    return show(request, "settings/order_source_add.html", form=form, kinds=SourceKind.choices, **_teams())


@for_admins
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """One source: its address, what it posted, whose its matters are."""
    found = queries.source(pk)
    form = SourceForm(sent(request), initial={"name": found.name, "team": found.team_id or ""})
    if request.method == "POST" and form.is_valid():
        with told(form):
            name, team = form.cleaned_data["name"], form.team_chosen
            acts.change(found, name=name, team=team, by=admin_of(request), at=timezone.now())
            say(request, _("Saved."))
            return redirect("settings_order_source", pk=pk)
    return _page(request, queries.source(pk), form=form)


@for_admins
def watch(request: HttpRequest, pk: int) -> HttpResponse:
    """What counts as trouble with its orders, of which their customers hear from us first."""
    found = queries.source(pk)
    form = WatchForm(sent(request))
    if request.method != "POST":
        return redirect("settings_order_source", pk=pk)
    if form.is_valid():
        with told(form):
            said = form.cleaned_data
            limits = Limits(**{name: said[name] for name in Limits.__dataclass_fields__})
            watching.set_up(found, limits, on=said["is_on"], by=admin_of(request), at=timezone.now())
            say(request, _("Saved."))
            return redirect("settings_order_source", pk=pk)
    return _page(request, found, watch_form=form)


@for_admins
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Another secret, shown here and nowhere again; the old one counts no more."""
    found = queries.source(pk)
    if request.method != "POST":
        return redirect("settings_order_source", pk=pk)
    form = SourceForm({"name": found.name})
    form.is_valid()
    with told(form):
        secret = acts.renew_secret(found, request.POST.get("secret", ""), by=admin_of(request), at=timezone.now())
        return _page(request, queries.source(pk), new=secret)
    return _page(request, found, form=form)


@for_admins
def switch(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """On or off."""
    if request.method == "POST" and way in ("on", "off"):
        acts.switch(queries.source(pk), on=way == "on", by=admin_of(request), at=timezone.now())
        say(request, _("What it posts is taken in.") if way == "on" else _("Nothing is taken in from it any more."))
    return redirect("settings_order_source", pk=pk)


@for_admins
def retry(request: HttpRequest, pk: int, posted: int) -> HttpResponse:
    """What was stuck is tried once more."""
    if request.method == "POST":
        acts.retry(queries.posted(queries.source(pk), posted), at=timezone.now())
        say(request, _("It is tried again."))
    return redirect("settings_order_source", pk=pk)


def _watch_form(found: Source) -> WatchForm:
    """As it is set, or as one begins: off, and of orders from today on."""
    rule = watched.setting_of(found)
    limits = watched.limits_of(rule) if rule else Limits(since=timezone.localdate())
    return WatchForm(initial={"is_on": rule is not None and rule.is_on, **asdict(limits)})


def _page(
    request: HttpRequest,
    found: Source,
    *,
    form: SourceForm | None = None,
    new: str = "",
    watch_form: WatchForm | None = None,
) -> HttpResponse:
    form = form or SourceForm(initial={"name": found.name, "team": found.team_id or ""})
    address = request.build_absolute_uri(f"/hooks/orders/{found.slug}") if found.slug else ""
    log = queries.posted_of(found)
    shown = {"source": found, "address": address, "new": new, "log": log, "watch": watch_form or _watch_form(found)}
    response = show(request, "settings/order_source.html", form=form, **shown, **_teams())
    response.status_code = 422 if watch_form is not None else response.status_code
    return unkept(response) if new else response


def _teams() -> dict[str, Any]:
    return {"teams": [("", _("the oldest team")), *people.team_names().items()]}
