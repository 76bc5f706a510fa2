"""Whose an order is: whoever is known by its address or its number, whenever that was learned."""

from __future__ import annotations

from makegood.base.plain import ask
from makegood.customers.models import Customer
from makegood.orders.models import Order

WHOSE = """SELECT i.customer_id FROM customers_identity i
    WHERE (i.kind = 'mail' AND i.value = %s) OR (i.kind = 'phone' AND i.value = %s) ORDER BY i.kind, i.id LIMIT 1"""


def customer_id_of(order: Order) -> int | None:
    """The customer who is known by its address, else by its number; None: nobody is. One query."""
    if not (order.mail or order.phone):
        return None
    found = ask(WHOSE, (order.mail, order.phone))
    return int(found[0][0]) if found else None


def customer_of(order: Order) -> Customer | None:
    """The same as the customer. Two queries."""
    pk = customer_id_of(order)
    return Customer.objects.filter(pk=pk).first() if pk else None
