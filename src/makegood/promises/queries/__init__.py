"""All reads about promises."""

from makegood.promises.queries.counter import Look, known_by
from makegood.promises.queries.one import (
    get_for,
    hours_of,
    is_told,
    moves,
    newest_term,
    open_in,
    states_of,
    terms,
    whos,
    zone_named,
    zone_of,
)
from makegood.promises.queries.shown import PromiseItem, item_for, of_conversation, of_customer, owed_by, speaks_up
from makegood.promises.queries.told import ToldPromise, told_to

__all__ = [
    "Look",
    "PromiseItem",
    "ToldPromise",
    "get_for",
    "hours_of",
    "is_told",
    "item_for",
    "known_by",
    "moves",
    "newest_term",
    "of_conversation",
    "of_customer",
    "open_in",
    "owed_by",
    "speaks_up",
    "states_of",
    "terms",
    "told_to",
    "whos",
    "zone_named",
    "zone_of",
]
