"""What duty says on other screens, once it is used at all: who covers, who is off, what was missed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from makegood.base import clockwords
from makegood.conversations import queries
from makegood.conversations.models import Conversation
from makegood.conversations.queries import Covering, Meanwhile
from makegood.people.duty import queries as duty
from makegood.people.duty.rules import How
from makegood.people.models import Agent

DID = {
    "message.received": lambda: _("the customer wrote"),
    "reply.written": lambda: _("answered"),
    "conversation.assigned": lambda: _("given to somebody"),
    "conversation.claimed": lambda: _("taken by a colleague"),
    "conversation.closed": lambda: _("closed"),
    "conversation.settled": lambda: _("closed: nothing to answer"),
    "clock.missed": lambda: _("the answer was late"),
}


@dataclass(frozen=True, slots=True)
class Covered:
    """For whom one looks after what, in words, and its rows."""

    title: str
    found: Covering


def covering(agent: Agent, *, now: datetime) -> list[Covered]:
    """What the agent looks after for colleagues now."""
    found = queries.covering(agent, now=now) if duty.is_used(agent) else []
    return [Covered(_title(one, now), one) for one in found]


def _title(one: Covering, now: datetime) -> str:
    who = one.owner or _("your team, of which nobody is here")
    if one.until is None:
        return _("You cover for %(name)s") % {"name": who}
    return _("You cover for %(name)s until %(when)s") % {"name": who, "when": _when(one.until, now)}


def meanwhile(agent: Agent, *, now: datetime) -> list[tuple[Meanwhile, str]]:
    """What happened to one's own while one was away, each with what it was in words."""
    found = queries.while_away(agent, now=now) if duty.is_used(agent) else []
    return [(one, ", ".join(DID[kind]() for kind in one.kinds if kind in DID)) for one in found]


def covering_in_short(agent: Agent, *, now: datetime) -> str:
    """One line above one's own list; "" when there is nothing."""
    found = covering(agent, now=now)
    count = sum(len(one.found.rows) for one in found)
    words = ngettext("%(title)s: %(count)d conversation", "%(title)s: %(count)d conversations", count)
    titles = ", ".join(one.title for one in found)
    return words % {"title": titles, "count": count} if count else ""


def cover_in_words(agent: Agent, conversation: Conversation, *, now: datetime) -> str:
    """Who has it while its owner is not there; "" while they are, or duty is not used."""
    cover = queries.cover_of(conversation, now=now) if duty.is_used(agent) else None
    if cover is None:
        return ""
    owner = conversation.owner
    away = f"{owner.name}: {_status(owner.pk, now)}. " if owner else _("Nobody of the team is here. ")
    if cover.how is How.OWNER:
        return away.strip()
    name = _("You") if cover.agent == agent.pk else duty.name_of(cover.agent)
    if cover.at <= now:
        return away + (_("You cover.") if cover.agent == agent.pk else _("%(name)s covers.") % {"name": name})
    return away + _("%(name)s comes first: %(when)s.") % {"name": name, "when": _when(cover.at, now)}


def off_in_words(agent: Agent, colleagues: Collection[int], *, now: datetime) -> Mapping[int, str]:
    """Of these people, those who are off duty, and what is said of them."""
    if not duty.is_used(agent):
        return {}
    zone = timezone.get_current_timezone()
    some = duty.duty_of_all(colleagues, at=now)
    return {pk: one.words(now=now, zone=zone) for pk, one in some.items() if not one.is_on}


def _status(agent: int, now: datetime) -> str:
    return duty.duty_of(agent, at=now).words(now=now, zone=timezone.get_current_timezone())


def _when(at: datetime, now: datetime) -> str:
    return clockwords.moment(at, now=now, zone=timezone.get_current_timezone())
