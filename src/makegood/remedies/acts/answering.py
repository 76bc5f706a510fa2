"""The yes, the lesser yes, the no; and what time says where nobody answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base.money import Money
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.queries import running_clock
from makegood.conversations.acts.changing import change
from makegood.conversations.models import Conversation
from makegood.conversations.models import State as Standing
from makegood.conversations.rules import Refused
from makegood.people.duty.queries import persons
from makegood.people.models import Agent, Rank
from makegood.promises.acts.common import opening
from makegood.remedies import queries, rules
from makegood.remedies.acts.asking import end, gone, judged_for, pass_on, say
from makegood.remedies.acts.common import held_ask, hold_sums
from makegood.remedies.acts.granting import Leave, put_down
from makegood.remedies.models import Ask, Asked, How, Remedy
from makegood.remedies.queries import InForce
from makegood.remedies.wish import Wish
from makegood.timeline.kinds import Kind


def say_yes(made: Ask, *, by: Agent, at: datetime, value: Money | None = None, link: Asked | None = None) -> Remedy:
    """It is granted, by the policy in force now. `value`: yes, but less. `link`: the one by which they came, used now.

    The customer hears of it from who asked. Raises Refused when their authority does not suffice; Gone when somebody
    was first, naming them.
    """
    with transaction.atomic():
        made, conversation = held_ask(made.pk)
        force = _may_answer(made, conversation, by, link, at=at)
        hold_sums()
        wish = _wish_of(made, value, at=at)
        judged = judged_for(made, conversation, wish, force, by, at=at)
        if not judged.decision.is_allowed:
            raise Refused(_("Your authority does not suffice for this now. %(why)s") % {"why": judged.decision.why})
        remedy = _grant(made, conversation, wish, Leave(How.YES, by, force.version, judged.case), at=at)
        _use(link, at=at)
        change(conversation, at=at, by=by, **opening(conversation))
    return remedy


def say_no(made: Ask, *, reason: str, by: Agent, at: datetime, link: Asked | None = None) -> Ask:
    """It is not to be given, and who asked is told why. Raises Refused, Gone."""
    with transaction.atomic():
        made, conversation = held_ask(made.pk)
        force = _may_answer(made, conversation, by, link, at=at)
        _refuse_if_too_low(made, conversation, force, by, at=at)
        if not reason.strip():
            raise Refused(_("Why not? Whoever asked has to explain it to the customer."))
        end(made, conversation, to=Ask.State.REFUSED, at=at, answered_by=by, answered_version=force.version,
            answer=reason.strip()[:300])  # fmt: skip
        _use(link, at=at)
        say(Kind.ASK_ANSWERED, made, conversation, by=by, at=at, yes=False, why=made.answer)
        change(conversation, at=at, by=by, **opening(conversation))
    return made


def _may_answer(made: Ask, conversation: Conversation, by: Agent, link: Asked | None, *, at: datetime) -> InForce:
    """The policy in force, if this person may answer now. Raises Gone, Refused."""
    if made.state != Ask.State.ASKED:
        raise gone(made)
    if link is not None and (link.used_at or link.expires_at <= at):
        raise Refused(_("This link has been used, or is too old. Answer in the desk."))
    ranks = queries.ranks_over(conversation.team)
    mine, theirs = ranks.get(by.pk), ranks.get(made.by_id, Rank.AGENT)
    if by.pk == made.by_id or mine is None or not rules.may_decide(theirs, mine):
        raise Refused(_("Nobody says yes or no to themselves, or to somebody above them. Somebody else is asked."))
    if not Asked.objects.filter(ask=made, agent=by).exists():
        raise Refused(_("You have not been asked. Who has been is shown beside it."))
    return queries.in_force_or_refused(conversation, at=at)


def _refuse_if_too_low(made: Ask, conversation: Conversation, force: InForce, by: Agent, *, at: datetime) -> None:
    """Raises Refused when their rank may not lift it any more. A limit that is used up keeps nobody from a no."""
    judged = judged_for(made, conversation, _wish_of(made, None, at=at), force, made.by, at=at)
    if not queries.is_high_enough(judged, queries.ranks_over(conversation.team).get(by.pk, Rank.AGENT)):
        raise Refused(_("Your authority does not suffice for this now. %(why)s") % {"why": judged.decision.why})


def _use(link: Asked | None, *, at: datetime) -> None:
    """A link answers once."""
    if link is not None and not Asked.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        raise Refused(_("This link has been used, or is too old. Answer in the desk."))


def _wish_of(made: Ask, value: Money | None, *, at: datetime) -> Wish:
    """What was asked for, or less of it; what was to come by a day that has passed comes as much later."""
    due_at = made.due_at
    if due_at is not None and due_at <= at:
        due_at = at + (due_at - made.at)
    whole = Wish(made.kind, made.value_money, made.cost_money, made.bearer, made.thing, made.reason, made.words, due_at,
                 made.case["facts"].get("cause", {}).get("our_error"), made.order, made.line)  # fmt: skip
    if value is None or value == whole.value:
        return whole
    if value.currency != made.currency or not 0 < value.minor < made.value:
        raise Refused(_("Less than %(value)s, in the same currency: how much?") % {"value": whole.value.in_words()})
    cost = Money(made.cost * value.minor // made.value, made.currency)
    return replace(whole, value=value, cost=cost, words="")


def _grant(made: Ask, conversation: Conversation, wish: Wish, leave: Leave, *, at: datetime) -> Remedy:
    by = leave.answers_for
    remedy = put_down(wish, conversation, leave, by=made.by, at=at, ask=made)
    end(made, conversation, to=Ask.State.GRANTED, at=at, answered_by=by, answered_version=leave.version, remedy=remedy)
    is_less = wish.value.minor < made.value
    about = {"yes": True, "less": is_less, "given": wish.value.minor, "silence": leave.how is How.SILENCE}
    say(Kind.ASK_ANSWERED, made, conversation, by=by, at=at, **about)
    return remedy


def turn(clock_id: int, *, now: datetime) -> datetime | None:
    """The clock's turn: silence is a yes where the policy says so, else the next is asked; nobody left, it is our turn.

    A time: it is not due before then. None: it ended meanwhile, or is with somebody else now.
    """
    with transaction.atomic():
        clock = running_clock(clock_id)
        if clock is None:
            return None
        made, conversation = held_ask(clock.about_id)
        clock = running_clock(clock_id)  # it may have ended while we waited for the lock
        if clock is None or made.state != Ask.State.ASKED:
            return None
        if clock.turn_at > now:
            return clock.turn_at
        hold_sums()
        _take_turn(made, conversation, at=now)
        is_over = made.state != Ask.State.ASKED
        begins = [ClockKind.NEXT_RESPONSE] if made.state == Ask.State.UNANSWERED else []
        fields = opening(conversation) if is_over and conversation.state != Standing.MERGED else {}
        change(conversation, at=now, begins=begins, **fields)
    return None


def _take_turn(made: Ask, conversation: Conversation, *, at: datetime) -> None:
    force = queries.in_force(conversation, at=at)
    if force is None:  # the policy has ended, so nobody has the authority any more
        end(made, conversation, to=Ask.State.UNANSWERED, at=at)
        say(Kind.ASK_UNANSWERED, made, conversation, by=None, at=at)
        return
    wish = _wish_of(made, None, at=at)
    if made.told_at and made.answer_by and made.asked:
        is_over = made.answer_by <= at
        if is_over and _silence_grants(made, conversation, wish, force, at=at):
            return
        if not is_over:
            Asked.objects.filter(ask=made, agent=made.asked, left_at=None).update(left_at=at)
    pass_on(made, conversation, wish, force, at=at)


def _silence_grants(made: Ask, conversation: Conversation, wish: Wish, force: InForce, *, at: datetime) -> bool:
    """Who was told, and was there to the end, has said yes by saying nothing, if the policy says so."""
    asked, told_at, until = made.asked, made.told_at, made.answer_by
    if asked is None or told_at is None or until is None:
        return False
    told = Asked.objects.filter(ask=made, agent=asked).first()
    person = persons([asked.pk], at=told_at).get(asked.pk)
    if not rules.silence_counts(person, wish.amount, force.silence_upto, told_at=told_at, until=until,
                                left=told is None or told.left_at is not None):  # fmt: skip
        return False
    ranks = queries.ranks_over(conversation.team)
    if asked.pk not in ranks or not rules.may_decide(ranks.get(made.by_id, Rank.AGENT), ranks[asked.pk]):
        return False
    judged = judged_for(made, conversation, wish, force, asked, at=at)
    if not judged.decision.is_allowed:
        return False
    _grant(made, conversation, wish, Leave(How.SILENCE, asked, force.version, judged.case), at=at)
    return True
