"""Somebody grants a remedy: judged, written down, booked and promised in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.authority.models import Version
from makegood.authority.policy import Answer
from makegood.base.money import is_currency
from makegood.base.prepared import Prepared
from makegood.conversations.acts import Along
from makegood.conversations.acts.changing import change, lock, undoable
from makegood.conversations.models import Conversation, Message
from makegood.conversations.models import State as Standing
from makegood.conversations.queries import tongue_for
from makegood.conversations.rules import Refused
from makegood.people.models import Agent, Rank
from makegood.promises import acts as promises
from makegood.promises.acts import Word
from makegood.promises.acts.common import opening
from makegood.remedies import queries, rules, words
from makegood.remedies.acts.booking import book_grant
from makegood.remedies.acts.common import hold_sums, say
from makegood.remedies.models import Ask, How, Remedy, RemedyKind, State
from makegood.remedies.queries import Judged
from makegood.remedies.rules import GivenAlready, MustAsk
from makegood.remedies.wish import Wish
from makegood.timeline.kinds import Kind

ONCE = Prepared(lambda: Remedy.objects.filter(once="x").filter(conversation=0).order_by("pk")[:1])


@dataclass(frozen=True)
class Leave:
    """By what it may be granted: whose authority, in which way, and by which version and case."""

    how: How
    answers_for: Agent
    version: Version
    case: dict[str, Any]


def grant(
    conversation: Conversation,
    wish: Wish,
    *,
    by: Agent,
    at: datetime,
    told: bool = False,
    again: bool = False,
    once: str = "",
) -> Remedy:
    """It is granted, booked and on its way; a closed conversation with something to come is open.

    `told`: the customer heard it by mouth. `again`: though the same thing was put right before. `once` makes a second
    press the same remedy. Raises NoPolicy, GivenAlready, MustAsk, Refused, each in words.
    """
    queries.in_force(conversation, at=at)  # its text is read before anything is held
    with transaction.atomic():
        conversation = _again(conversation)
        if once and (done := ONCE.first(once, conversation.pk)):
            return done
        remedy = _granted(wish, conversation, by=by, at=at, told_at=at if told else None, again=again, once=once)
        fields = opening(conversation, by=by) if conversation.state == Standing.CLOSED and remedy.promise_id else {}
        before = change(conversation, at=at, by=by, **fields)
        undoable(conversation, before, by=by, at=at, remedy_granted=remedy.pk)
    return remedy


def _again(seen: Conversation) -> Conversation:
    """The conversation as it is now, held; its team, whose policy was read already, is not read again."""
    now = lock(seen.pk)
    if now.team_id == seen.team_id:
        now.team = seen.team
    return now


def granting(wish: Wish, *, by: Agent, at: datetime, again: bool = False) -> Along:
    """The same, along with the reply that tells the customer."""

    def along(message: Message, conversation: Conversation) -> None:
        _granted(wish, conversation, by=by, at=at, told_at=at, told_by=message, again=again)

    return along


def telling(pk: int, *, at: datetime) -> Along:
    """A reply tells the customer of what was granted with somebody's yes."""

    def along(message: Message, conversation: Conversation) -> None:
        remedy = Remedy.objects.select_for_update().filter(pk=pk, conversation=conversation).first()
        if remedy is None or remedy.state in (State.WITHDRAWN, State.STUCK):
            raise Refused(_("This is not given any more. Look again before you write of it."))
        if remedy.told_at is None:
            Remedy.objects.filter(pk=pk).update(told_at=at, told_by=message)
        if remedy.kind == RemedyKind.VOUCHER:
            plan_fulfilment(remedy, run_at=at + rules.RESTS)  # which sends its code
        if remedy.promise_id:
            promises.telling(remedy.promise_id, by=message.by or remedy.granted_by, at=at)(message, conversation)

    return along


def _granted(wish: Wish, conversation: Conversation, *, by: Agent, at: datetime, again: bool, **more: Any) -> Remedy:
    judged = judged_now(wish, conversation, by=by, at=at, again=again)
    refuse_unless_allowed(judged)
    leave = Leave(How.AUTHORITY, by, judged.force.version, judged.case)
    return put_down(wish, conversation, leave, by=by, at=at, **more)


def judged_now(wish: Wish, conversation: Conversation, *, by: Agent, at: datetime, again: bool) -> Judged:
    """What the policy says to this person's giving it; from then on the sums stay as they were read.

    Inside an act that holds the conversation. Raises NoPolicy, GivenAlready, Refused.
    """
    refuse_if_it_cannot_be(wish, conversation, at=at)
    force = queries.in_force_or_refused(conversation, at=at)
    hold_sums()
    refuse_if_given(wish, conversation, again=again, at=at)
    rank = queries.ranks_over(conversation.team).get(by.pk, Rank.AGENT)
    return queries.judge(force, conversation, wish, by=by, rank=rank, at=at)


