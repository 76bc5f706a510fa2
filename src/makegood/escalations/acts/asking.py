"""A colleague, or the customer, asks for someone who can fix it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.authority.facts import Need
from makegood.authority.policy import Answer
from makegood.authority.queries import decided_for_the_front_line
from makegood.clocks.models import Clock
from makegood.clocks.rules import RESPONSES
from makegood.conversations import attached
from makegood.conversations.acts import Spoken, write
from makegood.conversations.acts.changing import change, lock, tell
from makegood.conversations.models import Conversation, State
from makegood.conversations.queries import Opened
from makegood.conversations.rules import Refused
from makegood.escalations import queries, rules
from makegood.escalations.acts.climbing import Why, begin
from makegood.escalations.models import Cause, Escalation
from makegood.escalations.rules import Takes, words_of
from makegood.people.models import Agent
from makegood.people.rules import LADDER
from makegood.timeline.kinds import Kind

LONGEST_REASON = 2000


def escalate(
    conversation: Conversation,
    *,
    reason: str,
    subject: Agent | None = None,
    need: Need | None = None,
    by: Agent,
    at: datetime,
) -> Escalation:
    """The next above is asked. `subject`: whom it is about, who is never asked. Raises Refused.

    `need`: what is to be granted; whoever may not grant it by the policy in force is passed over.
    """
    reason = reason.replace("\0", "").strip()[:LONGEST_REASON]
    with transaction.atomic():
        conversation = lock(conversation.pk)
        if conversation.state in (State.CLOSED, State.MERGED):
            raise Refused(_("This conversation is closed. Reopen it first."))
        if queries.open_of(conversation.pk):
            raise Refused(_("It has been taken higher already. The panel says who has it now."))
        if not reason:
            raise Refused(_("Say in a few words what is needed, so that nobody has to ask again."))
        takes = taken_by(conversation, need, at=at)
        why = Why(Cause.AGENT, at, reason=reason, subject=subject, needs=takes.words, needs_rank=takes.rank)
        one = begin(conversation, why, by=by, at=at)
        change(conversation, at=at, state=State.OPEN)
    return one


def taken_by(conversation: Conversation, need: Need | None, *, at: datetime) -> Takes:
    """What granting it takes, by the policy in force at the conversation's place. Raises Refused if nobody may."""
    if need is None:
        return Takes()
    said = decided_for_the_front_line(need, at=at, location=conversation.team.location.name)
    if said is None:
        return Takes(words_of(need, ""))
    policy, decision = said
    if decision.answer is Answer.NEVER:
        raise Refused(
            _("By the policy nobody may grant that: %(why)s Take it higher without it, if it needs someone above.")
            % {"why": decision.why}
        )
    return Takes(words_of(need, policy.currency), decision.by if decision.by in LADDER else "")


def why_not_higher(conversation: Conversation) -> str:
    """Why the customer may not take it higher now (see rules.why_not_ask_higher); "" when they may."""
    steps = rules.above_owner(queries.steps_of(conversation.team), conversation.owner_id)
    return rules.why_not_ask_higher(
        is_open=queries.open_of(conversation.pk) is not None,
        missed=_was_missed(conversation),
        remembered=queries.remembered(conversation.pk),
        top=max((step.place for step in steps), default=0),
        until=conversation.next_due,
    )


def _was_missed(conversation: Conversation) -> bool:
    """Whether the owner's time has passed: a running answer is late, or what we said was not kept."""
    clocks = Clock.objects.filter(conversation_id=conversation.pk, missed_at__isnull=False)
    late = clocks.filter(kind__in=RESPONSES, ended_at=None)
    return late.exists() or clocks.exclude(kind__in=RESPONSES).exists()


def take_higher_saying(opened: Opened, spoken: Spoken, *, at: datetime) -> Escalation:
    """The same with what they wrote, which is their message: both have happened, or neither. Raises Refused."""
    with transaction.atomic():
        if spoken.text.strip() or spoken.files:
            write(opened, spoken, at=at)  # first, for whoever files mail holds all filing before any conversation
        return take_higher(opened.conversation, words=spoken.text, at=at)


def take_higher(conversation: Conversation, *, words: str = "", at: datetime) -> Escalation:
    """The customer takes it to the next above, once a rung; it is their word to us too. Raises Refused."""
    with transaction.atomic():
        conversation = lock(conversation.pk)
        while conversation.merged_into_id:
            conversation = lock(conversation.merged_into_id)
        match why_not_higher(conversation):
            case "running":
                raise Refused(_("Someone above has this already. The page says who, and until when."))
            case "top":
                raise Refused(_("It has been with those at the top. They have it in sight until it is solved."))
            case "early":
                raise Refused(_("We still have time to answer. If we do not, you can take it higher here."))
        for one in attached.everyone():
            one.received(conversation, at=at)
        reason = words.replace("\0", "").strip()[:LONGEST_REASON]
        found = begin(conversation, Why(Cause.CUSTOMER, at, reason=reason), at=at)
        if conversation.state == State.CLOSED:
            tell(Kind.CONVERSATION_REOPENED, conversation, at=at)
        change(conversation, at=at, state=State.OPEN, closed_at=None)
    return found
