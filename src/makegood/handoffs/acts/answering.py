"""What becomes of an offer inside: accepted, declined, asked back, answered; or its time passes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.clocks import acts as clocks
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.queries import running_about
from makegood.conversations import attached
from makegood.conversations.acts.changing import change
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.handoffs import atwork, rules
from makegood.handoffs.acts.common import end, held, say, step
from makegood.handoffs.models import Handoff, Said, State
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind


def accept(handoff: Handoff, *, by: Agent, at: datetime) -> Conversation:
    """The acceptor has the conversation, with what its owner owed in it. Raises Refused, naming who was first."""
    with transaction.atomic():
        handoff, conversation = held(handoff.pk)
        _refuse_unless_mine(handoff, by=by, at=at)
        if not atwork.is_on_duty(by, now=at):
            raise Refused(_("You are off duty now, so nobody would have this. Say that you are on duty, then accept."))
        team = atwork.team_for(by, handoff, conversation)
        if team is None:
            raise Refused(_("You work in no team, so you could not have a conversation."))
        end(handoff, conversation, to=State.ACCEPTED, at=at, by=by, accepted_at=at, accepted_by=by)
        had_it = conversation.team_id
        change(conversation, at=at, by=by, owner=by, team=team)
        moved = had_it if had_it != team.pk else None
        took = (at - handoff.at).total_seconds()
        say(Kind.HANDOFF_ACCEPTED, handoff, conversation, at=at, by=by, from_team=moved, took=round(took))
    return conversation


def decline(handoff: Handoff, *, why: str, by: Agent, at: datetime) -> None:
    """It stays with whoever has it, and they know why. Raises Refused."""
    with transaction.atomic():
        handoff, conversation = held(handoff.pk)
        _refuse_unless_mine(handoff, by=by, at=at)
        if not rules.cleaned(why):
            raise Refused(_("Say why, in a few words; perhaps who else could."))
        end(handoff, conversation, to=State.DECLINED, at=at, by=by, why=why)
        change(conversation, at=at, by=by)
        say(Kind.HANDOFF_DECLINED, handoff, conversation, at=at, by=by, why=handoff.why)


def ask(handoff: Handoff, *, question: str, by: Agent, at: datetime) -> None:
    """Who offered it is asked, and the time to accept is once more as long, once. Raises Refused."""
    with transaction.atomic():
        handoff, conversation = held(handoff.pk)
        _refuse_unless_mine(handoff, by=by, at=at)
        if not rules.cleaned(question):
            raise Refused(_("What do you want to know? Write your question."))
        clock = running_about(ClockKind.OFFER, handoff.pk)
        is_longer = clock is not None and not handoff.is_lengthened
        if clock is not None and is_longer:
            clocks.move(clock, due_at=rules.lengthened(clock.due_at, atwork.hours_at(clock.hours_id)))
        step(handoff, since=[State.OFFERED], asked_at=at, is_lengthened=True)
        _word(handoff, Said.Kind.QUESTION, question, by=by, at=at)
        change(conversation, at=at, by=by)
        until = clock.due_at.isoformat() if clock and is_longer else ""
        say(Kind.HANDOFF_ASKED, handoff, conversation, at=at, by=by, until=until)


def answer(handoff: Handoff, *, text: str, by: Agent, at: datetime) -> None:
    """The receiver knows what they asked. Raises Refused."""
    with transaction.atomic():
        handoff, conversation = held(handoff.pk)
        if handoff.state != State.OFFERED:
            raise Refused(rules.what_became(handoff))
        if not (handoff.by_id == by.pk or atwork.may_offer(by, conversation)):
            raise Refused(_("Only whoever has this, who offered it, or a lead can answer."))
        if not rules.cleaned(text):
            raise Refused(_("There is no answer yet. Write something first."))
        step(handoff, since=[State.OFFERED], asked_at=None)
        _word(handoff, Said.Kind.ANSWER, text, by=by, at=at)
        change(conversation, at=at, by=by)
        say(Kind.HANDOFF_ANSWERED, handoff, conversation, at=at, by=by)


def run_out(handoff: Handoff, conversation: Conversation, *, at: datetime) -> None:
    """Nobody answered in time: it stays with whoever has it, who is told. Inside the caller's transaction."""
    end(handoff, conversation, to=State.RETURNED, at=at, why="Nobody answered in time.")
    for one in attached.everyone():
        one.handed_back(conversation, handoff=handoff.pk, at=at)
    change(conversation, at=at)
    say(Kind.HANDOFF_RETURNED, handoff, conversation, at=at, why="time")


def _refuse_unless_mine(handoff: Handoff, *, by: Agent, at: datetime) -> None:
    if handoff.partner_id or not atwork.may_accept(by, handoff):
        raise Refused(_("This is offered to someone else."))
    if handoff.state != State.OFFERED:
        raise Refused(rules.what_became(handoff))
    clock = running_about(ClockKind.OFFER, handoff.pk)
    if clock is not None and clock.due_at <= at:
        raise Refused(
            _("The time to answer this has passed, so it stays where it was. Ask for it to be offered again.")
        )


def _word(handoff: Handoff, kind: Said.Kind, text: str, *, by: Agent, at: datetime) -> None:
    Said.objects.create(handoff=handoff, kind=kind, text=rules.cleaned(text), by=by, at=at)
