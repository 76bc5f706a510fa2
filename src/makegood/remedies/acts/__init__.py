"""Every change to a remedy and to an ask: one verb, one transaction, one event, its booking and its agenda rows.

What ends in -ing goes along with a reply: `conversations.acts.reply(…, along=[granting(wish, by=…, at=…)])`.
"""

from makegood.remedies.acts.answering import say_no, say_yes, turn
from makegood.remedies.acts.asking import ask, leave, look_again, told_by_mail, unask
from makegood.remedies.acts.fulfilling import fail, fulfil, retry, take_turn
from makegood.remedies.acts.granting import grant, granting, telling
from makegood.remedies.acts.handing import hand_back, hand_over
from makegood.remedies.acts.late_gifts import set_late_gift
from makegood.remedies.acts.paid import claim_payout, payout_answered, payout_given_up, payout_refused
from makegood.remedies.acts.withdrawing import undo, unsay, withdraw

__all__ = [
    "ask", "claim_payout", "fail", "fulfil", "grant", "granting", "hand_back", "hand_over", "leave", "look_again",
    "payout_answered", "payout_given_up", "payout_refused", "retry", "say_no", "say_yes", "set_late_gift", "take_turn",
    "telling", "told_by_mail", "turn", "unask", "undo", "unsay", "withdraw",
]  # fmt: skip
