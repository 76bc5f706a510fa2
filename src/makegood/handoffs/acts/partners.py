"""What we do with a partner: offer a part of the work, write, take it back; and what its clock does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.clocks import acts as clocks
from makegood.clocks.acts import Start
from makegood.clocks.models import Clock
from makegood.clocks.models import Kind as ClockKind
from makegood.conversations import attached
from makegood.conversations.acts.changing import change, lock
from makegood.conversations.models import Conversation, File, Message
from makegood.conversations.models import State as Standing
from makegood.conversations.rules import Refused
from makegood.handoffs import atwork, rules
from makegood.handoffs.acts.common import clocks_of, end, held, say
from makegood.handoffs.acts.mails import plan_mail
from makegood.handoffs.models import Handoff, Mail, Said, Shared, State
from makegood.people.models import Agent, Partner
from makegood.timeline.kinds import Kind

TURN = [ClockKind.NEXT_RESPONSE.value]


@dataclass(frozen=True, slots=True)
class Brief:
    """What a partner is asked, and all that they see: the words, and these messages and files of the conversation.

    `logs`: what they did they may write into the work log themselves, and the customer reads it.
    """

    subject: str
    reason: str
    told: str = ""
    messages: Sequence[int] = field(default=())
    files: Sequence[int] = field(default=())
    logs: bool = False


def offer_partner(conversation: Conversation, brief: Brief, *, to: Partner, by: Agent, at: datetime) -> Handoff:
    """They are asked by mail, and have a working day to answer. The conversation stays with its owner throughout."""
    with transaction.atomic():
        conversation = lock(conversation.pk)
        _refuse(conversation, brief, to=to, by=by)
        handoff = Handoff.objects.create(
            conversation=conversation,
            partner=to,
            owner=conversation.owner,
            by=by,
            subject=" ".join(rules.cleaned(brief.subject).split())[:200] or conversation.subject[:200],
            reason=rules.cleaned(brief.reason),
            told=rules.cleaned(brief.told),
            logs=brief.logs,
            at=at,
        )
        _share(handoff, brief)
        hours = atwork.hours_id(conversation.team)
        due_at = atwork.hours_at(hours).add_days(at, rules.PARTNER_ANSWERS_IN)
        number, team = conversation.pk, conversation.team_id
        start = Start(number, ClockKind.OFFER, team, at, due_at, about=handoff.pk, who=to.name, hours=hours)
        clocks.start_all([start])
        plan_mail(handoff, Mail.Kind.OFFER, at=at)
        change(conversation, at=at, by=by)
        say(Kind.HANDOFF_OFFERED, handoff, conversation, at=at, by=by, until=due_at.isoformat(), partner=to.pk)
    return handoff


def tell_partner(handoff: Handoff, *, text: str, by: Agent, at: datetime) -> Said:
    """The partner reads it in a mail and on their page. Raises Refused."""
    with transaction.atomic():
        handoff, conversation = held(handoff.pk)
        _refuse_unless_ours(handoff, conversation, by=by)
        if not handoff.is_open:
            raise Refused(rules.what_became(handoff))
        if not rules.cleaned(text):
            raise Refused(_("There is nothing to send yet. Write something first."))
        said = Said.objects.create(handoff=handoff, by=by, name=by.name[:120], text=rules.cleaned(text), at=at)
        Handoff.objects.filter(pk=handoff.pk).update(asked_at=None)
        plan_mail(handoff, Mail.Kind.WORD, at=at, said=said)
        change(conversation, at=at, by=by)
        say(Kind.HANDOFF_TOLD, handoff, conversation, at=at, by=by)
    return said


def take_back(handoff: Handoff, *, why: str, by: Agent, at: datetime) -> None:
    """They work on it no more and are told; it is its owner's again. Raises Refused."""
    with transaction.atomic():
        handoff, conversation = held(handoff.pk)
        _refuse_unless_ours(handoff, conversation, by=by)
        was_offered = handoff.state == State.OFFERED
        to = State.WITHDRAWN if was_offered else State.RETURNED
        end(handoff, conversation, to=to, since=[State.OFFERED, State.ACCEPTED], at=at, by=by, why=why)
        plan_mail(handoff, Mail.Kind.TAKEN_BACK, at=at)
        change(conversation, at=at, by=by)
        say(Kind.HANDOFF_TAKEN_BACK, handoff, conversation, at=at, by=by, why=handoff.why)


