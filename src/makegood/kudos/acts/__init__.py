"""Every change to thanks: one verb, one transaction, one event."""

from makegood.kudos.acts.asking import answer, ask, carry, may_answer, plan_question
from makegood.kudos.acts.deciding import (
    add_word,
    bring_back,
    close_table,
    decide,
    drop,
    let_read,
    name_again,
    name_nowhere,
    open_table,
    renew_table,
    take_back,
)
from makegood.kudos.acts.giving import Giver, give, praise, thank, thank_described
from makegood.kudos.acts.leaving import Left, leave

__all__ = [
    "Giver", "Left", "add_word", "answer", "ask", "bring_back", "carry", "close_table", "decide", "drop", "give",
    "leave", "let_read", "may_answer", "name_again", "name_nowhere", "open_table", "plan_question", "praise",
    "renew_table", "take_back", "thank", "thank_described",
]  # fmt: skip
