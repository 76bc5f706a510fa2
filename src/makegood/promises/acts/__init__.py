"""Every change to a promise: one verb, one transaction, one event, its clock and agenda rows.

What ends in -ing goes along with a reply: `conversations.acts.reply(…, along=[making(word, by=…, at=…)])`.
"""

from makegood.promises.acts.breaking import break_early, own_up, run_out, speak_up
from makegood.promises.acts.carrying import bring_back, carry_all, leave, pass_on, take_along, undo, unsay
from makegood.promises.acts.ending import (
    come_true,
    correct,
    done_in_person,
    event_came,
    has_come,
    keep,
    keeping,
    let_go,
    make_good,
    withdraw,
    withdrawing,
)
from makegood.promises.acts.looking import look, owed_to
from makegood.promises.acts.making import Word, give, make, making
from makegood.promises.acts.moving import renegotiate, renegotiating
from makegood.promises.acts.passing import plan_word, tell_of_owner
from makegood.promises.acts.telling import telling
from makegood.promises.acts.warning import warn

__all__ = [
    "Word", "break_early", "bring_back", "carry_all", "come_true", "correct", "done_in_person", "event_came", "give",
    "has_come", "keep", "keeping", "leave", "let_go", "look", "make", "make_good", "making", "owed_to", "own_up",
    "pass_on", "plan_word", "renegotiate", "renegotiating", "run_out", "speak_up", "take_along", "tell_of_owner",
    "telling", "undo", "unsay", "warn", "withdraw", "withdrawing",
]  # fmt: skip
