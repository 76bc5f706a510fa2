"""A refund goes out by the way its money came: planned, sent, arrived, or back again. The remedy is held first."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.clocks.models import Kind as ClockKind
from makegood.conversations.acts.changing import change, tell
from makegood.conversations.models import Conversation
from makegood.conversations.models import State as Standing
from makegood.payments import acts as payments
from makegood.payments import queries as paying
from makegood.payments.models import Refund
from makegood.payments.models import State as Stands
from makegood.payments.rules import OUT, Answer
from makegood.promises.acts.common import opening
from makegood.remedies.acts.booking import unbook_fulfilment
from makegood.remedies.acts.common import held, say, write
from makegood.remedies.acts.fulfilling import fail_, fulfil_now
from makegood.remedies.models import Remedy, State
from makegood.timeline.kinds import Kind


def claim_payout(pk: int, *, at: datetime) -> Refund | None:
    """It is about to be sent, and its remedy cannot be taken back meanwhile; None: nothing is to be sent."""
    with transaction.atomic():
        remedy, _conversation, refund = _held(pk)
        if remedy.state != State.GRANTED or not payments.claim(refund, at=at):
            return None
    return refund


def payout_answered(pk: int, answer: Answer, *, at: datetime) -> None:
    """It stands as Stripe says: once it is out the remedy is given and booked; what came back is to be given anew.

    Said twice, or late, it changes nothing.
    """
    with transaction.atomic():
        remedy, conversation, refund = _held(pk)
        if not payments.answered(refund, answer, at=at):
            return
        if refund.state in OUT:
            _has_gone(remedy, conversation, at=at)
        elif remedy.state == State.FULFILLED:
            _came_back(remedy, conversation, refund.why, at=at)
        elif remedy.state == State.STUCK:
            write(remedy, was=State.STUCK, why=refund.why)
        else:
            fail_(remedy, conversation, why=refund.why, by=None, at=at)


def payout_refused(pk: int, why: str, *, at: datetime) -> None:
    """Stripe paid nothing: the remedy is stuck, in sight, with the reason."""
    with transaction.atomic():
        remedy, conversation, refund = _held(pk)
        if refund.state in (Stands.PLANNED, Stands.SENDING):
            payments.failed(refund, why, at=at)
            fail_(remedy, conversation, why=why, by=None, at=at)


def payout_given_up(pk: int, why: str, *, at: datetime) -> None:
    """For days nobody could say what became of it: the remedy is stuck, and a new try asks Stripe first."""
    with transaction.atomic():
        remedy, conversation, refund = _held(pk)
        if refund.state == Stands.SENDING:
            said = _("For three days Stripe did not say whether it was paid. Try it again; nothing is paid twice.")
            payments.gave_up(refund, why, at=at)
            fail_(remedy, conversation, why=said, by=None, at=at)


def _held(pk: int) -> tuple[Remedy, Conversation, Refund]:
    """The refund and all that hangs together with it, held in the order in which everybody holds them."""
    remedy, conversation = held(paying.refund(pk).remedy)
    return remedy, conversation, Refund.objects.select_for_update().get(pk=pk)


def _has_gone(remedy: Remedy, conversation: Conversation, *, at: datetime) -> None:
    """It is given. What was stuck because nobody could say is given after all; what is given stays so."""
    if remedy.state == State.STUCK:
        write(remedy, was=State.STUCK, state=State.GRANTED, stuck_at=None, why="")
    if remedy.state == State.GRANTED:
        fulfil_now(remedy, conversation, by=None, how="", at=at)


def _came_back(remedy: Remedy, conversation: Conversation, why: str, *, at: datetime) -> None:
    """What was given is not: booked back, in sight, and an answer is owed, in a closed conversation too."""
    write(remedy, was=State.FULFILLED, state=State.STUCK, fulfilled_at=None, stuck_at=at, why=why[:300], ended_by=None)
    unbook_fulfilment(remedy, at=at)
    say(Kind.REMEDY_CAME_BACK, remedy, conversation, by=None, at=at, why=why[:300])
    if conversation.state == Standing.CLOSED:
        tell(Kind.CONVERSATION_REOPENED, conversation, at=at)
    change(conversation, at=at, begins=[ClockKind.NEXT_RESPONSE], **opening(conversation))
