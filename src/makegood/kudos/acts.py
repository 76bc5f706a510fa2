"""Every change to thanks."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.conversations.acts.changing import tell
from makegood.conversations.acts.wishing import lock_followed
from makegood.conversations.queries import Opened, helpers_of
from makegood.conversations.rules import Refused
from makegood.kudos import queries, rules
from makegood.kudos.models import Kudos
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind


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
        thanked = given.agent.name.partition(" ")[0] if given else ""
        if why := rules.why_not_thank(agent, helpers=helpers, thanked=thanked):
            raise Refused(why)
        helper = Agent.objects.get(pk=agent)
        kudos = Kudos.objects.create(
            conversation=conversation, customer_id=conversation.customer_id, agent=helper, words=words, at=at
        )
        hears = [helper.pk, *queries.leads_of(helper)]
        about = {"kudos": kudos.pk, "agent": helper.pk, "name": helper.name, "words": words, "hears": hears}
        tell(Kind.KUDOS_GIVEN, conversation, at=at, about=about)
    return kudos
