"""Somebody asks whether it may be given: the nearest on duty whose authority suffices, then the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.authority.policy import Answer
from makegood.base import secrets
from makegood.clocks import acts as clocks
from makegood.clocks.acts import Start
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.queries import running_about
from makegood.conversations.acts.changing import change, lock, tell
from makegood.conversations.acts.guests import dismiss, invite
from makegood.conversations.models import Conversation
from makegood.conversations.models import State as Standing
from makegood.conversations.rules import Refused
from makegood.people.duty.queries import persons
from makegood.people.duty.rules import on_duty
from makegood.people.models import Agent, Rank
from makegood.people.queries import audience, standing_now
from makegood.people.queries.hours import hours_of
from makegood.promises.acts.common import opening
from makegood.remedies import queries, rules
from makegood.remedies.acts.common import held_ask, what
from makegood.remedies.acts.granting import columns, judged_now
from makegood.remedies.models import Ask, Asked
from makegood.remedies.queries import InForce, Judged, Line
from makegood.remedies.rules import Gone, Next
from makegood.remedies.wish import Wish
from makegood.timeline.kinds import Kind


def ask(conversation: Conversation, wish: Wish, *, by: Agent, at: datetime, again: bool = False, once: str = "") -> Ask:
    """The nearest on duty whose authority suffices is told, or whoever comes first will be; nothing is booked.

    Raises NoPolicy, GivenAlready; Refused, in words: they may give it alone, nobody may, or nobody here may say yes.
    """
    queries.in_force(conversation, at=at)  # its text is read before anything is held
    with transaction.atomic():
        conversation = lock(conversation.pk)
        if once and (done := Ask.objects.filter(once=once, conversation=conversation).first()):
            return done
        judged = judged_now(wish, conversation, by=by, at=at, again=again)
        line = _line_or_refused(judged, conversation, wish, by=by, at=at)
        made = _put_down(wish, conversation, judged, by=by, at=at, once=once)
        if not _put_to_next(made, conversation, line, judged.force, at=at):
            raise Refused(_("Nobody who may say yes to this is known to come. Ask an admin to name somebody."))
        fields = opening(conversation, by=by)
        if conversation.state == Standing.CLOSED:
            tell(Kind.CONVERSATION_REOPENED, conversation, at=at, by=by)
        change(conversation, at=at, by=by, **fields)
    return made


def _line_or_refused(judged: Judged, conversation: Conversation, wish: Wish, *, by: Agent, at: datetime) -> Line:
    if judged.decision.is_allowed:
        raise Refused(_("You may give this yourself. Nobody need be asked."))
    if judged.decision.answer is Answer.NEVER:
        raise Refused(judged.decision.why)
    line = queries.line_for(judged, conversation, wish, by=by, at=at)
    if not line.agents:
        why = {"why": judged.decision.why}
        raise Refused(_("%(why)s But nobody who works here, besides you, has the authority for it.") % why)
    return line


def _put_down(wish: Wish, conversation: Conversation, judged: Judged, *, by: Agent, at: datetime, once: str) -> Ask:
    made = Ask.objects.create(
        **columns(wish, conversation),
        conversation=conversation,
        version=judged.force.version,
        case=judged.case,
        rules=list(judged.decision.rules),
        by=by,
        at=at,
        once=once or None,
    )
    say(Kind.ASK_MADE, made, conversation, by=by, at=at, why=judged.decision.why[:300])
    return made


def _put_to_next(made: Ask, conversation: Conversation, line: Line, force: InForce, *, at: datetime) -> bool:
    """The next of the line has it. False: nobody is left, or none is known to come."""
    told = set(Asked.objects.filter(ask=made).values_list("agent_id", flat=True))
    people = persons(line.agents, at=at)
    until = _until(conversation, force, at)
    found = rules.next_asked(line.agents, asked=told, people=people, at=at, until=until)
    _end_clock(made, at=at)
    if found is None:
        return False
    _write(made, conversation, found, force, at=at)
    return True


def _until(conversation: Conversation, force: InForce, at: datetime) -> datetime:
    """The end of the time that somebody has to answer who is told then, in the hours of the conversation's team."""
    return hours_of(conversation.team_id).add(at, timedelta(minutes=force.policy.asking.minutes))


def _write(made: Ask, conversation: Conversation, found: Next, force: InForce, *, at: datetime) -> None:
    name, is_news = Agent.objects.get(pk=found.agent), bool(found.answer_by) or made.asked_id != found.agent
    made.asked, made.told_at, made.answer_by = name, at if found.answer_by else None, found.answer_by
    made.save(update_fields=["asked", "told_at", "answer_by"])
    due_at = found.answer_by or _until(conversation, force, found.turn_at)
    start = Start(conversation.pk, ClockKind.ASK, conversation.team_id, at, due_at, about=made.pk, agent=found.agent,
                  turn_at=found.turn_at, who=str(name))  # fmt: skip
    clocks.start_all([start])
    if found.answer_by:
        _tell(made, conversation, name, at=at)
    if is_news:  # else the same one is still to come
        say(Kind.ASK_PUT, made, conversation, by=None, at=at, for_agent=found.agent, name=str(name),
            told=bool(found.answer_by))  # fmt: skip


