"""The case in five lines, for whoever is asked whether something may be given: in their mail and on its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from makegood.base import clockwords
from makegood.conversations.models import Message
from makegood.people.models import Agent
from makegood.promises.models import Promise
from makegood.promises.models import State as PromiseState
from makegood.remedies import queries, words
from makegood.remedies.models import Ask

MOST = 240


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One of the five: what it is about, and what it says; `is_word`: somebody gave it as their word."""

    label: str
    text: str
    is_word: bool = False


@dataclass(frozen=True, slots=True)
class AskedCase:
    """What is asked, by whom, for whom, and the lines. `becomes`: what happens if nobody answers; "" once it ended."""

    question: str
    lines: list[CaseLine]
    becomes: str


def case_of(ask: Ask, agent: Agent, *, cost: str, now: datetime, zone: tzinfo) -> AskedCase:
    """For this agent, in the language that is active. `cost`: what the matter has cost the customer, in words."""
    lines = [
        CaseLine(_("What happened"), ask.reason or _newest_words(ask)),
        _promise_line(ask, now=now, zone=zone),
        CaseLine(_("It cost them"), cost or _("nothing yet that we know of")),
        CaseLine(_("They had"), _before(ask, agent, now=now, zone=zone)),
        CaseLine(_("They would read"), ask.words, is_word=True),
    ]
    return AskedCase(_question(ask), lines, _becomes(ask, now=now, zone=zone))


def _question(ask: Ask) -> str:
    given = words.short(ask.kind, ask.value_money.in_words())
    said = {"what": given, "name": str(ask.conversation.customer), "thing": ask.thing}
    if ask.thing:
        return _("May I give %(name)s this: %(what)s, for %(thing)s?") % said
    return _("May I give %(name)s this: %(what)s?") % said


def _newest_words(ask: Ask) -> str:
    """What the customer said last."""
    theirs = Message.objects.filter(conversation=ask.conversation_id, direction=Message.IN).order_by("-pk").first()
    said = " ".join((theirs.reply_text or theirs.text).split()) if theirs else ""
    return f"“{said[:MOST]}{'…' if len(said) > MOST else ''}”" if said else ask.conversation.subject


def _promise_line(ask: Ask, *, now: datetime, zone: tzinfo) -> CaseLine:
    """What they were told; what only colleagues know of binds us to nothing yet."""
    told = Promise.objects.filter(conversation=ask.conversation_id, told_at__isnull=False)
    told = told.exclude(state=PromiseState.WITHDRAWN)
    one = told.order_by("-pk").first()
    if one is None:
        return CaseLine(_("We said"), _("nothing that binds us"))
    if one.state == PromiseState.OPEN:
        when = _("by %(when)s") % {"when": clockwords.moment(one.due_at, now=now, zone=zone)}
    else:
        when = str(PromiseState(one.state).label)
    return CaseLine(_("We said"), f"{one.what} ({when})", is_word=True)


def _before(ask: Ask, agent: Agent, *, now: datetime, zone: tzinfo) -> str:
    """What the customer was given in the last two years before, newest first."""
    given = queries.of_customer(agent, ask.conversation.customer_id, at=now)
    said = [
        f"{words.short(one.kind, one.value.in_words())} ({clockwords.past(one.granted_at, now=now, zone=zone)})"
        for one in given
        if one.id != ask.remedy_id
    ][:3]
    return ", ".join(said) or _("nothing before")


def _becomes(ask: Ask, *, now: datetime, zone: tzinfo) -> str:
    if ask.state != Ask.State.ASKED or ask.answer_by is None:
        return ""
    when = {"when": clockwords.moment(ask.answer_by, now=now, zone=zone)}
    force = queries.in_force(ask.conversation, at=now)
    upto = force.silence_upto if force else None
    if upto is not None and upto.currency == ask.currency and ask.amount_money <= upto:
        return _("If you are here and say nothing until %(when)s, that is a yes.") % when
    return _("If you do nothing, somebody else is asked at %(when)s.") % when
