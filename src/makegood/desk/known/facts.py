"""What is known of a conversation, for the variables of a saved reply."""

from __future__ import annotations

from django.utils import translation

from makegood.articles.variables import Facts, Variable
from makegood.articles.words import language_of
from makegood.base.words import in_words
from makegood.conversations.models import Conversation
from makegood.orders import queries as orders
from makegood.people import queries as people
from makegood.people.models import Agent
from makegood.promises import queries as promises


def facts_of(agent: Agent, conversation: Conversation, text: str) -> Facts:
    """The values, in the language of the text; "" for what is not known. At most four queries."""
    promise = next(iter(promises.open_in(conversation)), None)
    company, name = people.company(), conversation.customer.name.strip()
    name = "" if "@" in name else name
    with translation.override(language_of(text)):
        due = in_words(promise.due_at.astimezone(promises.zone_of(conversation)), "l j F, H:i") if promise else ""
    return {
        Variable.CUSTOMER: name.partition(" ")[0],
        Variable.CUSTOMER_FULL: name,
        Variable.AGENT: agent.name.partition(" ")[0],
        Variable.AGENT_FULL: agent.name,
        Variable.NUMBER: f"#{conversation.number}",
        Variable.SUBJECT: conversation.subject,
        Variable.DUE: due,
        Variable.PROMISE: promise.what if promise else "",
        Variable.ORDER: _order(conversation),
        Variable.TEAM: conversation.team.name,
        Variable.COMPANY: company.name if company else "",
    }


def _order(conversation: Conversation) -> str:
    """The order that the conversation is about, else the customer's only one; "" in doubt."""
    known = orders.of_customer(conversation.customer_id, beside=conversation.pk)
    here = [one for one in known if one.is_here] or known
    return here[0].number if len(here) == 1 else ""