def refuse_if_it_cannot_be(wish: Wish, conversation: Conversation, *, at: datetime) -> None:
    """Raises Refused, in words, for what is no remedy, or has no place here."""
    if conversation.state == Standing.MERGED:
        raise Refused(_("This conversation was merged into another. Make it right there."))
    if not is_currency(wish.value.currency):
        raise Refused(_("That is no currency."))
    if why := rules.why_not_this(wish.kind, wish.cost, wish.value, wish.due_at, now=at):
        raise Refused(why)
    if why := queries.why_not_theirs(wish, conversation):
        raise Refused(why)


def refuse_unless_allowed(judged: Judged) -> None:
    """Raises MustAsk when somebody may say yes to it, Refused when nobody may; with the reason."""
    decision = judged.decision
    if decision.is_allowed:
        return
    raise (Refused if decision.answer is Answer.NEVER else MustAsk)(decision.why)


def refuse_if_given(wish: Wish, conversation: Conversation, *, again: bool, at: datetime) -> None:
    """Raises GivenAlready, naming what they were given, unless somebody has said that it is meant."""
    before = None if again else queries.given_for(conversation, wish, since=at - rules.AGAIN_WITHIN)
    if before is not None:
        raise GivenAlready(words.given_already(before, now=at))


def put_down(
    wish: Wish,
    conversation: Conversation,
    leave: Leave,
    *,
    by: Agent,
    at: datetime,
    told_at: datetime | None = None,
    told_by: Message | None = None,
    once: str = "",
    ask: Ask | None = None,
) -> Remedy:
    """The row, its booking, its promise or its turn, its event. Inside an act that has judged it."""
    remedy = Remedy.objects.create(
        **columns(wish, conversation),
        conversation=conversation,
        how=leave.how,
        version=leave.version,
        case=leave.case,
        granted_by=by,
        granted_at=at,
        answers_for=leave.answers_for,
        told_at=told_at,
        told_by=told_by,
        once=once or None,
    )
    book_grant(remedy, at=at)
    _see_to_it(remedy, conversation, by=by, at=at)
    about = {"how": leave.how.value, "told": told_at is not None} | ({"ask": ask.pk} if ask else {})
    said_by = None if leave.how is How.ITSELF else by
    say(Kind.REMEDY_GRANTED, remedy, conversation, by=said_by, at=at, **about)
    return remedy


def columns(wish: Wish, conversation: Conversation) -> dict[str, Any]:
    """What a remedy and an ask keep of a wish."""
    said = wish.words.strip() or words.usual(wish, language=tongue_for(conversation.pk))
    return {
        "kind": wish.kind,
        "cost": wish.cost.minor,
        "value": wish.value.minor,
        "amount": wish.amount.minor,
        "currency": wish.amount.currency,
        "thing": wish.called,
        "thing_key": wish.key,
        "order": wish.order,
        "line": wish.line,
        "bearer": wish.bearer or conversation.team.location,
        "words": said[:600],
        "reason": wish.reason.strip()[:600],
        "due_at": wish.due_at,
    }


def _see_to_it(remedy: Remedy, conversation: Conversation, *, by: Agent, at: datetime) -> None:
    """What comes later is a promise upon its event; what is given at once has its turn when it can't be undone."""
    if remedy.due_at is None or queries.pays_by(remedy):
        plan_fulfilment(remedy, run_at=at + rules.RESTS)
    if remedy.due_at is None:
        return
    word = Word(words.promised(remedy), remedy.due_at, event_of(remedy))
    promise = promises.give(word, conversation, by=by, at=at, told_at=remedy.told_at, told_by=remedy.told_by)
    Remedy.objects.filter(pk=remedy.pk).update(promise=promise)
    remedy.promise = promise


def event_of(remedy: Remedy) -> str:
    """What fulfils it when it is not given at once."""
    return rules.SORTS[remedy.kind].event


def plan_fulfilment(remedy: Remedy, *, run_at: datetime) -> None:
    """The worker gives it then."""
    agenda.plan("remedy", fulfilment_key(remedy.pk), run_at=run_at, about={"remedy": remedy.pk})


def fulfilment_key(pk: int) -> str:
    """The key of the turn that gives it: one, however often it is planned."""
    return f"remedy:{pk}"
