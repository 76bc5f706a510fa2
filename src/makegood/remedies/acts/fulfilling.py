"""A remedy reaches the customer, or gets stuck on the way, and is tried again under the same number."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.clocks.models import Kind as ClockKind
from makegood.conversations import acts as conversations
from makegood.conversations.acts.changing import change, tell
from makegood.conversations.acts.writing import Enclosed
from makegood.conversations.automatic import Occasion
from makegood.conversations.models import Conversation
from makegood.conversations.models import State as Standing
from makegood.conversations.rules import Refused
from makegood.people.models import Agent
from makegood.promises import acts as promises
from makegood.promises.acts.common import opening
from makegood.promises.models import State as PromiseState
from makegood.remedies import words
from makegood.remedies.acts.booking import book_fulfilment, unbook_fulfilment
from makegood.remedies.acts.common import held, refuse_unless, say, write
from makegood.remedies.acts.enclosing import page_of
from makegood.remedies.acts.granting import fulfilment_key, plan_fulfilment
from makegood.remedies.acts.paying import plan_payout, refuse_if_underway, why_no_way_now
from makegood.remedies.models import Remedy, RemedyKind, State
from makegood.remedies.rules import Verb
from makegood.timeline.kinds import Kind
from makegood.vouchers.queries import of_remedies


def fulfil(pk: int, *, by: Agent | None = None, how: str = "", at: datetime) -> Remedy:
    """They have it: booked, its promise kept, and who waited for word is told. Said twice, it changes nothing.

    `by` None: the worker, a payment, a shipment. Raises Refused, Gone.
    """
    with transaction.atomic():
        remedy, conversation = held(pk)
        if remedy.state == State.FULFILLED:
            return remedy
        refuse_unless(Verb.FULFIL, remedy, conversation, by, at=at)
        fulfil_now(remedy, conversation, by=by, how=how, at=at)
    return remedy


def fulfil_now(remedy: Remedy, conversation: Conversation, *, by: Agent | None, how: str, at: datetime) -> None:
    """Inside an act that holds both: its promise is kept with it. Raises Refused."""
    promise = remedy.promise
    if promise is not None and promise.state in (PromiseState.OPEN, PromiseState.BROKEN):
        broke = promises.come_true(promise, conversation, by=by, how=how, at=at)
        change(conversation, at=at, by=by, **(opening(conversation) if broke else {}))
        remedy.refresh_from_db()  # the kept promise has fulfilled it
    if remedy.state == State.GRANTED:
        fulfil_(remedy, conversation, by=by, at=at)
        change(conversation, at=at, by=by)


def fulfil_(remedy: Remedy, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
    """Inside an act. Raises Refused while Stripe pays it out: nobody else says that it is paid."""
    refuse_if_underway(remedy)
    agenda.cancel(fulfilment_key(remedy.pk), now=at)
    write(remedy, was=State.GRANTED, state=State.FULFILLED, fulfilled_at=at, ended_by=by)
    book_fulfilment(remedy, by=by, at=at)
    say(Kind.REMEDY_FULFILLED, remedy, conversation, by=by, at=at)


def unfulfil(remedy: Remedy, conversation: Conversation, *, at: datetime) -> None:
    """Inside an act: the reply by which its promise was kept was taken back."""
    write(remedy, was=State.FULFILLED, state=State.GRANTED, fulfilled_at=None, ended_by=None)
    unbook_fulfilment(remedy, at=at)


def take_turn(pk: int, *, at: datetime) -> None:
    """The worker gives what is given at once, unless it was taken back, or somebody has said so already.

    A refund whose way back is known goes out by it, and is given once it has; one that was to and has lost its way is
    stuck. Who was told of a voucher gets its code by a mail of its own, once.
    """
    page = page_of(pk)
    with transaction.atomic():
        remedy, conversation = held(pk)
        if remedy.state == State.GRANTED:
            _give(remedy, conversation, at=at)
        if remedy.kind == RemedyKind.VOUCHER and remedy.state == State.FULFILLED and remedy.told_at:
            send_code(remedy, conversation, page, at=at)


def _give(remedy: Remedy, conversation: Conversation, *, at: datetime) -> None:
    if plan_payout(remedy, at=at):
        return
    if why := why_no_way_now(remedy):
        fail_(remedy, conversation, why=why, by=None, at=at)
    elif remedy.due_at is None:
        fulfil_(remedy, conversation, by=None, at=at)
        change(conversation, at=at)


def send_code(remedy: Remedy, conversation: Conversation, page: Enclosed | None, *, at: datetime) -> None:
    """Inside an act: the code of its voucher goes to the customer, in their language, with the page to print."""
    voucher = of_remedies([remedy.pk]).get(remedy.pk)
    if voucher is None or conversation.state == Standing.MERGED:
        return
    if conversations.say_by_itself(
        conversation,
        Occasion.VOUCHER,
        lambda: words.voucher_mail(voucher),
        about=remedy.pk,
        at=at,
        enclosed=[page] if page else [],
    ):
        change(conversation, at=at)


def fail(pk: int, *, why: str, by: Agent | None = None, at: datetime) -> Remedy:
    """It does not reach them: it is stuck in sight, the conversation opens, from closed too, and an answer is owed.

    Said twice, it changes nothing. Raises Refused, Gone.
    """
    with transaction.atomic():
        remedy, conversation = held(pk)
        if remedy.state == State.STUCK:
            return remedy
        refuse_unless(Verb.FAIL, remedy, conversation, by, at=at)
        if not why.strip():
            raise Refused(_("What went wrong? Whoever sees to it wants to know."))
        refuse_if_underway(remedy)
        fail_(remedy, conversation, why=why, by=by, at=at)
    return remedy


def fail_(remedy: Remedy, conversation: Conversation, *, why: str, by: Agent | None, at: datetime) -> None:
    """Inside an act that holds both."""
    agenda.cancel(fulfilment_key(remedy.pk), now=at)
    write(remedy, was=State.GRANTED, state=State.STUCK, stuck_at=at, why=why.strip()[:300])
    say(Kind.REMEDY_STUCK, remedy, conversation, by=by, at=at, why=remedy.why)
    if conversation.state == Standing.CLOSED:
        tell(Kind.CONVERSATION_REOPENED, conversation, at=at, by=by)
    change(conversation, at=at, by=by, begins=[ClockKind.NEXT_RESPONSE], **opening(conversation, by=by))


def retry(remedy: Remedy, *, by: Agent, at: datetime) -> Remedy:
    """The same remedy is on its way again, booked once as before. Raises Refused, Gone."""
    with transaction.atomic():
        remedy, conversation = held(remedy.pk)
        refuse_unless(Verb.RETRY, remedy, conversation, by, at=at)
        write(remedy, was=State.STUCK, state=State.GRANTED, stuck_at=None, why="")
        if remedy.due_at is None or remedy.kind == RemedyKind.REFUND:
            plan_fulfilment(remedy, run_at=at)
        say(Kind.REMEDY_RETRIED, remedy, conversation, by=by, at=at)
        change(conversation, at=at, by=by)
    return remedy
