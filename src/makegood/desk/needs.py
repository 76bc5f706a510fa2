"""What stands still until a person does something: the alarms, the shelf, what is late in one's teams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from makegood.agenda import queries as agenda
from makegood.channels.mail import queries as mail
from makegood.conversations.queries.leaving import stuck_deliveries
from makegood.intake import queries as intake
from makegood.people import queries as people
from makegood.people.models import Agent

MOST = 100


@dataclass(frozen=True, slots=True)
class Need:
    """One line, and the page where it can be put right; "": somebody else can."""

    words: str
    address: str = ""


def needs(agent: Agent, *, now: datetime) -> list[Need]:
    """An admin's: whatever stands still. Anyone's: the trouble of the mailboxes whose conversations they see."""
    is_admin, seen = people.is_admin(agent), people.standing(agent).audience
    troubled = [one for one in mail.alarms(now=now) if is_admin or seen.includes(one.team)]
    alarms = [
        Need(f"{one.address}: {one.trouble}", reverse("settings_mailbox", args=[one.mailbox]) if is_admin else "")
        for one in troubled
    ]
    return [*_halted(is_admin=is_admin), *alarms, *(_shelf(now) if is_admin else [])]


def _halted(*, is_admin: bool) -> list[Need]:
    why = mail.halted()
    words = _("No mail leaves. Sending is switched off: %(why)s") % {"why": why}
    return [Need(words, reverse("settings_sending") if is_admin else "")] if why else []


def _shelf(now: datetime) -> list[Need]:
    came, leaves, other = intake.shelf().count(), len(stuck_deliveries(limit=MOST)), agenda.counts(now).stuck
    counted = [
        (
            came,
            ngettext("%(n)d mail came in and could not be filed", "%(n)d mails came in and could not be filed", came),
        ),
        (leaves, ngettext("%(n)d mail of ours did not leave", "%(n)d mails of ours did not leave", leaves)),
        (other, ngettext("%(n)d other thing is stuck", "%(n)d other things are stuck", other)),
    ]
    return [Need(words % {"n": n}, reverse("settings_stuck")) for n, words in counted if n]
