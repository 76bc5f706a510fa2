"""The shelf: what reached us or should leave and needs a person, with the reason in words and a way to try again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.agenda import queries as agenda_queries
from makegood.conversations import acts as conversations
from makegood.conversations.queries.leaving import stuck_deliveries
from makegood.conversations.rules import Refused
from makegood.desk.page import say
from makegood.desk.settings.page import admin_of, for_admins, show
from makegood.intake import acts as intake
from makegood.intake import queries as intake_queries


@for_admins
def stuck(request: HttpRequest) -> HttpResponse:
    """Arrivals, deliveries and other work that waits for a person."""
    shown: dict[str, Any] = {
        "arrivals": list(intake_queries.shelf()[:100]),
        "deliveries": stuck_deliveries(limit=100),
        "turns": agenda_queries.stuck(limit=100),
    }
    return show(request, "settings/stuck.html", **shown)


@for_admins
def retry_arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """The arrival is filed anew."""
    if request.method == "POST":
        by, now = admin_of(request), timezone.now()
        done = intake.retry(pk, by=by.pk, at=now)
        say(request, _("It is being filed again.") if done else _("Somebody was quicker: it is not stuck any more."))
    return redirect("settings_stuck")


@for_admins
def retry_delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail is handed to the server again."""
    if request.method == "POST":
        try:
            conversations.try_again(pk, by=admin_of(request), at=timezone.now())
            say(request, _("It is being sent again."))
        except Refused as why:
            say(request, str(why))
    return redirect("settings_stuck")


@for_admins
def retry_turn(request: HttpRequest, pk: int) -> HttpResponse:
    """The work is done again."""
    if request.method == "POST":
        done = agenda.retry_stuck(pk, now=timezone.now())
        say(request, _("It is being tried again.") if done else _("Somebody was quicker: it is not stuck any more."))
    return redirect("settings_stuck")
