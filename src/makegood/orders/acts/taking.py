"""An order is taken in, or what is new of it: again and again the same, in whatever order it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base.transactions import alone
from makegood.customers.models import IdentityKind
from makegood.customers.rules import normalised
from makegood.orders import heard, queries, rules
from makegood.orders.acts.lines import lay_lines
from makegood.orders.acts.parcels import Moved, lay_shipment
from makegood.orders.acts.waiting import wake
from makegood.orders.models import Order, Source
from makegood.orders.said import SaidOrder
from makegood.people.models import Location
from makegood.people.queries import phone_region
from makegood.people.rules import Unfit
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


class Wrong(Unfit):
    """It cannot be taken in; `errors` says which fields are wrong and why."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(why for _field, why in errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Taken:
    """The order as it is now. `is_old`: we knew newer things of it, so nothing was changed."""

    order: Order
    is_new: bool = False
    is_changed: bool = False
    is_old: bool = False


def take_in(source: Source, said: SaidOrder, *, at: datetime) -> Taken:
    """The order is as the source says; of two at once the newer one counts. Raises Wrong and changes nothing then.

    The same again changes nothing. What `said` leaves out stays as it was.
    """
    if wrong := rules.why_not(said):
        raise Wrong(wrong)
    with transaction.atomic():
        alone(f"order:{source.pk}:{said.number.strip()}")
        # Without its key: who holds a conversation and notes that it is about the order need not wait for us here.
        held = Order.objects.select_for_update(no_key=True)
        order = held.filter(source=source, number=said.number.strip()).first()
        if order is not None and said.updated_at and said.updated_at < order.updated_at:
            return Taken(order, is_old=True)
        is_new = order is None
        if said.location is not None and not Location.objects.filter(pk=said.location).exists():
            raise Wrong([("location", _("There is no such location."))])
        order, changed = _lay(order, source, said, at=at)
        lines = lay_lines(order, said.lines)
        moved = [lay_shipment(order, one) for one in said.shipments]
        settle(order, moved, kind=Kind.ORDER_TAKEN if is_new else Kind.ORDER_CHANGED, changed=changed or lines, at=at)
        if is_new:
            wake(source, order)
    is_changed = changed or lines or any(one.is_changed for one in moved)
    return Taken(order, is_new=is_new, is_changed=is_changed and not is_new)


def settle(order: Order, moved: list[Moved], *, kind: Kind, changed: bool, at: datetime) -> None:
    """Inside an act, last in it: the order stands as its lines and shipments say, and whoever hears of it has heard."""
    if not changed and not any(one.is_changed for one in moved):
        return
    _stand(order)
    order.kept_at = at
    order.save(update_fields=["kept_at"])
    customer = queries.customer_id_of(order)
    record(kind, at=at, customer=customer, about=_about(order))
    for one in moved:
        _tell(order, one, customer, at=at)
        wake(order.source, order, one.shipment)
    for hearer in heard.everyone():
        hearer.changed(order, at=at)


def _about(order: Order) -> dict[str, Any]:
    return {"order": order.pk, "number": order.number, "standing": order.standing}


def _tell(order: Order, moved: Moved, customer: int | None, *, at: datetime) -> None:
    about = _about(order) | {"shipment": moved.shipment.pk, "tracking": moved.shipment.tracking}
    if moved.has_shipped:
        record(Kind.ORDER_SHIPPED, at=at, customer=customer, about=about)
        for one in heard.everyone():
            one.shipped(order, moved.shipment, at=at)
    if moved.has_arrived:
        record(Kind.ORDER_DELIVERED, at=at, customer=customer, about=about)
        for one in heard.everyone():
            one.delivered(order, moved.shipment, at=at)


def _lay(order: Order | None, source: Source, said: SaidOrder, *, at: datetime) -> tuple[Order, bool]:
    """The order with what is said of it, written; and whether anything of it is new."""
    new = _fields(said, order, at=at)
    if order is None:
        defaults = {"placed_at": at, "updated_at": at, "kept_at": at, "first_expected_on": said.expected_on}
        return Order.objects.create(source=source, number=said.number.strip(), **(defaults | new)), True
    if order.first_expected_on is None and said.expected_on:
        new["first_expected_on"] = said.expected_on
    changed = {name: value for name, value in new.items() if getattr(order, name) != value}
    for name, value in changed.items():
        setattr(order, name, value)
    if changed:
        order.save(update_fields=list(changed))
    return order, bool(changed.keys() - {"updated_at"})


def _fields(said: SaidOrder, order: Order | None, *, at: datetime) -> dict[str, Any]:
    """What is said, as columns."""
    plain = ("tongue", "placed_at", "currency", "total", "payment", "expected_on", "updated_at")
    new = {name: value for name in plain if (value := getattr(said, name)) is not None}
    if said.key is not None:
        new["key"] = said.key[:120]
    if said.name is not None:
        new["name"] = " ".join(said.name.split())[:200]
    if said.mail is not None:
        new["mail"] = normalised(IdentityKind.MAIL, said.mail)
    if said.phone is not None:
        new["phone"] = normalised(IdentityKind.PHONE, said.phone, region=phone_region())
    if said.location is not None:
        new["location_id"] = said.location
    if said.is_cancelled is False:
        new["cancelled_at"] = None
    elif said.is_cancelled or said.cancelled_at:
        new["cancelled_at"] = said.cancelled_at or (order and order.cancelled_at) or at
    return new


def _stand(order: Order) -> None:
    """What the row repeats of its lines and shipments is so."""
    lines = {one.pk: one for one in order.lines.filter(quantity__gt=0)}
    parcels = [
        rules.Parcel(
            one.shipped_at, one.delivered_at, {held.line_id: held.quantity for held in one.packed.all()} or None
        )
        for one in order.shipments.prefetch_related("packed")
    ]
    counts = {pk: one.quantity for pk, one in lines.items()}
    found = rules.stand(counts, parcels, is_cancelled=order.cancelled_at is not None)
    order.standing, order.shipped_at, order.delivered_at = found.standing, found.shipped_at, found.delivered_at
    order.is_back_ordered = any(one.is_back_ordered for one in lines.values())
    order.save(update_fields=["standing", "shipped_at", "delivered_at", "is_back_ordered"])
