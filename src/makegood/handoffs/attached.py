"""Handoffs follow their conversation, in the same transaction."""

from __future__ import annotations

from datetime import datetime

from makegood.base.prepared import Prepared
from makegood.clocks import acts as clocks
from makegood.clocks.models import Kind as ClockKind
from makegood.conversations.attached import Attached
from makegood.conversations.models import Conversation, Guest
from makegood.handoffs import rules
from makegood.handoffs.acts.common import NAMES, clocks_of, end, say
from makegood.handoffs.models import Handoff, State
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind

# Every act on a conversation asks this.
OPEN = Prepared(lambda: Handoff.objects.filter(conversation=0, ended_at=None).select_related(*NAMES).order_by("pk"))


class Handoffs(Attached):
    """An open handoff keeps the conversation from closing, ends with another owner, and goes along in a merge."""

    def why_not_close(self, conversation: Conversation, *, by: Agent | None) -> str:
        """See Attached."""
        handoff = OPEN.first(conversation.pk)
        return rules.why_not_close(handoff) if handoff else ""

    def owner_changed(self, conversation: Conversation, *, was: Agent | None, by: Agent | None, at: datetime) -> None:
        """See Attached. What was offered by an owner who has it no more is offered no more."""
        for handoff in OPEN.all(conversation.pk):
            if handoff.partner_id is not None:
                continue
            if handoff.owner_id != conversation.owner_id or conversation.owner_id is None:
                _withdraw(handoff, conversation, by=by, at=at)

    def moved(self, source: Conversation, target: Conversation, *, by: Agent, at: datetime) -> None:
        """See Attached. Of two inside offers the source's is withdrawn."""
        is_taken = any(one.partner_id is None for one in OPEN.all(target.pk))
        for handoff in OPEN.all(source.pk):
            if handoff.partner_id is None and is_taken:
                _withdraw(handoff, target, by=by, at=at)  # its guests are there already
                continue
            owner = target.owner_id or source.owner_id
            _carry(handoff, to=target, origin=handoff.origin_id or source.pk, owner=owner)
        ended = Handoff.objects.filter(conversation=source).exclude(ended_at=None)
        ended.filter(origin=None).update(origin=source)
        ended.update(conversation=target)

    def restored(self, source: Conversation, target: Conversation, *, by: Agent, at: datetime) -> None:
        """See Attached."""
        for handoff in OPEN.all(target.pk):
            if handoff.origin_id == source.pk:
                _carry(handoff, to=source, origin=None, owner=source.owner_id)
        Handoff.objects.filter(conversation=target, origin=source).update(conversation=source, origin=None)


def _withdraw(handoff: Handoff, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
    now_with = conversation.owner or conversation.team
    end(handoff, conversation, to=State.WITHDRAWN, at=at, by=by, why=f"The conversation is with {now_with} now.")
    say(Kind.HANDOFF_WITHDRAWN, handoff, conversation, at=at, by=by, why=handoff.why)


def _carry(handoff: Handoff, *, to: Conversation, origin: int | None, owner: int | None) -> None:
    """It hangs on the other conversation, with its clock and those whom it was put to."""
    clocks.carry(clocks_of(handoff), to=to.pk)
    Guest.objects.filter(why=ClockKind.OFFER, about=handoff.pk).update(conversation=to)
    Handoff.objects.filter(pk=handoff.pk).update(conversation=to, origin=origin, owner=owner)
