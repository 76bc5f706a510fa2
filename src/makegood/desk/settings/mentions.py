"""Where we look for what is said about us elsewhere; and the model that may propose what a page tells."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.base import tables
from makegood.channels.social import endpoint as models
from makegood.desk.entry_forms import sent
from makegood.desk.page import say
from makegood.desk.settings.page import admin_of, for_admins, show, told
from makegood.mentions import acts, queries, reviews
from makegood.mentions.found import Bytes
from makegood.mentions.models import Endpoint, Source, SourceKind
from makegood.mentions.rules import Placed
from makegood.people import queries as people
from makegood.people.models import Team

SHOWN = 20


class SourceForm(forms.Form):
    """What an admin says of a source."""

    name = forms.CharField(max_length=60)
    kind = forms.ChoiceField(choices=SourceKind.choices)
    team = forms.IntegerField(required=False)
    address = forms.CharField(max_length=500, required=False)
    what = forms.CharField(max_length=200, required=False)
    token = forms.CharField(max_length=500, required=False)
    is_inside = forms.BooleanField(required=False)

    @property
    def placed(self) -> Placed:
        """As the acts take it."""
        said = self.cleaned_data
        return Placed(
            said["name"], said["kind"], said["address"], said["what"], said["token"], is_inside=said["is_inside"]
        )

    @property
    def team_chosen(self) -> Team:
        """Whose mentions it brings."""
        pk = self.cleaned_data["team"]
        return people.team(pk) if pk in people.team_names() else people.first_team()


class EndpointForm(forms.Form):
    """What an admin says of the model."""

    address = forms.CharField(max_length=500)
    model = forms.CharField(max_length=120)
    key = forms.CharField(max_length=500, required=False)
    is_inside = forms.BooleanField(required=False)
    is_on = forms.BooleanField(required=False)


@for_admins
def mentions(request: HttpRequest) -> HttpResponse:
    """All sources, and the model."""
    return show(request, "settings/mentions.html", sources=queries.sources(), endpoint=queries.endpoint())


@for_admins
def add(request: HttpRequest) -> HttpResponse:
    """A new source."""
    form = SourceForm(sent(request), initial={"kind": SourceKind.FEED})
    if request.method == "POST" and form.is_valid():
        with told(form):
            made = acts.add(form.placed, team=form.team_chosen, by=admin_of(request), at=timezone.now())
            return redirect("settings_mention_source", pk=made.pk)
    return show(request, "settings/mention_source_add.html", form=form, **_choices())


@for_admins
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """One source: where it is, how the last look went."""
    found = queries.source(pk)
    form = SourceForm(sent(request), initial=_said(found))
    if request.method == "POST" and form.is_valid():
        with told(form):
            acts.change(found, form.placed, team=form.team_chosen, by=admin_of(request), at=timezone.now())
            say(request, _("Saved."))
            return redirect("settings_mention_source", pk=pk)
    return _page(request, queries.source(pk), form)


@for_admins
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """It is looked at now."""
    if request.method == "POST":
        acts.look_now(queries.source(pk), by=admin_of(request), at=timezone.now())
        say(request, _("It is looked at now."))
    return redirect("settings_mention_source", pk=pk)


@for_admins
def switch(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """On or off."""
    if request.method == "POST" and way in ("on", "off"):
        acts.switch(queries.source(pk), on=way == "on", by=admin_of(request), at=timezone.now())
        say(request, _("It is looked at again.") if way == "on" else _("It is not looked at any more."))
    return redirect("settings_mention_source", pk=pk)


@for_admins
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """A table of reviews: choose the columns, look at it, take it in. It goes along in the form meanwhile."""
    found, content = queries.source(pk), _content(request)
    if request.method != "POST" or not content:
        return redirect("settings_mention_source", pk=pk)
    form = SourceForm(initial=_said(found))
    titles: list[str] = []
    try:
        text = tables.text_of(content)
        titles = tables.titles(text)
        columns = {name: request.POST.get(name, usual) for name, usual in reviews.guess(titles).items()}
        known = reviews.read(text, columns)
    except tables.Unreadable as why:
        columns = {name: request.POST.get(name, "") for name in reviews.USUAL}
        return _page(request, found, form, why=str(why), titles=titles, columns=columns, content=_kept(content))
    if "import" in request.POST and known.found:
        came = Bytes(found.name, "text/csv", content)
        count = acts.keep_rows(found, came, known.found, at=timezone.now())
        words = _("%(new)d are new, %(same)d were here already.")
        say(request, words % {"new": count, "same": len(known.found) - count})
        return redirect("settings_mention_source", pk=pk)
    return _page(request, found, form, titles=titles, columns=columns, content=_kept(content), table=known)


def _content(request: HttpRequest) -> bytes:
    """The file, or what of it came along from the page before."""
    file = request.FILES.get("reviews")
    if isinstance(file, UploadedFile):
        return bytes(file.read(tables.MOST_BYTES + 1))
    return request.POST.get("content", "").encode()


def _kept(content: bytes) -> str:
    try:
        return tables.text_of(content)
    except tables.Unreadable:
        return ""


@for_admins
def endpoint(request: HttpRequest) -> HttpResponse:
    """The model that may propose, how it is reached; `test` asks it to read a few lines, once it is kept."""
    known = queries.endpoint()
    form = EndpointForm(sent(request), initial=_said_of(known))
    if request.method == "POST" and form.is_valid():
        with told(form):
            kept = acts.set_endpoint(**form.cleaned_data, by=admin_of(request), at=timezone.now())
            if "test" not in request.POST:
                say(request, _("Saved."))
                return redirect("settings_mention_endpoint")
            why = models.test(kept)
            acts.endpoint_said(kept, why)
            say(request, why or _("It works: it read a few lines as it should."))
            return redirect("settings_mention_endpoint")
    return show(request, "settings/mention_endpoint.html", form=form, endpoint=known)


def _said_of(known: Endpoint | None) -> dict[str, Any]:
    if known is None:
        return {"is_on": True}
    return {name: getattr(known, name) for name in ("address", "model", "is_inside", "is_on")}


def _said(found: Source) -> dict[str, Any]:
    said = {name: getattr(found, name) for name in ("name", "kind", "address", "what", "is_inside")}
    return said | {"team": found.team_id}


def _page(request: HttpRequest, found: Source, form: SourceForm, **values: Any) -> HttpResponse:
    pairs = [(title, title) for title in values.get("titles", [])]
    usual: dict[str, Any] = {"why": "", "titles": [], "columns": {}, "content": "", "table": None}
    shown = usual | {"source": found, "shown": SHOWN, "pairs": pairs, **_choices(), **values}
    response = show(request, "settings/mention_source.html", form=form, **shown)
    response.status_code = 422 if values.get("why") else response.status_code
    return response


def _choices() -> dict[str, Any]:
    return {"kinds": SourceKind.choices, "teams": list(people.team_names().items()), "names": list(reviews.USUAL)}
