"""Something climbs: it begins, goes from rung to rung, and ends by what it was about. Each is called inside an act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.clocks import acts as clocks
from makegood.clocks.acts import Start
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.queries import running_about, running_clock
from makegood.conversations.acts.changing import change, lock, tell
from makegood.conversations.acts.guests import dismiss, invite
from makegood.conversations.models import Conversation
from makegood.escalations import queries, rules
from makegood.escalations.models import Ask, Cause, Escalation
from makegood.escalations.rules import Next, Step
from makegood.people.duty.queries import persons
from makegood.people.duty.queries.who import teams_of
from makegood.people.models import Agent
from makegood.people.queries import audience
from makegood.timeline.kinds import Kind


@dataclass(frozen=True, slots=True)
class Why:
    """What something climbs about. `due_at` is when it was due: its clock stands there in the lists.

    `needs` is what is to be granted, in words; "": nothing in particular. `needs_rank`: who at least may grant it.
    """

    cause: Cause
    due_at: datetime
    about: int = 0
    reason: str = ""
    subject: Agent | None = None
    needs: str = ""
    needs_rank: str = ""


def begin(conversation: Conversation, why: Why, *, by: Agent | None = None, at: datetime) -> Escalation:
    """It climbs, or goes on: a broken promise or the customer's word takes what climbs already one rung higher.

    Call `change()` after it.
    """
    steps = _steps(conversation)
    one = queries.open_of(conversation.pk)
    if one is not None:
        return _go_on(one, conversation, why, steps, at=at)
    beyond = rules.start_above(queries.remembered(conversation.pk), steps, why.cause)
    one = Escalation.objects.create(
        conversation=conversation, cause=why.cause, about_id=why.about, reason=why.reason, by=by, subject=why.subject,
        due_at=why.due_at, began_at=at, needs=why.needs, needs_rank=why.needs_rank,
    )  # fmt: skip
    about = {"escalation": one.pk, "cause": why.cause, "reason": why.reason, "needs": why.needs}
    tell(Kind.ESCALATION_BEGUN, conversation, at=at, by=by, about=about)
    clock = Start(conversation.pk, ClockKind.RUNG, conversation.team_id, at, why.due_at, about=one.pk, turn_at=at)
    clocks.start_all([clock])
    _climb(one, conversation, steps, beyond=beyond, at=at)
    return one


def _go_on(one: Escalation, conversation: Conversation, why: Why, steps: list[Step], *, at: datetime) -> Escalation:
    """The stronger cause stands from now on; what climbs on goes one rung higher at once."""
    if rules.takes_over(why.cause, one.cause):
        take_over(one, why)
    if why.cause in rules.CLIMBS_ON:
        top = max((step.place for step in steps), default=0)
        # Whoever is only waited for has not been asked: their rung, too, still remains.
        _climb(one, conversation, steps, beyond=min(one.rung if one.told_at else one.rung - 1, top - 1), at=at)
    return one


def take_over(one: Escalation, why: Why) -> None:
    """It climbs about that from now on, and ends by it; whom it is about, and what is needed, stay until said anew."""
    one.cause, one.about_id, one.reason = why.cause, why.about, why.reason
    one.subject = why.subject or one.subject
    one.needs, one.needs_rank = (why.needs, why.needs_rank) if why.needs else (one.needs, one.needs_rank)
    one.save(update_fields=["cause", "about_id", "reason", "subject", "needs", "needs_rank"])


def _steps(conversation: Conversation) -> list[Step]:
    return rules.above_owner(queries.steps_of(conversation.team), conversation.owner_id)


def _asked(one: Escalation) -> frozenset[int]:
    """Who was asked in this pass."""
    found = Ask.objects.filter(escalation=one, skipped="", pk__gt=one.pass_from)
    return frozenset(found.values_list("agent_id", flat=True))


def _climb(one: Escalation, conversation: Conversation, steps: list[Step], *, beyond: int, at: datetime) -> None:
    people = persons({agent for step in steps for agent in step.people}, at=at)
    found = rules.climb(
        steps, beyond=beyond, asked=_asked(one), subject=one.subject_id, people=people, at=at,
        avoids=queries.avoided(conversation), powerless=queries.powerless(conversation, one.needs_rank),
    )  # fmt: skip
    _write(one, conversation, found, at=at)


def _write(one: Escalation, conversation: Conversation, found: Next, *, at: datetime) -> None:
    was, had = one.asked_id, one.told_at is not None
    one.rung, one.answer_by = max(found.rung, 1), found.answer_by
    one.asked_id, one.told_at = found.agent, at if found.told else None
    one.save(update_fields=["rung", "answer_by", "asked", "told_at"])
    Ask.objects.bulk_create(
        Ask(escalation=one, agent_id=skip.agent, rung=skip.rung, at=at, skipped=skip.why) for skip in found.skipped
    )
    if found.told and found.agent:
        Ask.objects.create(escalation=one, agent_id=found.agent, rung=one.rung, at=at)
    clock = running_about(ClockKind.RUNG, one.pk)
    if clock is not None:
        clocks.move(clock, turn_at=found.turn_at)
        clocks.ask(clock, agent=found.agent)
    _let_see(one, conversation)
    if (one.asked_id, found.told) == (was, had) and not found.told:
        return  # the same one is still to come
    skipped = [{"agent": skip.agent, "why": skip.why} for skip in found.skipped]
    about = {"escalation": one.pk, "cause": one.cause, "rung": one.rung, "to": found.agent, "told": found.told,
             "skipped": skipped, "turn_at": found.turn_at.isoformat()}  # fmt: skip
    if found.agent:
        tell(Kind.ESCALATION_CLIMBED, conversation, at=at, about=about)
    else:
        tell(
            Kind.ESCALATION_STRANDED, conversation, at=at, about=about | {"words": _("Nobody above is known to come.")}
        )


def _let_see(one: Escalation, conversation: Conversation) -> None:
    """Whoever was asked sees the conversation; whoever has it no more does not, unless they may anyway."""
    dismiss(conversation, why=ClockKind.RUNG, about=one.pk)
    if one.told_at and one.asked_id and not audience(one.asked_id).includes(conversation.team_id):
        invite(conversation, why=ClockKind.RUNG, about=one.pk, agents=[Agent.objects.get(pk=one.asked_id)])


def turn(clock_id: int, *, now: datetime) -> datetime | None:
    """The rung's turn: the next is asked when its time is over, at once when who was asked has gone off duty."""
    with transaction.atomic():
        clock = running_clock(clock_id)
        if clock is None:
            return None
        conversation = lock(clock.conversation_id)
        clock = running_clock(clock_id)  # it may have ended while we waited for the lock
        one = Escalation.objects.filter(pk=clock.about_id, ended_at=None).first() if clock else None
        if clock is None or one is None:
            return None
        if clock.turn_at > now:
            return clock.turn_at
        _take_turn(one, conversation, at=now)
        change(conversation, at=now)
    return None


