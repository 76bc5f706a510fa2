"""What may happen to a handoff: pure decisions, no database."""

from __future__ import annotations

from datetime import datetime, timedelta

from makegood.clocks.hours import Hours
from makegood.conversations.models import Conversation
from makegood.conversations.models import State as Standing
from makegood.handoffs.models import Handoff, State

TO_ACCEPT = timedelta(hours=2)  # working time of whoever is to accept
LONGEST_TEXT = 4000


def accept_by(at: datetime, hours: Hours) -> datetime:
    """By when an offer inside is to be answered."""
    return hours.add(at, TO_ACCEPT)


def lengthened(due_at: datetime, hours: Hours) -> datetime:
    """The same once more, for a question that was asked back."""
    return hours.add(due_at, TO_ACCEPT)


def cleaned(text: str) -> str:
    """Whole, within bounds, without empty ends."""
    return text.replace("\0", "").strip()[:LONGEST_TEXT]


def why_not_offer(conversation: Conversation, *, may: bool, reason: str) -> str:
    """Empty when this may be handed on; else why not, in words."""
    if conversation.state == Standing.MERGED:
        return "This conversation was merged into another. Hand that one on."
    if conversation.state == Standing.CLOSED:
        return "This conversation is closed. Reopen it first."
    if not may:
        return f"Only {conversation.owner or 'who has it'} or a lead can hand this on."
    return "" if cleaned(reason) else "Say in a few words why you hand it on, so that nobody has to ask again."


def why_not_close(handoff: Handoff) -> str:
    """Why the conversation does not close while this is open, and what to do instead."""
    if handoff.partner_id and handoff.state == State.ACCEPTED:
        return f"{handoff.to_name} still has a part of this. Wait for them, or take it back first."
    if handoff.partner_id:
        return f"{handoff.to_name} has not answered yet. Wait for them, or take it back first."
    return f"This is offered to {handoff.to_name}. Withdraw the offer first, or wait for the answer."


def what_became(handoff: Handoff) -> str:
    """What became of one that somebody else has ended or accepted meanwhile, by name."""
    who = str(handoff.ended_by or handoff.accepted_by or handoff.to_name)
    return {
        State.ACCEPTED: f"{who} has accepted this already.",
        State.DECLINED: f"{who} has declined this already.",
        State.WITHDRAWN: f"This offer was withdrawn: {handoff.why}" if handoff.why else "This offer was withdrawn.",
        State.RETURNED: "This went back already: " + (handoff.why or "nobody answered in time."),
        State.FINISHED: f"{handoff.to_name} has finished this already.",
    }.get(State(handoff.state), "This has changed meanwhile. Look again.")
