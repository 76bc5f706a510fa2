"""The first page of the settings: what needs a look now, and where everything is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from makegood.agenda import queries as agenda
from makegood.api.queries import webhooks
from makegood.channels.mail import queries as mail
from makegood.clocks import queries as clocks
from makegood.conversations.queries.leaving import stuck_deliveries
from makegood.desk.page import agent_of
from makegood.desk.settings import changes
from makegood.desk.settings.page import for_admins, show
from makegood.intake import queries as intake
from makegood.people import queries


@for_admins
def home(request: HttpRequest) -> HttpResponse:
    """Alarms first, then what other admins changed about the ways of mail, then the way to every page."""
    now = timezone.now()
    shown: dict[str, Any] = {
        "halted": mail.halted(),
        "alarms": mail.alarms(now=now),
        "hooks_off": webhooks.switched_off(),
        "stuck": intake.shelf().count() + len(stuck_deliveries(limit=100)) + agenda.counts(now).stuck,
        "news": changes.news_for(agent_of(request), now=now),
        "mailboxes": len(queries.mailboxes()),
        "people": sum(one.is_active for one in queries.everyone()),
        "hours": list(clocks.hours_names().values()),
        "never_open": queries.never_open(now),
        "public_url": settings.PUBLIC_URL,
    }
    return show(request, "settings/home.html", **shown)