def _take_turn(one: Escalation, conversation: Conversation, *, at: datetime) -> None:
    steps = _steps(conversation)
    top = max((step.place for step in steps), default=0)
    time_is_over = one.told_at is not None and one.answer_by is not None and one.answer_by <= at
    if not time_is_over:
        _climb_again(one, conversation, steps, at=at)
    elif one.rung < top:
        _climb(one, conversation, steps, beyond=one.rung, at=at)
    else:
        _next_pass(one, conversation, steps, at=at)


def _climb_again(one: Escalation, conversation: Conversation, steps: list[Step], *, at: datetime) -> None:
    """Whoever was asked is not there, or is still to come: the first on duty from their rung up has it."""
    if one.told_at is None and one.asked_id is None:
        _forget_pass(one)
    _climb(one, conversation, steps, beyond=max(one.rung, 1) - 1, at=at)


def _next_pass(one: Escalation, conversation: Conversation, steps: list[Step], *, at: datetime) -> None:
    """The top's time is over too: it is asked again, each working day, and the admins see it."""
    _forget_pass(one)
    words = _("It has been at the top of the ladder, and the time to answer passed again.")
    about = {"escalation": one.pk, "cause": one.cause, "again": True, "words": words}
    tell(Kind.ESCALATION_STRANDED, conversation, at=at, about=about)
    top = max((step.place for step in steps), default=1)
    _climb(one, conversation, steps, beyond=top - 1, at=at)


def _forget_pass(one: Escalation) -> None:
    one.pass_from = Ask.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    one.save(update_fields=["pass_from"])


def look_again(agents: list[int], *, at: datetime) -> None:
    """Somebody's working time changed: what was asked of them, or waits for somebody on their ladders, is looked at
    by the worker now."""
    going = Escalation.objects.filter(ended_at=None)
    waiting = going.filter(told_at=None)
    if not queries.stand_everywhere(agents):
        waiting = waiting.filter(conversation__team__in={team for agent in agents for team in teams_of(agent)})
    for one in going.filter(asked__in=agents) | waiting:
        clock = running_about(ClockKind.RUNG, one.pk)
        if clock is not None:
            clocks.move(clock, turn_at=at)


def turn_away(conversation: Conversation, *, at: datetime) -> None:
    """Who has it now is of a place that the customer avoids: the worker asks the next at once."""
    one = queries.open_of(conversation.pk)
    if one is not None and one.asked_id in queries.avoided(conversation):
        clock = running_about(ClockKind.RUNG, one.pk)
        if clock is not None:
            clocks.move(clock, turn_at=at)


def end(
    one: Escalation, conversation: Conversation, *, why: str, by: Agent | None = None, message: int = 0, at: datetime
) -> None:
    """It climbs no more; the rung is remembered until the conversation closes. `message` is the reply that ended it."""
    one.ended_at, one.ended_why, one.ended_by, one.ended_with = at, why, by, message
    one.save(update_fields=["ended_at", "ended_why", "ended_by", "ended_with"])
    clock = running_about(ClockKind.RUNG, one.pk)
    if clock is not None:
        clocks.end([clock], at=at)
    dismiss(conversation, why=ClockKind.RUNG, about=one.pk)
    about = {"escalation": one.pk, "cause": one.cause, "why": why}
    tell(Kind.ESCALATION_ENDED, conversation, at=at, by=by, about=about)