def _tell(made: Ask, conversation: Conversation, agent: Agent, *, at: datetime) -> None:
    """They have a card in the desk, and a mail with a link of its own that opens this alone."""
    token = secrets.token()
    told = Asked.objects.create(
        ask=made,
        agent=agent,
        at=at,
        answer_by=made.answer_by or at,
        hashed=secrets.hashed(token),
        sealed=secrets.seal(token),
        expires_at=at + rules.LINK_LASTS,
    )
    if not audience(agent.pk).includes(conversation.team_id):
        invite(conversation, why=ClockKind.ASK, about=made.pk, agents=[agent])
    if agent.is_told_by_mail:
        agenda.plan("ask_mail", f"ask_mail:{told.pk}", run_at=at, about={"asked": told.pk})


def told_by_mail(told: Asked, *, at: datetime) -> None:
    """Their mail has left; its token is nowhere else any more."""
    Asked.objects.filter(pk=told.pk).update(sealed="")


def _end_clock(made: Ask, *, at: datetime) -> None:
    clock = running_about(ClockKind.ASK, made.pk)
    if clock is not None:
        clocks.end([clock], at=at)


def pass_on(made: Ask, conversation: Conversation, wish: Wish, force: InForce, *, at: datetime) -> None:
    """Inside an act: the next whose authority suffices now has it; nobody left, it ends unanswered.

    Call `change()` after it.
    """
    judged = judged_for(made, conversation, wish, force, made.by, at=at)
    line = queries.line_for(judged, conversation, wish, by=made.by, at=at, besides=made.pk)
    if not _put_to_next(made, conversation, line, force, at=at):
        end(made, conversation, to=Ask.State.UNANSWERED, at=at)
        say(Kind.ASK_UNANSWERED, made, conversation, by=None, at=at)


def judged_for(made: Ask, conversation: Conversation, wish: Wish, force: InForce, by: Agent, *, at: datetime) -> Judged:
    """What the policy says to this person's giving what was asked for, or less; the ask does not count beside it."""
    rank = queries.ranks_over(conversation.team).get(by.pk, Rank.AGENT)
    return queries.judge(force, conversation, wish, by=by, rank=rank, at=at, besides=made.pk)


def end(made: Ask, conversation: Conversation, *, to: Ask.State, at: datetime, **new: Any) -> None:
    """It has ended so, if nobody has answered: no clock runs for it, no mail of it leaves any more. Raises Gone."""
    fields = {"state": to, "ended_at": at, **new}
    if not Ask.objects.filter(pk=made.pk, state=Ask.State.ASKED).update(**fields):
        raise gone(made)
    for name, value in fields.items():
        setattr(made, name, value)
    Asked.objects.filter(ask=made).update(sealed="")  # before the clock, as in `look_again`: else they could deadlock
    _end_clock(made, at=at)
    dismiss(conversation, why=ClockKind.ASK, about=made.pk)


def gone(made: Ask) -> Gone:
    """Somebody answered before: who, and what is possible now."""
    now = Ask.objects.select_related("answered_by").get(pk=made.pk)
    return Gone(rules.what_became_of_ask(now.state, str(now.answered_by or "")))


def unask(made: Ask, *, by: Agent, at: datetime) -> Ask:
    """The question is taken back by who asked, who owns the conversation, or a lead; nothing is booked.

    Raises Refused, Gone.
    """
    with transaction.atomic():
        made, conversation = held_ask(made.pk)
        is_theirs = by.pk in (made.by_id, conversation.owner_id)
        if not is_theirs and not standing_now(by).may_lead(conversation.team_id):
            raise Refused(_("Only who asked, the owner of the conversation, or a lead takes the question back."))
        withdraw_ask(made, conversation, by=by, at=at)
        change(conversation, at=at, by=by)
    return made


def leave(made: Ask, *, by: Agent | None, at: datetime) -> None:
    """Whoever asked works here no more; the conversation has somebody else, who may ask anew."""
    made, conversation = held_ask(made.pk)
    withdraw_ask(made, conversation, by=by, at=at)
    change(conversation, at=at, by=by)


def withdraw_ask(made: Ask, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
    """Inside an act."""
    end(made, conversation, to=Ask.State.WITHDRAWN, at=at, answered_by=by if by and by.pk != made.by_id else None)
    say(Kind.ASK_WITHDRAWN, made, conversation, by=by, at=at)


def look_again(agents: Sequence[int], *, at: datetime) -> None:
    """Somebody's working time changed: whoever was asked and left has not been silent, and who waits is looked for."""
    asked = Ask.objects.filter(state=Ask.State.ASKED)
    there = persons(agents, at=at)
    off = [one for one in agents if one not in there or not on_duty(there[one], at)]
    Asked.objects.filter(ask__in=asked, agent__in=off, left_at=None, answer_by__gt=at).update(left_at=at)
    for one in asked.filter(Q(asked__in=off) | Q(told_at=None)).order_by("pk"):
        clock = running_about(ClockKind.ASK, one.pk)
        if clock is not None:
            clocks.move(clock, turn_at=at)


def say(kind: Kind, made: Ask, conversation: Conversation, *, by: Agent | None, at: datetime, **more: Any) -> None:
    """The event, with what was asked for, told also to who asked."""
    about = {"ask": made.pk, "asker": made.by_id, **what(made), **more}
    tell(kind, conversation, at=at, by=by, about=about)
