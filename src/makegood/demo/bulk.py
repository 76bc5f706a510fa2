"""Many conversations at once, through the tables' own columns and constraints, to see the desk when it is full.

Every row that real life would have written is there (doctor finds nothing); only the raw mails are left out.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Max

from makegood.agenda import acts as agenda
from makegood.agenda.models import Turn
from makegood.base.rows import write
from makegood.clocks.models import Clock
from makegood.clocks.models import Kind as ClockKind
from makegood.conversations.models import (
    Conversation,
    Delivery,
    Message,
    NextClock,
    Reference,
    State,
    Tag,
    Tagging,
)
from makegood.conversations.rules import preview_of
from makegood.customers.models import Customer, Identity
from makegood.demo.words import TAGS, Matter, Writer
from makegood.people.models import Agent, Mailbox, Role
from makegood.search.acts import index_many
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event

BATCH = 1000
OPEN_SHARE, WAITING_SHARE = 0.02, 0.02  # of a full desk most is closed
YEARS = 3


@dataclass(frozen=True, slots=True)
class _Place:
    mailbox: Mailbox
    agents: list[Agent]


class NobodyHere(Exception):
    """There is no mailbox with people behind it; the message says what to do."""


def fill(conversations: int, *, seed: int, now: datetime, say: Callable[[int], None] = lambda done: None) -> int:
    """So many more conversations, of the last three years, most of them closed. Returns how many. Raises NobodyHere."""
    places = _places()
    if not places:
        raise NobodyHere("Add a mailbox and an agent of its team first, or fill the demo: makegood serve --demo")
    tags = {name: Tag.objects.get_or_create(name=name)[0] for name in TAGS}
    writer = Writer(seed)
    done = 0
    while done < conversations:
        count = min(BATCH, conversations - done)
        with transaction.atomic():
            _Batch(writer, places, tags, now=now).write(count, share=(done, conversations))
        done += count
        say(done)
    return done


def _places() -> list[_Place]:
    boxes = Mailbox.objects.filter(is_active=True).select_related("team__location").order_by("pk")
    places = [_Place(box, list(_answering(box))) for box in boxes]
    return [place for place in places if place.agents]


def _answering(mailbox: Mailbox) -> models.QuerySet[Agent]:
    members = Role.objects.filter(team=mailbox.team).values("agent")
    return Agent.objects.filter(is_active=True, pk__in=members).order_by("pk")


class _Batch:
    """A thousand conversations, table by table."""

    def __init__(self, writer: Writer, places: list[_Place], tags: dict[str, Tag], *, now: datetime) -> None:
        self.writer, self.places, self.tags, self.now = writer, places, tags, now
        self.chance: random.Random = writer.chance

    def write(self, count: int, *, share: tuple[int, int]) -> None:
        """They are in the database, oldest first."""
        matters = [self.writer.matter() for _ in range(count)]
        begun = [self._began(share[0] + at, share[1]) for at in range(count)]
        answers = [self.writer.answer(matter) for matter in matters]
        conversations = self._conversations(matters, begun, answers)
        messages = list(self._messages(conversations, matters, answers))
        write(messages)
        write(_references(messages))
        write(_deliveries(messages))
        write(
            Tagging(conversation=one, tag=self.tags[matter.tag])
            for one, matter in zip(conversations, matters, strict=True)
        )
        self._clocks(conversations)
        write(_events(conversations))
        index_many((message, message.conversation) for message in messages)

    def _began(self, number: int, total: int) -> datetime:
        """The whole batch runs through three years, from old to new."""
        span = timedelta(days=365 * YEARS)
        return self.now - span * (1 - number / total) - timedelta(minutes=self.chance.random() * 60)

    def _conversations(self, matters: list[Matter], begun: list[datetime], answers: list[str]) -> list[Conversation]:
        first = (Customer.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        customers = write(Customer(name=one.name, created_at=at) for one, at in zip(matters, begun, strict=True))
        write(
            Identity(customer=one, kind="mail", value=f"{one.name.replace(' ', '.').lower()}.{first + at}@mail.example")
            for at, one in enumerate(customers)
        )
        rows = zip(customers, matters, begun, answers, strict=True)
        return write(self._conversation(*row) for row in rows)

    def _conversation(self, customer: Customer, matter: Matter, at: datetime, answer: str) -> Conversation:
        place = self.chance.choice(self.places)
        state, since = self._state()
        owner = self.chance.choice(place.agents) if state != State.OPEN or self.chance.random() < 0.8 else None
        running, waits = state != State.CLOSED, state == State.WAITING
        created = since if running else at
        return Conversation(
            subject=matter.subject,
            customer=customer,
            team=place.mailbox.team,
            owner=owner,
            mailbox=place.mailbox,
            state=state,
            preview=preview_of(answer if waits else matter.subject),
            preview_by=owner if waits else None,
            tags=[matter.tag],
            next_due=_due(state, since) if running else None,
            next_kind={State.OPEN: ClockKind.FIRST_RESPONSE, State.WAITING: ClockKind.LOOK_AGAIN}.get(state, ""),
            next_started=since if running else None,
            created_at=created,
            updated_at=created,
            closed_at=None if running else at + timedelta(hours=5),
            replied_at=None if state == State.OPEN else created + timedelta(hours=1),
        )

    def _state(self) -> tuple[State, datetime]:
        """Most are closed; what is open began within the day, what waits within three."""
        dice = self.chance.random()
        if dice < OPEN_SHARE:
            return State.OPEN, self.now - timedelta(hours=self.chance.random() * 23)
        if dice < OPEN_SHARE + WAITING_SHARE:
            return State.WAITING, self.now - timedelta(hours=2 + self.chance.random() * 66)
        return State.CLOSED, self.now

    def _messages(
        self, conversations: list[Conversation], matters: list[Matter], answers: list[str]
    ) -> Iterator[Message]:
        for conversation, matter, answer in zip(conversations, matters, answers, strict=True):
            asked = _said(conversation, self.writer.mail(matter), at=conversation.created_at)
            yield asked
            if conversation.state != State.OPEN:
                yield _answer(conversation, matter, asked, text=answer)
            if conversation.state == State.CLOSED:
                again = self.writer.mail(matter)
                yield _said(conversation, again, at=conversation.created_at + timedelta(hours=3))

    def _clocks(self, conversations: list[Conversation]) -> None:
        running = [(one, one.next_due, one.next_started) for one in conversations if one.next_due and one.next_started]
        clocks = write(
            Clock(
                conversation_id=one.pk,
                kind=one.next_kind,
                team_id=one.team_id,
                started_at=at,
                due_at=due,
                turn_at=due,
            )
            for one, due, at in running
        )
        agenda.plan_all(_turn(clock) for clock in clocks)
        write(NextClock(conversation=one, team=one.team, due_at=due) for one, due, _ in running)


def _due(state: State, since: datetime) -> datetime:
    return since + timedelta(days=1 if state == State.OPEN else 3)


def _said(conversation: Conversation, text: str, *, at: datetime) -> Message:
    name = conversation.customer.name
    return Message(
        conversation=conversation,
        direction=Message.IN,
        sender_name=name,
        sender_address=f"{name.replace(' ', '.').lower()}.{conversation.customer_id}@mail.example",
        to=[{"name": "", "address": conversation.mailbox.address if conversation.mailbox else ""}],
        subject=conversation.subject,
        text=text,
        reply_text=text,
        message_id=f"c{conversation.pk}.{at:%H%M%S}@mail.example",
        at=at,
        written_at=at,
    )


def _answer(conversation: Conversation, matter: Matter, asked: Message, *, text: str) -> Message:
    box = conversation.mailbox
    address = box.address if box else ""
    return Message(
        conversation=conversation,
        direction=Message.OUT,
        by=conversation.owner,
        sender_name=conversation.owner.name if conversation.owner else "",
        sender_address=address,
        to=[{"name": matter.name, "address": asked.sender_address}],
        subject=f"Re: {matter.subject}",
        text=text,
        message_id=f"a{conversation.pk}@{address.partition('@')[2]}",
        at=conversation.created_at + timedelta(hours=1),
    )


def _references(messages: Iterable[Message]) -> Iterator[Reference]:
    for one in messages:
        box = one.conversation.mailbox
        yield Reference(ref=one.message_id, is_own=True, mailbox=box, conversation=one.conversation, message=one)


def _deliveries(messages: Iterable[Message]) -> Iterator[Delivery]:
    for one in messages:
        if one.direction == Message.OUT:
            [to] = one.to
            sent = {"state": Delivery.State.SENT, "due_at": one.at, "sent_at": one.at}
            yield Delivery(message=one, name=to["name"], address=to["address"], **sent)


def _events(conversations: Iterable[Conversation]) -> Iterator[Event]:
    for one in conversations:
        about = {"customer_id": one.customer_id, "team_id": one.team_id, "location_id": one.team.location_id}
        yield Event(kind=Kind.CONVERSATION_STARTED, at=one.created_at, conversation_id=one.pk, **about)
        if one.closed_at:
            yield Event(
                kind=Kind.CONVERSATION_CLOSED, at=one.closed_at, conversation_id=one.pk, by_id=one.owner_id, **about
            )


def _turn(clock: Clock) -> Turn:
    return agenda.turn("clock", f"clock:{clock.pk}", run_at=clock.turn_at, about={"clock": clock.pk})
