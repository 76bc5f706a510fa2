"""All reads about orders."""

from makegood.orders.queries.one import (
    currency_of,
    order_and_line,
    order_for,
    posted,
    posted_of,
    secret_of,
    source,
    source_at,
    sources,
)
from makegood.orders.queries.shown import (
    LineItem,
    OrderItem,
    ShipmentItem,
    conversations_of,
    items,
    of_customer,
    shipments_of,
    tied_to,
)
from makegood.orders.queries.whose import customer_id_of, customer_of

__all__ = [
    "LineItem", "OrderItem", "ShipmentItem", "conversations_of", "currency_of", "customer_id_of", "customer_of",
    "items", "of_customer", "order_and_line", "order_for", "posted", "posted_of", "secret_of", "shipments_of", "source",
    "source_at", "sources", "tied_to",
]  # fmt: skip
