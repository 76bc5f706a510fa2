"""Every change to a handoff: one verb, one transaction, one event, its clock."""

from makegood.handoffs.acts.answering import accept, answer, ask, decline
from makegood.handoffs.acts.offering import Words, offer, withdraw

__all__ = ["Words", "accept", "answer", "ask", "decline", "offer", "withdraw"]
