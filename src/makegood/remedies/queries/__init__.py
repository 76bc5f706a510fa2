"""All reads about remedies and asks."""

from makegood.remedies.queries.allowed import Above, MayGive, Why, may_give, why
from makegood.remedies.queries.asks import (
    AskItem,
    asked,
    asks_in,
    asks_of,
    get_ask_for,
    item_for,
    open_asks,
    told_by_token,
)
from makegood.remedies.queries.bought import days_late, why_not_theirs
from makegood.remedies.queries.counter import CounterItem, at_counter
from makegood.remedies.queries.judging import (
    InForce,
    Judged,
    Line,
    NoPolicy,
    in_force,
    in_force_or_refused,
    is_high_enough,
    judge,
    judge_again,
    line_for,
    ranks_over,
)
from makegood.remedies.queries.late import Preview, late_gift_of, may_answer_for, preview
from makegood.remedies.queries.one import get_for, given_for, has_some, is_stuck, pays_by, undo_of
from makegood.remedies.queries.shown import RemedyItem, ToldRemedy, item_of, of_conversation, of_customer, told_to

__all__ = [
    "Above",
    "AskItem",
    "CounterItem",
    "InForce",
    "Judged",
    "Line",
    "MayGive",
    "NoPolicy",
    "Preview",
    "RemedyItem",
    "ToldRemedy",
    "Why",
    "asked",
    "asks_in",
    "asks_of",
    "at_counter",
    "days_late",
    "get_ask_for",
    "get_for",
    "given_for",
    "has_some",
    "in_force",
    "in_force_or_refused",
    "is_high_enough",
    "is_stuck",
    "item_for",
    "item_of",
    "judge",
    "judge_again",
    "late_gift_of",
    "line_for",
    "may_answer_for",
    "may_give",
    "of_conversation",
    "of_customer",
    "open_asks",
    "pays_by",
    "preview",
    "ranks_over",
    "told_by_token",
    "told_to",
    "undo_of",
    "why",
    "why_not_theirs",
]  # fmt: skip
