"""What may happen to a handoff: pure decisions, no database."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

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
        return _("This conversation was merged into another. Hand that one on.")
    if conversation.state == Standing.CLOSED:
        return _("This conversation is closed. Reopen it first.")
    if not may:
        return _("Only %(name)s or a lead can hand this on.") % {"name": conversation.owner or _("who has it")}
    return "" if cleaned(reason) else _("Say in a few words why you hand it on, so that nobody has to ask again.")


def why_not_close(handoff: Handoff) -> str:
    """Why the conversation does not close while this is open, and what to do instead."""
    if handoff.partner_id and handoff.state == State.ACCEPTED:
        return _("%(name)s still has a part of this. Wait for them, or take it back first.") % {"name": handoff.to_name}
    if handoff.partner_id:
        return _("%(name)s has not answered yet. Wait for them, or take it back first.") % {"name": handoff.to_name}
    return _("This is offered to %(name)s. Withdraw the offer first, or wait for the answer.") % {
        "name": handoff.to_name
    }


def what_became(handoff: Handoff) -> str:
    """What became of one that somebody else has ended or accepted meanwhile, by name."""
    who = str(handoff.ended_by or handoff.accepted_by or handoff.to_name)
    return {
        State.ACCEPTED: _("%(name)s has accepted this already.") % {"name": who},
        State.DECLINED: _("%(name)s has declined this already.") % {"name": who},
        State.WITHDRAWN: _("This offer was withdrawn: %(why)s") % {"why": handoff.why}
        if handoff.why
        else _("This offer was withdrawn."),
        State.RETURNED: _("This went back already: %(why)s") % {"why": handoff.why or _("nobody answered in time.")},
        State.FINISHED: _("%(name)s has finished this already.") % {"name": handoff.to_name},
    }.get(State(handoff.state), _("This has changed meanwhile. Look again."))