def partner_offer_ran_out(handoff: Handoff, conversation: Conversation, *, at: datetime) -> None:
    """They did not answer in time: it is its owner's turn, and they are told. Inside the caller's transaction."""
    _return(handoff, conversation, since=State.OFFERED, why=_("No answer came in time."), at=at)


def fell_due(handoff: Handoff, conversation: Conversation, clock: Clock, *, at: datetime) -> datetime | None:
    """A reminder, a second one a working day later, and a working day after that it is taken back. The next turn."""
    if handoff.reminders >= rules.MOST_REMINDERS:
        _return(handoff, conversation, since=State.ACCEPTED, why=_("No word came, after two reminders."), at=at)
        return None
    clocks.miss(clock, at=at)
    Handoff.objects.filter(pk=handoff.pk).update(reminders=handoff.reminders + 1)
    again = atwork.hours_at(clock.hours_id).add_days(at, rules.REMIND_AGAIN_IN)
    clocks.move(clock, turn_at=again)
    plan_mail(handoff, Mail.Kind.REMINDER, at=at)
    if conversation.state == Standing.WAITING:
        change(conversation, at=at, state=Standing.OPEN)
    else:
        change(conversation, at=at)
    say(Kind.HANDOFF_REMINDED, handoff, conversation, at=at, count=handoff.reminders + 1)
    return again


def _return(handoff: Handoff, conversation: Conversation, *, since: State, why: str, at: datetime) -> None:
    end(handoff, conversation, to=State.RETURNED, since=[since], at=at, why=why)
    plan_mail(handoff, Mail.Kind.RETURNED, at=at)
    for one in attached.everyone():
        one.handed_back(conversation, handoff=handoff.pk, at=at)
    change(conversation, at=at, state=Standing.OPEN, closed_at=None, begins=TURN)
    say(Kind.HANDOFF_RETURNED, handoff, conversation, at=at, why="silent" if since == State.ACCEPTED else "time")


def partner_ended(handoff: Handoff, *, by: Agent | None, at: datetime) -> None:
    """We no longer work with this partner: what they had is its owner's again. Inside the caller's transaction."""
    handoff, conversation = held(handoff.pk)
    why = _("We no longer work with %(name)s.") % {"name": handoff.to_name}
    end(handoff, conversation, to=State.RETURNED, since=[State.OFFERED, State.ACCEPTED], at=at, by=by, why=why)
    change(conversation, at=at, state=Standing.OPEN, closed_at=None, begins=TURN)
    say(Kind.HANDOFF_RETURNED, handoff, conversation, at=at, by=by, why=handoff.why)


def running_clocks(handoff: Handoff) -> list[Clock]:
    """The clock that runs for it."""
    return clocks_of(handoff)


def _refuse(conversation: Conversation, brief: Brief, *, to: Partner, by: Agent) -> None:
    may = atwork.may_offer(by, conversation)
    if why := rules.why_not_offer(conversation, may=may, reason=brief.reason):
        raise Refused(why)
    if not to.is_active:
        raise Refused(_("We no longer work with %(name)s. Choose another.") % {"name": to})
    if not to.addresses:
        raise Refused(_("%(name)s has no mail address. An admin can add one in the settings.") % {"name": to})
    if conversation.mailbox_id is None:
        raise Refused(_("This conversation has no mailbox to write from."))


def _refuse_unless_ours(handoff: Handoff, conversation: Conversation, *, by: Agent) -> None:
    if not (handoff.by_id == by.pk or atwork.may_offer(by, conversation)):
        raise Refused(_("Only whoever has this, who handed it over, or a lead can do that."))


def _share(handoff: Handoff, brief: Brief) -> None:
    """Only what stands in this conversation, and was said to or by the customer, can be shared."""
    here = handoff.conversation_id
    messages = Message.objects.filter(pk__in=list(brief.messages), conversation=here)
    files = File.objects.filter(pk__in=list(brief.files), conversation=here, message__isnull=False)
    Shared.objects.bulk_create(
        [Shared(handoff=handoff, message=one) for one in messages]
        + [Shared(handoff=handoff, file=one) for one in files]
    )
