"""Offering a conversation to a colleague, a team or a location; and taking the offer back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from makegood.clocks import acts as clocks
from makegood.clocks.acts import Start
from makegood.clocks.models import Kind as ClockKind
from makegood.conversations.acts.changing import change, lock
from makegood.conversations.acts.guests import invite
from makegood.conversations.models import Conversation
from makegood.conversations.queries import avoided_names
from makegood.conversations.rules import Refused
from makegood.handoffs import atwork, rules
from makegood.handoffs.acts.common import end, held, say
from makegood.handoffs.models import Handoff, State
from makegood.people.models import Agent, Location, Team
from makegood.timeline.kinds import Kind


@dataclass(frozen=True, slots=True)
class Words:
    """What goes along with a handoff: why, and what the customer was told ("" when nothing was)."""

    reason: str
    told: str = ""


def offer(conversation: Conversation, words: Words, *, to: Agent | Team | Location, by: Agent, at: datetime) -> Handoff:
    """They have two of their working hours to accept; until then everything stays with whoever has it.

    Raises Refused, also when another offer is open.
    """
    with transaction.atomic():
        conversation = lock(conversation.pk)
        _refuse(conversation, words, by=by)
        _refuse_if_open(conversation)
        handoff = _written(conversation, words, to=to, by=by, at=at)
        teams = _teams(handoff, conversation, to)
        _refuse_if_avoided(conversation, to)
        if isinstance(to, Agent):
            invite(conversation, why=ClockKind.OFFER, about=handoff.pk, agents=[to])
        else:
            invite(conversation, why=ClockKind.OFFER, about=handoff.pk, teams=teams)
        due_at = _start_clock(handoff, teams[0], to, at=at)
        change(conversation, at=at, by=by)
        say(Kind.HANDOFF_OFFERED, handoff, conversation, at=at, by=by, until=due_at.isoformat())
    return handoff


def withdraw(handoff: Handoff, *, why: str, by: Agent, at: datetime) -> None:
    """The offer to a colleague is over, and everything stays with whoever has it. Raises Refused."""
    with transaction.atomic():
        handoff, conversation = held(handoff.pk)
        if handoff.partner_id is not None:
            raise Refused(_("A partner has this. Take it back from them, so that they hear of it."))
        if not (handoff.by_id == by.pk or atwork.may_offer(by, conversation)):
            raise Refused(_("Only whoever has this, who offered it, or a lead can withdraw the offer."))
        end(handoff, conversation, to=State.WITHDRAWN, at=at, by=by, why=why)
        change(conversation, at=at, by=by)
        say(Kind.HANDOFF_WITHDRAWN, handoff, conversation, at=at, by=by, why=handoff.why)


def _refuse(conversation: Conversation, words: Words, *, by: Agent) -> None:
    may = atwork.may_offer(by, conversation)
    if why := rules.why_not_offer(conversation, may=may, reason=words.reason):
        raise Refused(why)


def _refuse_if_open(conversation: Conversation) -> None:
    there = Handoff.objects.filter(conversation=conversation, state=State.OFFERED, partner=None).first()
    if there:
        raise Refused(_("It is offered to %(name)s already. Withdraw that offer first.") % {"name": there.to_name})


def _refuse_if_avoided(conversation: Conversation, to: Agent | Team | Location) -> None:
    """Nobody whom the customer asked to be spared from is offered it."""
    names = avoided_names(conversation)
    if names and (place := atwork.avoided_place(to, names)):
        words = _("%(customer)s asked not to have to do with %(place)s. Offer it to somebody elsewhere.")
        raise Refused(words % {"customer": conversation.customer, "place": place})


def _written(
    conversation: Conversation, words: Words, *, to: Agent | Team | Location, by: Agent, at: datetime
) -> Handoff:
    fields = {
        "conversation": conversation,
        "owner": conversation.owner,
        "by": by,
        "reason": rules.cleaned(words.reason),
        "told": rules.cleaned(words.told),
        "at": at,
    }
    place = "agent" if isinstance(to, Agent) else "team" if isinstance(to, Team) else "location"
    try:
        with transaction.atomic():
            return Handoff.objects.create(**fields, **{place: to})
    except IntegrityError:
        raise Refused(_("It is offered to someone else already. Look again.")) from None


def _start_clock(handoff: Handoff, team: Team, to: Agent | Team | Location, *, at: datetime) -> datetime:
    """The time to accept runs, in the hours of the team. Returns when it is over."""
    hours = atwork.hours_id(team)
    start = Start(
        handoff.conversation_id,
        ClockKind.OFFER,
        team.pk,
        at,
        rules.accept_by(at, atwork.hours_at(hours)),
        about=handoff.pk,
        agent=to.pk if isinstance(to, Agent) else None,
        who=to.name.partition(" ")[0] if isinstance(to, Agent) else to.name,
        hours=hours,
    )
    return clocks.start_all([start])[0].due_at


def _teams(handoff: Handoff, conversation: Conversation, to: Agent | Team | Location) -> list[Team]:
    """The teams that it is put to, that whose hours count first. Raises Refused when nobody there could take it."""
    if isinstance(to, Agent):
        if not to.is_active:
            raise Refused(_("%(to)s no longer works here. Choose someone else.") % {"to": to})
        if to.pk == conversation.owner_id:
            raise Refused(_("%(to)s has this already.") % {"to": to})
        team = atwork.team_for(to, handoff, conversation)
        if team is None:
            raise Refused(
                _("%(to)s works in no team, so could not have a conversation. Choose someone else.") % {"to": to}
            )
        return [team]
    if not to.is_active:
        raise Refused(_("%(to)s is closed. Choose another.") % {"to": to})
    teams = [one for one in atwork.receiving_teams(handoff) if atwork.has_people(one)]
    if not teams:
        raise Refused(_("Nobody works in %(to)s now. Choose another.") % {"to": to})
    return teams
