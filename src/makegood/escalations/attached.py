"""What climbs follows its conversation, in the same transaction."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from makegood.clocks import acts as clocks
from makegood.clocks.models import Clock
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.queries import running_about
from makegood.clocks.rules import RESPONSES
from makegood.conversations.attached import Attached
from makegood.conversations.models import Conversation, Guest, Message
from makegood.escalations import queries, rules
from makegood.escalations.acts.climbing import Why, begin, end, take_over, turn_away
from makegood.escalations.models import Cause, Escalation
from makegood.handoffs.models import Handoff
from makegood.people.models import Agent

ANYONES = (Cause.LATE_ANSWER,)
OWNERS = (Cause.SILENT_PARTNER, Cause.UNANSWERED_OFFER)
RUNGS = (Cause.AGENT, Cause.EFFORT, Cause.CUSTOMER)


class Climbs(Attached):
    """What climbs keeps the conversation open, and ends by what it was about."""

    def missed(self, conversation: Conversation, clock: Clock, *, at: datetime) -> None:
        """See Attached. A late answer begins to climb, once; so does a late call."""
        if clock.kind in RESPONSES:
            begin(conversation, Why(Cause.LATE_ANSWER, clock.due_at), at=at)
        if clock.kind == ClockKind.CALLBACK:
            begin(conversation, Why(Cause.LATE_CALL, clock.due_at, about=clock.about_id), at=at)

    def called_back(
        self, conversation: Conversation, *, about: int, message: int, by: Agent | None, at: datetime
    ) -> None:
        """See Attached."""
        one = queries.open_of(conversation.pk)
        if one is not None and one.cause == Cause.LATE_CALL and one.about_id == about:
            end(one, conversation, why="called", by=by, message=message, at=at)

    def handed_back(self, conversation: Conversation, *, handoff: int, at: datetime) -> None:
        """See Attached. Nobody answered an offer, or a partner fell silent: the next above hears of it."""
        is_partners = Handoff.objects.filter(pk=handoff, partner__isnull=False).exists()
        cause = Cause.SILENT_PARTNER if is_partners else Cause.UNANSWERED_OFFER
        begin(conversation, Why(cause, at, about=handoff), at=at)

    def why_not_close(self, conversation: Conversation, *, by: Agent | None) -> str:
        """See Attached. While something climbs, only the rung's person or above closes."""
        one = queries.open_of(conversation.pk)
        if one is None or (by and _answers_for(one, conversation, by)):
            return ""
        if one.asked and one.told_at:
            return _("%(name)s has this now, and closes it when it is solved.") % {"name": one.asked}
        return _("This has been taken higher. Whoever it goes to closes it when it is solved.")

    def why_not_hold(self, conversation: Conversation, *, until: datetime) -> str:
        """See Attached."""
        return _("This has been taken higher, so it cannot rest.") if queries.open_of(conversation.pk) else ""

    def keeps_open(self, conversation: Conversation) -> bool:
        """See Attached."""
        return queries.open_of(conversation.pk) is not None

    def replied(self, message: Message, conversation: Conversation, *, by: Agent, at: datetime) -> None:
        """See Attached. The table of rules.ENDS."""
        one = queries.open_of(conversation.pk)
        if one is None:
            return
        ends = one.cause in ANYONES or (one.cause in OWNERS and by.pk == conversation.owner_id)
        if ends or (one.cause in (*RUNGS, *OWNERS) and _answers_for(one, conversation, by)):
            end(one, conversation, why="replied", by=by, message=message.pk, at=at)

    def unreplied(self, message: Message, conversation: Conversation, *, at: datetime) -> None:
        """See Attached. The reply that ended it never left."""
        for one in Escalation.objects.filter(conversation=conversation, ended_with=message.pk).exclude(ended_at=None):
            if queries.open_of(conversation.pk):
                return
            one.ended_at, one.ended_why, one.ended_by, one.ended_with = None, "", None, 0
            one.save(update_fields=["ended_at", "ended_why", "ended_by", "ended_with"])
            ended = Clock.objects.filter(kind=ClockKind.RUNG, about_id=one.pk).exclude(ended_at=None)
            clocks.restore(list(ended.order_by("-ended_at").values_list("pk", flat=True)[:1]), at=at)

    def wished(self, conversation: Conversation, *, at: datetime) -> None:
        """See Attached. Who has it may be of a place that the customer avoids from now on."""
        turn_away(conversation, at=at)

    def closing(self, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
        """See Attached. What climbs ends, and the rung that was reached is forgotten."""
        one = queries.open_of(conversation.pk)
        if one is not None:
            end(one, conversation, why="closed", by=by, at=at)
        Escalation.objects.filter(conversation=conversation, is_remembered=True).update(is_remembered=False)

    def moved(self, source: Conversation, target: Conversation, *, by: Agent, at: datetime) -> None:
        """See Attached. Of two that climb the one on the higher rung stays, about what is not ended so easily."""
        mine, other = queries.open_of(source.pk), queries.open_of(target.pk)
        if mine and other:
            lower, higher = (mine, other) if mine.rung <= other.rung else (other, mine)
            if rules.takes_over(Cause(lower.cause), higher.cause):
                take_over(higher, _why(lower))
            end(lower, source if lower is mine else target, why="merged", by=by, at=at)
        for one in Escalation.objects.filter(conversation=source):
            _carry(one, to=target, origin=one.origin_id or source.pk)

    def restored(self, source: Conversation, target: Conversation, *, by: Agent, at: datetime) -> None:
        """See Attached."""
        for one in Escalation.objects.filter(conversation=target, origin=source):
            _carry(one, to=source, origin=None)


def _answers_for(one: Escalation, conversation: Conversation, by: Agent) -> bool:
    steps = queries.steps_of(conversation.team)
    return rules.may_answer_for(one, steps, by.pk, owner=conversation.owner_id)


def _why(one: Escalation) -> Why:
    """What it climbs about."""
    return Why(
        Cause(one.cause), one.due_at, about=one.about_id, reason=one.reason, subject=one.subject, needs=one.needs,
        needs_rank=one.needs_rank,
    )  # fmt: skip


def _carry(one: Escalation, *, to: Conversation, origin: int | None) -> None:
    clock = running_about(ClockKind.RUNG, one.pk)
    if clock is not None:
        clocks.carry([clock], to=to.pk)
    Guest.objects.filter(why=ClockKind.RUNG, about=one.pk).update(conversation=to)
    Escalation.objects.filter(pk=one.pk).update(conversation=to, origin=origin)
