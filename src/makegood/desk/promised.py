"""How a promise looks in the ledger: its sign and colour, and what stands behind the leader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cache

from django.utils import timezone
from django.utils.translation import get_language

from makegood.base import clockwords
from makegood.base.clockwords import Chip, State
from makegood.base.words import word as _
from makegood.conversations.models import Conversation
from makegood.people.models import Agent
from makegood.promises import queries, rules
from makegood.promises.queries import PromiseItem

SHOWN_ENDED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What we owe in a conversation, what became of our word there lately, and what we owe the customer elsewhere."""

    here: list[PromiseItem]
    ended: list[PromiseItem]
    elsewhere: list[PromiseItem]

    @property
    def to_keep(self) -> list[PromiseItem]:
        """Those that a reply of this agent can keep, or make good."""
        return [one for one in self.here if {"keep", "make good"} & one.may]


def ledger(agent: Agent, found: Conversation, *, now: datetime) -> Ledger:
    """For the panel and the composer. Two queries."""
    all_here = queries.of_conversation(agent, found, at=now)
    here = [one for one in all_here if one.state in ("open", "broken")]
    ended = [one for one in all_here if one not in here and now - _ended_at(one) <= SHOWN_ENDED]
    elsewhere = queries.of_customer(agent, found.customer_id, besides=found.pk, at=now)
    return Ledger(here, ended, elsewhere)


def chip(one: PromiseItem, *, now: datetime, zone: tzinfo) -> Chip:
    """As base.clockwords has it for an open promise; what ended says how and when."""
    if one.state == "open":
        return clockwords.line("promise", due_at=one.due_at, started_at=one.made_at, now=now, zone=zone)
    when = clockwords.moment(_ended_at(one), now=now, zone=zone)
    if one.state == "broken":
        since = clockwords.past(one.broken_at or now, now=now, zone=zone)
        return Chip(State.OVER, _("broken %(when)s") % {"when": since})
    if one.state == "kept" and not (one.kept_at and one.kept_at > one.due_at):
        return Chip(State.KEPT, _("kept %(when)s") % {"when": when})
    words = {
        "kept": _("kept late, %(when)s"),
        "made_good": _("made good %(when)s"),
        "withdrawn": _("withdrawn %(when)s"),
    }
    return Chip(State.CALM, words[one.state] % {"when": when})


def when_due(at: datetime, now: datetime) -> str:
    """A time as one says it, in the reader's zone: "tomorrow 12:00"."""
    return clockwords.moment(at, now=now, zone=timezone.get_current_timezone())


def _ended_at(one: PromiseItem) -> datetime:
    return one.made_good_at or one.kept_at or one.withdrawn_at or one.broken_at or one.due_at


def chip_here(one: PromiseItem, now: datetime) -> Chip:
    """The chip in the reader's zone."""
    return chip(one, now=now, zone=timezone.get_current_timezone())


def waited_for(here: list[PromiseItem]) -> list[tuple[str, str]]:
    """The events that open promises wait for, as one says that they have come."""
    waited = {one.event for one in here if one.event}
    if not waited:
        return []
    words = {
        "shipped": _("It has shipped"),
        "arrived": _("It has arrived here"),
        "delivered": _("It was delivered"),
        "repaired": _("It is repaired"),
        "paid": _("The payment is through"),
        "answered": _("The partner has answered"),
    }
    return [(name, words[name]) for name in rules.EVENTS if name in waited]


def events() -> tuple[tuple[str, str], ...]:
    """What a promise can wait for, for a list to choose from."""
    return _events(get_language())


@cache
def _events(_language: str | None) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(words)) for name, words in rules.EVENTS.items())
