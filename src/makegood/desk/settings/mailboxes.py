"""Mailboxes: which addresses are ours, whose they are, and what becomes of their mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from makegood.channels.mail import queries as mail
from makegood.channels.mail.acts import proving
from makegood.channels.mail.queries import Health
from makegood.desk.entry_forms import sent
from makegood.desk.page import say
from makegood.desk.settings.fresh import is_confirmed, is_fresh, tell_other_admins
from makegood.desk.settings.mailbox_forms import HandlingForm, NewMailboxForm
from makegood.desk.settings.page import admin_of, for_admins, show, told
from makegood.people import acts, queries
from makegood.people.models import Mailbox, Team


@for_admins
def mailboxes(request: HttpRequest) -> HttpResponse:
    """Every mailbox and how it does."""
    health = {one.mailbox: one for one in mail.health(now=timezone.now())}
    rows = [(box, health.get(box.pk)) for box in queries.mailboxes()]
    return show(request, "settings/mailboxes.html", rows=rows, halted=mail.halted())


@for_admins
def add(request: HttpRequest) -> HttpResponse:
    """A new mailbox; then its servers."""
    form = NewMailboxForm(sent(request), initial={"gives_page": True})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with told(form, "address"):
            box = acts.add_mailbox(
                said["address"],
                name=said["name"],
                team=_team(said["team"]),
                gives_page=said["gives_page"],
                by=admin_of(request),
                now=timezone.now(),
            )
            return redirect("settings_mailbox_reach", pk=box.pk)
    is_first = not queries.mailboxes()
    teams = list(queries.team_names().items())
    return show(
        request,
        "settings/mailbox_add.html",
        form=form,
        teams=teams,
        is_first=is_first,
    )


@for_admins
def mailbox(request: HttpRequest, pk: int) -> HttpResponse:
    """One mailbox: its state, its team, what becomes of its mail."""
    box = queries.mailbox(pk)
    form = HandlingForm(sent(request), initial=_as_it_is(box))
    if request.method == "POST" and form.is_valid() and _may_keep(request, box, form):
        said = {name: value for name, value in form.cleaned_data.items() if name not in ("own_password", "team")}
        before = box.address
        with told(form, "address"):
            team = _team(form.cleaned_data["team"] or box.team_id)
            acts.change_mailbox(box, **said, team=team, by=admin_of(request), now=timezone.now())
            if box.address != before:
                tell_other_admins(request, noop("%(before)s is now %(after)s"), before=before, after=box.address)
            say(request, _("Kept."))
            return redirect("settings_mailbox", pk=pk)
    return show(request, "settings/mailbox.html", form=form, **_shown(request, pk))


@for_admins
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """The mailbox rests."""
    if request.method == "POST":
        box = queries.mailbox(pk)
        acts.pause_mailbox(box, by=admin_of(request), now=timezone.now())
        words = _("%(address)s rests: its mail waits at the server.") % {"address": box.address}
        say(request, words, undo=f"/settings/mailboxes/{pk}/resume")
    return redirect("settings_mailbox", pk=pk)


@for_admins
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """The mailbox works again."""
    if request.method == "POST":
        box = queries.mailbox(pk)
        acts.resume_mailbox(box, by=admin_of(request), now=timezone.now())
        say(request, _("%(address)s works again; what came meanwhile is fetched.") % {"address": box.address})
    return redirect("settings_mailbox", pk=pk)


@for_admins
def prove(request: HttpRequest, pk: int) -> HttpResponse:
    """A mail to our own plus address is on its way."""
    access = mail.access_of(queries.mailbox(pk))
    if request.method == "POST" and access is not None:
        proving.begin(access, now=timezone.now())
        say(request, _("A test mail is on its way to the mailbox. This page says when it has arrived."))
    return redirect("settings_mailbox", pk=pk)


def health_of(box: Mailbox) -> Health | None:
    """How the mailbox does; None while it rests."""
    return next((one for one in mail.health(now=timezone.now()) if one.mailbox == box.pk), None)


def _may_keep(request: HttpRequest, box: Mailbox, form: HandlingForm) -> bool:
    """A new address leads mail elsewhere, so it asks once more who is there."""
    return form.cleaned_data["address"].lower() == box.address or is_confirmed(request, form)


def _shown(request: HttpRequest, pk: int) -> dict[str, Any]:
    box = queries.mailbox(pk)
    return {
        "mailbox": box,
        "access": mail.access_of(box),
        "health": health_of(box),
        "teams": list(queries.team_names().items()),
        "is_fresh": is_fresh(request),
        "has_address": settings.PUBLIC_URL is not None,
    }


def _as_it_is(box: Mailbox) -> dict[str, Any]:
    names = ("address", "name", "automatic_stays_open", "reopen_days", "gives_page", "gives_thanks", "asks_solved")
    return {name: getattr(box, name) for name in names} | {"team": box.team_id}


def _team(pk: int | None) -> Team:
    """The team that was chosen; where there is one, nobody was asked."""
    return queries.team(pk or next(iter(queries.team_names())))
