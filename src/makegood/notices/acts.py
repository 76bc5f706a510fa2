"""Makes a notice, chooses whom it concerns, and tells them in waves: each in their conversation, nobody twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.base.transactions import alone
from makegood.conversations import acts as conversations
from makegood.conversations.acts.changing import change, lock, tell
from makegood.conversations.acts.starting import begin
from makegood.conversations.automatic import Occasion
from makegood.conversations.letter import Address
from makegood.conversations.models import Conversation, Message
from makegood.conversations.models import State as Standing
from makegood.conversations.rules import Refused
from makegood.customers import acts as customers
from makegood.customers.models import Customer, IdentityKind
from makegood.notices import queries, rules
from makegood.notices.models import Notice, Recipient, State
from makegood.notices.rules import Choice, Chosen, Person, Why
from makegood.orders.queries import conversations_of
from makegood.people.models import Agent, Team
from makegood.people.rules import NotAllowed
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind

AT_ONCE = 1000  # rows in one statement


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be said, in whose name, and how quickly: so many people a wave, a wave every so many minutes."""

    team: Team
    subject: str
    words: Mapping[str, str]
    wave: int = 50
    minutes: int = 10


def make(draft: Draft, choice: Choice, *, by: Agent, at: datetime, once: str) -> Notice:
    """The notice is kept, with those whom it concerns; nobody is told yet. `once` makes a second press the same one.

    Raises NotAllowed for who does not lead the team, Refused in words.
    """
    if not queries.teams_for(by).filter(pk=draft.team.pk).exists():
        raise NotAllowed(_("Only who leads the team may write to many in its name."))
    if why := rules.why_not_make(draft.subject, draft.words, wave=draft.wave, minutes=draft.minutes):
        raise Refused(why)
    mailbox = queries.mailbox_of(draft.team)
    if mailbox is None:
        raise Refused(_("This team has no mailbox to write from."))
    once = once[:60]
    with transaction.atomic():
        alone(f"notice:{once}")
        if done := Notice.objects.filter(once=once).first():
            return done
        notice = Notice.objects.create(
            subject=" ".join(draft.subject.split()),
            words={name: text.replace("\r\n", "\n").strip() for name, text in draft.words.items() if text.strip()},
            team=draft.team,
            mailbox=mailbox,
            wave=draft.wave,
            minutes=draft.minutes,
            made_by=by,
            made_at=at,
            once=once,
        )
        _add(notice, queries.chosen(by, choice))
        _say(Kind.NOTICE_MADE, notice, by, at=at)
    return notice


