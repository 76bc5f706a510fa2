"""What a source posts: kept before it is told that we have it, then taken in by the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from makegood.orders.acts.moving import move
from makegood.orders.acts.parcels import lay_shipment
from makegood.orders.acts.taking import Wrong, settle, take_in
from makegood.orders.acts.waiting import plan
from makegood.orders.models import Order, Posted, Source, SourceKind
from makegood.orders.reading import carrier, shopify, woocommerce
from makegood.orders.reading.values import Said, Unreadable, body
from makegood.timeline.kinds import Kind

ASKED_AGAIN_AFTER = timedelta(minutes=15)
WAITS_FOR = timedelta(days=3)
State = Posted.State


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a posting, and what it waits for or why, where that is to be said."""

    state: str
    waits_for: str = ""
    why: str = ""


def keep(source: Source, *, key: str, topic: str, content: bytes, at: datetime) -> Posted:
    """The bytes are kept, and the worker will take them in. The same posting again is the same one."""
    try:
        with transaction.atomic():
            posted = Posted.objects.create(source=source, key=key[:120], topic=topic[:60], content=content, at=at)
            plan(posted.pk, run_at=at)
            Source.objects.filter(pk=source.pk).update(heard_at=at)
            return posted
    except IntegrityError:
        return Posted.objects.get(source=source, key=key[:120])


def take_posted(pk: int, *, at: datetime) -> datetime | None:
    """The posting is taken in, passed over, waits, or is stuck with the reason; a time: it is looked at again then."""
    posted = Posted.objects.select_related("source__team__location").get(pk=pk)
    if posted.state not in (State.KEPT, State.WAITING):
        return None
    try:
        became = _take(posted, body(bytes(posted.content)), at=at)
    except (Unreadable, Wrong) as error:
        became = Became(State.STUCK, why=str(error))
    if became.state == State.WAITING and at - posted.at > WAITS_FOR:
        became = Became(State.PASSED, why="Nothing that it belongs to came within three days.")
    Posted.objects.filter(pk=pk, state__in=[State.KEPT, State.WAITING]).update(
        state=became.state, waits_for=became.waits_for[:140], why=became.why[:300]
    )
    return at + ASKED_AGAIN_AFTER if became.state == State.WAITING else None


def retry(posted: Posted, *, at: datetime) -> None:
    """What was stuck is tried once more."""
    with transaction.atomic():
        if Posted.objects.filter(pk=posted.pk, state=State.STUCK).update(state=State.KEPT, why="", at=at):
            plan(posted.pk, run_at=at)


def _take(posted: Posted, said: Said, *, at: datetime) -> Became:
    taking: dict[str, Callable[[Posted, Said, datetime], Became]] = {
        SourceKind.SHOPIFY: _take_shopify,
        SourceKind.WOOCOMMERCE: _take_woocommerce,
        SourceKind.CARRIER: _take_carrier,
    }
    return taking[posted.source.kind](posted, said, at)


def _take_shopify(posted: Posted, said: Said, at: datetime) -> Became:
    if posted.topic in shopify.ORDERS:
        return _taken(take_in(posted.source, shopify.order(said), at=at).is_old)
    if posted.topic not in shopify.FULFILMENTS:
        return Became(State.PASSED, why=f"Nothing is to be learned from {posted.topic}.")
    key, shipment = shopify.fulfilment(said)
    if shipment is None:
        return Became(State.PASSED, why="The fulfilment did not happen.")
    with transaction.atomic():
        order = Order.objects.select_for_update(no_key=True).filter(source=posted.source, key=key[:120]).first()
        if order is None:
            return Became(State.WAITING, waits_for=f"order:{key}")
        settle(order, [lay_shipment(order, shipment)], kind=Kind.ORDER_CHANGED, changed=False, at=at)
    return Became(State.TAKEN)


def _take_woocommerce(posted: Posted, said: Said, at: datetime) -> Became:
    if posted.topic not in woocommerce.ORDERS:
        return Became(State.PASSED, why=f"Nothing is to be learned from {posted.topic}.")
    return _taken(take_in(posted.source, woocommerce.order(said), at=at).is_old)


def _take_carrier(posted: Posted, said: Said, at: datetime) -> Became:
    movement = carrier.movement(said)
    if move(movement, at=at):
        return Became(State.TAKEN)
    return Became(State.WAITING, waits_for=f"tracking:{movement.tracking}")


def _taken(is_old: bool) -> Became:
    return Became(State.PASSED, why="Newer things of this order were known already.") if is_old else Became(State.TAKEN)
