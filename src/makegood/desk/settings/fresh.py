"""What could open the desk's mail to others asks once more who is there."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from makegood.desk import account_mail
from makegood.desk.page import agent_of
from makegood.people import queries
from makegood.people.models import Agent

FIELD = "own_password"


def is_fresh(request: HttpRequest) -> bool:
    """Whether the agent proved who they are within the last quarter of an hour."""
    lasts = timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    since = (timezone.now() - lasts).timestamp()
    return any(record["at"] > since for record in get_authentication_records(request, agent_of(request)))


def came_by_link(request: HttpRequest) -> bool:
    """Whether a one-time link let them in within the last quarter of an hour."""
    since = (timezone.now() - timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)).timestamp()
    return any(
        record["method"] == "link" and record["at"] > since
        for record in get_authentication_records(request, agent_of(request))
    )


def is_confirmed(request: HttpRequest, form: forms.Form) -> bool:
    """Whether it is really them: freshly signed in, or their password is right. Else the form says what to do."""
    if is_fresh(request):
        return True
    agent = agent_of(request)
    try:
        if get_adapter().reauthenticate(agent, form.cleaned_data.get(FIELD) or ""):
            reauthenticate_by_password(request)
            return True
        form.add_error(FIELD, _("Type your own password here: what you change could lead mail elsewhere."))
    except ValidationError as error:  # too many tries
        form.add_error(FIELD, error)
    return False


def tell_other_admins(request: HttpRequest, what: str, **values: str) -> None:
    """The other admins get a mail, if the desk can send one; the page of changes says it in any case.

    `what` is not translated yet: each reads it in their own language.
    """
    if account_mail.why_not() or settings.PUBLIC_URL is None:
        return
    agent, ours = agent_of(request), queries.own_addresses()
    for other in queries.other_admins(agent):
        if other.email not in ours:
            with translation.override(other.language):
                subject, text = _("A change to how mail comes and goes"), _told(agent, _(what) % values)
            account_mail.plan(other.email, subject, text, now=timezone.now())


def _told(agent: Agent, what: str) -> str:
    link = f"{settings.PUBLIC_URL.origin}/settings/" if settings.PUBLIC_URL else ""
    return _(
        "%(who)s (%(address)s) changed this on the service desk:\n\n%(what)s\n\n"
        "If you did not expect it, look at the settings now: %(link)s\n"
    ) % {"who": agent.name, "address": agent.email, "what": what, "link": link}
