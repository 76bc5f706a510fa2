"""Thanks are given: by a customer on their page, by a colleague, or passed on by one of us who read or heard them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.conversations.acts.changing import lock, tell
from makegood.conversations.acts.wishing import lock_followed
from makegood.conversations.models import Conversation, Message
from makegood.conversations.queries import Opened, helpers_of
from makegood.conversations.rules import Refused
from makegood.kudos import queries, rules
from makegood.kudos.models import Kudos, Way
from makegood.people.models import Agent
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


@dataclass(frozen=True, slots=True)
class Giver:
    """Who says thanks and how it came. `by`: which of us said it or passed it on; `name`: what somebody else calls
    themselves; `source`: where it stands in public; `once`: twice is once.
    """

    way: Way
    by: Agent | None = None
    name: str = ""
    source: str = ""
    once: str = ""


def give(agent: Agent, *, words: str, giver: Giver, at: datetime, about: Conversation | Message | None = None) -> Kudos:
    """The colleague has these thanks, and so has their lead. `about` is what they were said in, or for.

    The same `once` is the same thanks. Raises Refused, in words.
    """
    words = rules.cleaned(words)
    if giver.by is not None and giver.by.pk == agent.pk and giver.way in (Way.COLLEAGUE, Way.TOLD):
        raise Refused(_("You cannot thank yourself. Thank a colleague."))
    with transaction.atomic():
        conversation = _held(about)
        if giver.once and (done := Kudos.objects.filter(once=giver.once).first()):
            return done
        helper = Agent.objects.get(pk=agent.pk)
        if not helper.is_active:
            raise Refused(_("%(name)s does not work here any more.") % {"name": helper})
        kudos, is_new = _written(
            giver.once,
            way=giver.way,
            conversation=conversation,
            customer_id=conversation.customer_id if conversation else None,
            message=about if isinstance(about, Message) else None,
            agent=helper,
            by=giver.by,
            words=words,
            name=rules.on_one_line(giver.name, rules.LONGEST_NAME),
            source=giver.source[:500],
            at=at,
        )
        if is_new:
            reached(kudos, conversation, at=at, by=giver.by)
    return kudos


def _held(about: Conversation | Message | None) -> Conversation | None:
    if about is None:
        return None
    return lock(about.conversation_id if isinstance(about, Message) else about.pk)


def _written(once: str, **fields: Any) -> tuple[Kudos, bool]:
    """The row, and whether it is new: what was written under the same `once` in the same moment is the same."""
    if not once:
        return Kudos.objects.create(**fields), True
    return Kudos.objects.get_or_create(once=once, defaults=fields)


def thank(opened: Opened, *, agent: int, words: str, at: datetime) -> Kudos:
    """The customer has thanked the colleague, who hears it at once, and so does their lead.

    The same again is the same thanks. Raises Refused, in words.
    """
    words = rules.cleaned(words)
    with transaction.atomic():
        conversation = lock_followed(opened.conversation.pk)
        given = queries.given_in(conversation)
        if given is not None and (given.agent_id, given.words) == (agent, words):
            return given
        helpers = [one.id for one in helpers_of(opened)]
        if why := rules.why_not_thank(agent, helpers=helpers, thanked=_thanked(given)):
            raise Refused(why)
        helper = Agent.objects.get(pk=agent)
        kudos = Kudos.objects.create(
            way=Way.PAGE,
            conversation=conversation,
            customer_id=conversation.customer_id,
            agent=helper,
            words=words,
            at=at,
        )
        reached(kudos, conversation, at=at)
    return kudos


def _thanked(given: Kudos | None) -> str:
    """Whom they have thanked already, "" for nobody."""
    if given is None:
        return ""
    return given.agent.name.partition(" ")[0] if given.agent else given.whom


def thank_described(opened: Opened, *, whom: str, words: str, at: datetime) -> Kudos:
    """The customer has thanked somebody whom they describe; who leads there says who it was. Raises Refused."""
    whom, words = rules.on_one_line(whom, rules.LONGEST_WHOM), rules.cleaned(words)
    with transaction.atomic():
        conversation = lock_followed(opened.conversation.pk)
        given = queries.given_in(conversation)
        if given is not None and (given.whom, given.words) == (whom, words):
            return given
        if given is not None:
            raise Refused(rules.why_not_thank(0, helpers=(), thanked=_thanked(given)))
        if not whom:
            raise Refused(_("Whom do you want to thank? Choose one of those who helped you."))
        kudos = Kudos.objects.create(
            way=Way.PAGE,
            state=Kudos.State.WAITING,
            conversation=conversation,
            customer_id=conversation.customer_id,
            location_id=conversation.team.location_id,
            whom=whom,
            words=words,
            at=at,
        )
        left(kudos, at=at)
    return kudos


def praise(message: Message, agent: Agent, *, words: str, by: Agent, at: datetime) -> Kudos:
    """What a customer wrote in a mail has reached the colleague as thanks, word for word, once a mail.

    Raises Refused when they did not write that, or somebody in doubt did.
    """
    is_theirs = message.direction == Message.IN and not (message.is_doubtful or message.is_stranger)
    if not (is_theirs and rules.stands_in(words, message.reply_text or message.text)):
        raise Refused(_("The customer did not write that. Choose words that stand in their message."))
    giver = Giver(Way.MAIL, by=by, once=f"mail:{message.pk}")
    kudos = give(agent, words=" ".join(words.split()), giver=giver, about=message, at=at)
    if kudos.agent_id != agent.pk:
        raise Refused(_("This has reached %(name)s already.") % {"name": kudos.agent})
    return kudos


def reached(kudos: Kudos, conversation: Conversation | None, *, at: datetime, by: Agent | None = None) -> None:
    """It is told: to the person and their lead; in a conversation also to those who see that."""
    helper = kudos.agent
    if helper is None:
        return
    about = {
        "kudos": kudos.pk,
        "agent": helper.pk,
        "name": helper.name,
        "words": kudos.words,
        "way": str(kudos.way),
        "for_agent": helper.pk,
        "hears": [helper.pk, *queries.leads_of(helper)],
    }
    if conversation is not None:
        tell(Kind.KUDOS_GIVEN, conversation, at=at, by=by, about=about)
    else:
        record(Kind.KUDOS_GIVEN, at=at, by=by.pk if by else None, about=about)


def left(kudos: Kudos, *, at: datetime) -> None:
    """Somebody is to say for whom it is, or whether it is thanks: those who lead at the place are told."""
    hears = queries.deciders_at(kudos.location) if kudos.location else []
    about = {"kudos": kudos.pk, "hears": hears, "is_held": kudos.state == Kudos.State.HELD}
    record(Kind.KUDOS_LEFT, at=at, location=kudos.location_id, about=about)
