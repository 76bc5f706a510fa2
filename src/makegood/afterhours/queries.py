"""Reads for what is said while nobody is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation

from makegood.afterhours import rules
from makegood.afterhours.rules import Setting
from makegood.base.plain import ask
from makegood.base.prepared import Prepared
from makegood.conversations.models import Conversation, Message
from makegood.people import queries as people
from makegood.people.models import Mailbox
from makegood.people.queries.hours import hours_of
from makegood.promises.models import Promise
from makegood.promises.models import State as Standing
from makegood.promises.queries import zone_named

SAID = "closed:"  # so begins the `once` of what was said (conversations/automatic.py)

# Every reply asks this.
PROMISED = Prepared(
    lambda: (
        Promise.objects.filter(conversation_id=0)
        .filter(told_by__once__startswith=SAID)
        .filter(state__in=["", "-"])
        .order_by("due_at", "pk")
    )
)


def writing() -> set[int]:
    """The mailboxes that write while nobody is there. One query."""
    return {pk for (pk,) in ask("SELECT id FROM people_mailbox WHERE after_hours")}


def setting_of(mailbox: Mailbox) -> Setting:
    """What was chosen for the mailbox."""
    return Setting(mailbox.after_hours, mailbox.after_hours_words, mailbox.after_hours_promise)


def promised_in(conversation: Conversation) -> list[Promise]:
    """What was promised by such mails and is still owed. One query."""
    return PROMISED.all(conversation.pk, f"{SAID}%", Standing.OPEN.value, Standing.BROKEN.value)


def last_said(conversation: Conversation) -> datetime | None:
    """When it was said last in the conversation; None: never. One query."""
    said = Message.objects.filter(conversation=conversation, direction=Message.OUT, once__startswith=SAID)
    return said.order_by("-pk").values_list("at", flat=True).first()


def values(mailbox: Mailbox, *, name: str, back: datetime, answer: datetime | None, now: datetime) -> dict[str, str]:
    """What stands for what in the words, in the language that holds now."""
    zone, company = zone_named(mailbox.team.location.zone), people.company()
    return {
        "first_name": name.strip().partition(" ")[0],
        "back": rules.moment(back, now=now, zone=zone),
        "answer_by": rules.until(answer, now=now, zone=zone) if answer else "",
        "team": mailbox.team.name,
        "company": company.name if company else mailbox.name,
    }


def text_of(setting: Setting, values: dict[str, str]) -> str:
    """The whole text, in the language that holds now: the mailbox's own words in it, else the usual ones."""
    own = setting.words.get(translation.get_language() or "", "").strip()
    return rules.filled(own or rules.usual(), values)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a customer would get in a language."""

    language: str
    name: str
    text: str


def shown(mailbox: Mailbox, setting: Setting, *, first_name: str, now: datetime) -> list[Shown]:
    """What leaves if somebody writes while we are closed, in each language; nothing where we are never closed.

    While we are there: as if it came just after we have gone.
    """
    hours = hours_of(mailbox.team_id)
    at = hours.closes_at(now) or now if hours.is_open(now) else now
    back = rules.closed_until(hours, at)
    if back is None:
        return []
    answer = rules.answer_by(hours, back, setting.promise) if setting.promise else None
    found = []
    for language, name in settings.LANGUAGES:
        with translation.override(language):
            said = values(mailbox, name=first_name, back=back, answer=answer, now=at)
            found.append(Shown(language, name, text_of(setting, said)))
    return found
