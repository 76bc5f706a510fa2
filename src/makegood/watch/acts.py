"""Speaks first about orders that take longer, once and again when the day moves; keeps our word when they ship."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F

from makegood.conversations import acts as conversations
from makegood.conversations.acts.changing import HEARD, change, lock, tell
from makegood.conversations.acts.starting import begin
from makegood.conversations.automatic import Occasion
from makegood.conversations.letter import Address
from makegood.conversations.models import Conversation, Message
from makegood.conversations.models import State as Standing
from makegood.conversations.rules import Refused
from makegood.customers import acts as customers
from makegood.customers.models import Customer, IdentityKind
from makegood.orders.acts.tying import tie
from makegood.orders.models import Order, Shipment, Source
from makegood.orders.models import Standing as OrderStanding
from makegood.orders.queries import customer_of
from makegood.people.acts.common import admit
from makegood.people.models import Agent
from makegood.people.queries.hours import hours_of
from makegood.people.rules import Unfit
from makegood.promises import acts as promises
from makegood.promises import rules as promising
from makegood.promises.acts.common import held, opening
from makegood.promises.acts.ending import keep_
from makegood.promises.models import Promise, State
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind
from makegood.watch import queries, rules, words
from makegood.watch.heard import plan_looks
from makegood.watch.models import Rule, Watched
from makegood.watch.offering import makes_up
from makegood.watch.rules import Limits, Trouble


def look(pk: int, *, at: datetime) -> datetime | None:
    """Whoever waits longer than they were told has heard of it from us, once; when to look again, None: never.

    Nothing is said while a promise about it is broken: then people see to it, and the customer hears of that.
    """
    with transaction.atomic():
        # The order is held first, and then its conversation: so do all who need both.
        order = Order.objects.select_for_update(no_key=True).get(pk=pk)
        rule = queries.rule_of(order.source_id)
        if rule is None:
            return None
        zone, limits = queries.zone_of(order), queries.limits_of(rule)
        watched = Watched.objects.select_for_update().get_or_create(order=order)[0]
        today, facts = at.astimezone(zone).date(), queries.facts_of(order, watched, zone)
        found = rules.trouble(facts, limits, today)
        begins = makes_up().begins(order)
        gives = found is not None and begins is not None and rules.days_late(facts, limits, today, found.day) >= begins
        if found is None or found.key != watched.key:
            _follow(order, watched, found, limits, gives=gives, at=at)
        elif gives:
            _make_up(order, watched, at=at)
        days = (rules.next_look(facts, limits, today), rules.gift_day(facts, limits, begins) if found else None)
        day = min((one for one in days if one and one > today), default=None)
        return rules.looks_at(day, zone) if day else None


def _follow(
    order: Order, watched: Watched, found: Trouble | None, limits: Limits, *, gives: bool, at: datetime
) -> None:
    """What is new is said, unless our word about it is broken already."""
    if found is None:
        Watched.objects.filter(pk=watched.pk).update(key="")
        return
    if not (_is_broken(watched, at=at) and found.day is None):
        _speak(order, watched, found, limits, gives=gives, at=at)
    Watched.objects.filter(pk=watched.pk).update(key=found.key, said_at=at, times=F("times") + 1)


def _is_broken(watched: Watched, *, at: datetime) -> bool:
    promise = watched.promise
    return promise is not None and (promise.state == State.BROKEN or _is_late(promise, at=at))


def _make_up(order: Order, watched: Watched, *, at: datetime) -> None:
    """What is given for a day that has come without other news: a mail says it, unless our word is broken."""
    conversation = watched.conversation and lock(watched.conversation_id or 0)
    if (
        conversation is None
        or conversation.state not in (Standing.OPEN, Standing.WAITING)
        or _is_broken(watched, at=at)
    ):
        return
    offer = makes_up().offer(order, conversation, at=at)
    if offer is None or offer.along is None:
        return
    text = partial(words.making_up, offer.words, number=order.number)
    message = conversations.say_by_itself(
        conversation, Occasion.ORDER_LATE, text, about=f"{order.pk}:gift", at=at, tongue=order.tongue
    )
    if message is not None:
        offer.along(message, conversation)
        change(conversation, at=at, **opening(conversation))


def _speak(order: Order, watched: Watched, found: Trouble, limits: Limits, *, gives: bool, at: datetime) -> None:
    """A mail leaves by itself, with a promise; where nobody can be written to, one of us has to find a way."""
    customer = _customer(order, at=at)
    if customer is None or customer.blocked_at:
        return
    conversation = _conversation(order, customer, at=at)
    if conversation is None:
        return
    zone = queries.zone_of(order)
    due_at = (
        rules.ends_at(found.day, zone) if found.day else hours_of(conversation.team_id).add_days(at, limits.answer_days)
    )
    offer = makes_up().offer(order, conversation, at=at) if gives else None
    text = partial(
        words.mail,
        found,
        name=order.name or customer.name,
        number=order.number,
        due_at=due_at,
        zone=zone,
        gift=offer.words if offer else "",
    )
    message = conversations.say_by_itself(
        conversation,
        Occasion.ORDER_LATE,
        text,
        about=f"{order.pk}:{watched.times}",
        at=at,
        first_to=Address(order.name or customer.name, order.mail) if order.mail else None,
        tongue=order.tongue,
    )
    about = {"order": order.pk, "number": order.number, "why": found.why, "day": str(found.day or "")}
    held_back = offer.why_not[:300] if offer else ""
    tell(Kind.ORDER_WATCHED, conversation, at=at, about=about | {"told": message is not None, "held_back": held_back})
    if message is not None and offer is not None and offer.along is not None:
        offer.along(message, conversation)
    promise = _promise(watched.promise, found, order, message, conversation, due_at, at=at) if message else None
    change(conversation, at=at, begins=() if message else HEARD, **opening(conversation))
    Watched.objects.filter(pk=watched.pk).update(conversation=conversation, promise=promise or watched.promise)


def _customer(order: Order, *, at: datetime) -> Customer | None:
    """Whose the order is; who has never turned to us is known from now on. None: nothing stands on it."""
    if known := customer_of(order):
        return known
    if order.mail:
        return customers.known_by(IdentityKind.MAIL, order.mail, name=order.name, at=at)
    return customers.known_by(IdentityKind.PHONE, order.phone, name=order.name, at=at) if order.phone else None


def _conversation(order: Order, customer: Customer, *, at: datetime) -> Conversation | None:
    """The open one about the order, held; else a new one. None: there is no mailbox to write from."""
    if number := queries.open_about(order):
        return lock(number)
    team = queries.team_of(order)
    mailbox = queries.mailbox_of(team)
    if mailbox is None:
        return None
    conversation = begin(customer, mailbox=mailbox, team=team, subject=words.subject(order.number), at=at)
    tie(order, conversation, by=None, at=at)
    return conversation


def _promise(
    old: Promise | None,
    found: Trouble,
    order: Order,
    message: Message,
    conversation: Conversation,
    due_at: datetime,
    *,
    at: datetime,
) -> Promise | None:
    """Our word stands for the new day: the open one is moved, or kept by this mail and followed by another.

    None: the old one stays, for it may be moved no more without a lead, and breaks in its time.
    """
    is_open = old is not None and old.state == State.OPEN and old.conversation_id == conversation.pk
    if old is not None and is_open and old.event == "shipped" and found.day and not _is_late(old, at=at):
        try:
            with transaction.atomic():
                because = words.reason(found)
                promises.renegotiating(old.pk, due_at=due_at, reason=because, by=None, at=at)(message, conversation)
        except Refused:
            return None
        return old
    if old is not None and is_open and not old.event:
        keep_(old, conversation, how="", by=None, at=at, message=message)
    what = words.promised(found, order.number)
    word = promises.Word(what, due_at, event="shipped" if found.day else "")
    promises.making(word, by=None, at=at)(message, conversation)
    return Promise.objects.filter(conversation=conversation, told_by=message).order_by("-pk").first()


def _is_late(promise: Promise, *, at: datetime) -> bool:
    return promising.is_late(promise.state, promise.due_at, now=at)


def came(pk: int, event: str, *, came_at: datetime, at: datetime) -> list[Promise]:
    """The shipment has left, or arrived: the promises that waited for that are kept, and their customers are told."""
    shipment = Shipment.objects.select_related("order__source").get(pk=pk)
    more = " ".join(filter(None, [shipment.carrier, shipment.tracking, shipment.link]))
    kept = []
    for number in queries.concerned(shipment.order, event, came_at=came_at):
        kept += promises.has_come(number, event, came_at=came_at, more=more, at=at)
    if owed := queries.owed_for(shipment.order):
        _keep_word(owed, shipment, event, more=more, at=at)
    return kept


@transaction.atomic
def _keep_word(promise: Promise, shipment: Shipment, event: str, *, more: str, at: datetime) -> None:
    """We promised to write about the order: what has happened is what there is to say."""
    promise, conversation = held(promise.pk)
    if not queries.owes_word(promise):
        return
    text = partial(words.has_come, shipment.order.number, event, more=more)
    about = f"order:{shipment.pk}:{event}"
    message = conversations.say_by_itself(conversation, Occasion.EVENT_CAME, text, about=about, at=at)
    if message is not None:
        keep_(promise, conversation, how="", by=None, at=at, message=message)
        change(conversation, at=at, **opening(conversation))


@transaction.atomic
def set_up(source: Source, limits: Limits, *, on: bool, by: Agent | None, at: datetime) -> None:
    """The orders of the source are watched so, or not. Raises NotAllowed, Unfit."""
    actor = admit(by)
    if why := rules.why_not(limits):
        raise Unfit(why)
    columns = {name: getattr(limits, name) for name in Limits.__dataclass_fields__}
    Rule.objects.update_or_create(source=source, defaults={"is_on": on, **columns})
    record(Kind.SOURCE_CHANGED, at=at, by=actor, team=source.team_id, about={"source": source.pk, "watches": on})
    if on:
        waiting = Order.objects.filter(source=source, standing__in=[*queries.UNSENT, OrderStanding.SHIPPED])
        recent = waiting.filter(placed_at__date__gte=limits.since)
        plan_looks(recent.values_list("pk", flat=True), run_at=at)