def add(notice: Notice, choice: Choice, *, by: Agent, at: datetime) -> Chosen:
    """More people are told; who is among them already is not told twice. Raises Refused for one that was stopped."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(pk=notice.pk)
        if notice.state == State.STOPPED:
            raise Refused(_("This notice was stopped. Make a new one."))
        chosen = queries.chosen(by, choice, notice=notice)
        _add(notice, chosen)
        if notice.state == State.DONE and chosen.told:
            _move(notice, State.SENDING, at=at)
            plan_wave(notice, run_at=at)
    return chosen


def _add(notice: Notice, chosen: Chosen) -> None:
    """They are written down. Whoever is there already, as the same customer or by the same address, stays as is."""
    rows = [_recipient(notice, person) for person in chosen.told]
    rows += [
        _recipient(notice, person, state=Recipient.State.LEFT_OUT, why=why)
        for person, why in chosen.left_out
        if why is not Why.TOLD
    ]
    Recipient.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


def _recipient(notice: Notice, person: Person, **more: str) -> Recipient:
    return Recipient(
        notice=notice,
        customer_id=person.customer,
        name=person.name[:200],
        address=person.address[:320],
        order_id=person.order,
        **more,
    )


def start(notice: Notice, *, by: Agent, at: datetime) -> Notice:
    """The first wave goes now, or the next one after a pause. Raises Refused when it cannot be."""
    with transaction.atomic():
        notice = _moved(notice, "start", by=by, at=at)
        plan_wave(notice, run_at=at)
    return notice


def pause(notice: Notice, *, by: Agent, at: datetime) -> Notice:
    """Nobody more is told until it goes on. Raises Refused."""
    with transaction.atomic():
        return _moved(notice, "pause", by=by, at=at)


def stop(notice: Notice, *, by: Agent, at: datetime) -> Notice:
    """Nobody more is told, for good. Raises Refused."""
    with transaction.atomic():
        return _moved(notice, "stop", by=by, at=at)


def _moved(notice: Notice, verb: str, *, by: Agent, at: datetime) -> Notice:
    comes_from, to = rules.MOVES[verb]
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if notice.state == to:
        return notice
    if notice.state not in comes_from:
        said = {"subject": notice.subject, "state": State(notice.state).label}
        raise Refused(_("“%(subject)s” %(state)s: that cannot be done now.") % said)
    _move(notice, to, at=at)
    _say(Kind.NOTICE_CHANGED, notice, by, at=at)
    return notice


def _move(notice: Notice, to: State, *, at: datetime) -> None:
    notice.state = to
    if to is State.SENDING:
        notice.started_at = notice.started_at or at
    notice.ended_at = at if to in (State.STOPPED, State.DONE) else None
    notice.save(update_fields=["state", "started_at", "ended_at"])


def plan_wave(notice: Notice, *, run_at: datetime) -> None:
    """The worker tells the next ones then."""
    agenda.plan("notice_wave", f"notice-wave:{notice.pk}", run_at=run_at, about={"notice": notice.pk})


def send_wave(pk: int, *, at: datetime) -> datetime | None:
    """The next ones are told, each in a transaction of their own: whatever is cut off, nobody is lost or told twice.

    When the following wave goes; None: nobody waits any more, or it was paused or stopped.
    """
    notice = Notice.objects.get(pk=pk)
    for recipient in Recipient.objects.filter(notice=pk, state=Recipient.State.WAITING).order_by("pk")[: notice.wave]:
        if not _tell_one(pk, recipient.pk, at=at):
            return None
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(pk=pk)
        if notice.state != State.SENDING:
            return None
        if Recipient.objects.filter(notice=pk, state=Recipient.State.WAITING).exists():
            return at + timedelta(minutes=notice.minutes)
        _move(notice, State.DONE, at=at)
        _say(Kind.NOTICE_CHANGED, notice, None, at=at)
    return None


@transaction.atomic
def _tell_one(notice_pk: int, pk: int, *, at: datetime) -> bool:
    """They are told in their conversation. False when the notice is not being sent any more."""
    notice = Notice.objects.select_for_update().get(pk=notice_pk)
    if notice.state != State.SENDING:
        return False
    waiting = Recipient.objects.select_for_update().filter(pk=pk, state=Recipient.State.WAITING)
    recipient = waiting.first()
    if recipient is None:
        return True
    customer = _customer(recipient, at=at)
    if why := _why_not(notice, recipient, customer):
        waiting.update(state=Recipient.State.LEFT_OUT, why=why, at=at)
        return True
    message = _tell(notice, recipient, customer, at=at)
    state, why = (Recipient.State.TOLD, "") if message else (Recipient.State.LEFT_OUT, Why.QUIET)
    waiting.update(customer=customer, state=state, why=why, message=message, at=at)
    return True


def _why_not(notice: Notice, recipient: Recipient, customer: Customer) -> str:
    """Why they are not told after all: much may have happened since they were chosen. "" when they are."""
    if Recipient.objects.filter(notice=notice, customer=customer).exclude(pk=recipient.pk).exists():
        return Why.TOLD  # by another address of theirs
    if customer.blocked_at:
        return Why.BLOCKED
    return Why.QUIET if queries.wants_quiet(customer) else ""


def _tell(notice: Notice, recipient: Recipient, customer: Customer, *, at: datetime) -> Message | None:
    conversation = _conversation(notice, recipient, customer, at=at)

    def words() -> str:
        return rules.text_for(notice.words, translation.get_language() or "")

    message = conversations.say_by_itself(
        conversation,
        Occasion.NOTICE,
        words,
        about=recipient.pk,
        at=at,
        first_to=Address(recipient.name or customer.name, recipient.address),
        tongue=recipient.order.tongue if recipient.order else "",
    )
    if message is None:
        return None
    tell(Kind.NOTICE_TOLD, conversation, at=at, about={"notice": notice.pk, "subject": notice.subject})
    change(conversation, at=at)
    return message


def _customer(recipient: Recipient, *, at: datetime) -> Customer:
    if recipient.customer is not None:
        return recipient.customer
    return customers.known_by(IdentityKind.MAIL, recipient.address, name=recipient.name, at=at)


def _conversation(notice: Notice, recipient: Recipient, customer: Customer, *, at: datetime) -> Conversation:
    """Their open one about the order, or with the team, held; else a new one, which rests once it was read."""
    going = Conversation.objects.filter(customer=customer, state__in=[Standing.OPEN, Standing.WAITING])
    about = conversations_of(recipient.order_id) if recipient.order_id else []
    found = going.filter(pk__in=about).order_by("-pk").first() or going.filter(team=notice.team).order_by("-pk").first()
    if found is not None and (held := lock(found.pk)).state in (Standing.OPEN, Standing.WAITING):
        return held
    new = begin(customer, mailbox=notice.mailbox, team=notice.team, subject=notice.subject, at=at)
    new.lets_rest = True
    new.save(update_fields=["lets_rest"])
    return new


def _say(kind: Kind, notice: Notice, by: Agent | None, *, at: datetime) -> None:
    about = {"notice": notice.pk, "subject": notice.subject, "state": notice.state}
    record(kind, at=at, by=by.pk if by else None, team=notice.team_id, about=about)
