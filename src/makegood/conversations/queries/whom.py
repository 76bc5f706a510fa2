"""A customer by themselves: who they are, and what they have with us."""

from __future__ import annotations

from makegood.conversations.queries.items import CustomerPanel
from makegood.conversations.queries.lists import rows_of
from makegood.conversations.queries.scope import visible_to
from makegood.customers.models import Customer
from makegood.people.models import Agent

SHOWN = 20


def customer_panel(agent: Agent, pk: int) -> CustomerPanel:
    """Who they are, and their newest conversations that the agent may see; without any, there is no such customer.

    Raises Customer.DoesNotExist.
    """
    theirs = list(visible_to(agent).filter(customer=pk).order_by("-pk").values_list("pk", flat=True)[:SHOWN])
    if not theirs:
        raise Customer.DoesNotExist
    found = Customer.objects.select_related("group").get(pk=pk)
    addresses = list(found.identities.order_by("pk").values_list("value", flat=True))
    name = found.name or (addresses[0] if addresses else "")
    others, group = rows_of(theirs, agent=agent), found.group.name if found.group else ""
    return CustomerPanel(found.pk, name, found.created_at, addresses, found.blocked_at is not None, others, group)
