"""Every change to a handoff: one verb, one transaction, one event, its clock."""

from makegood.handoffs.acts.answering import accept, answer, ask, decline
from makegood.handoffs.acts.mails import mail_failed, mail_not_needed, mail_sent
from makegood.handoffs.acts.offering import Words, offer, withdraw
from makegood.handoffs.acts.partners import Brief, offer_partner, take_back, tell_partner
from makegood.handoffs.acts.theirs import Voice, finish, hold_for_log, keep_beside, move, refuse, take, write

__all__ = [
    "Brief",
    "Voice",
    "Words",
    "accept",
    "answer",
    "ask",
    "decline",
    "finish",
    "hold_for_log",
    "keep_beside",
    "mail_failed",
    "mail_not_needed",
    "mail_sent",
    "move",
    "offer",
    "offer_partner",
    "refuse",
    "take",
    "take_back",
    "tell_partner",
    "withdraw",
    "write",
]
