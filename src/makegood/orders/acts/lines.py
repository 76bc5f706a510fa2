"""What an order consists of, as its source says now."""

from __future__ import annotations

from typing import Any

from makegood.orders.models import Line, Order
from makegood.orders.said import SaidLine


def lay_lines(order: Order, said: tuple[SaidLine, ...] | None) -> bool:
    """The lines are these, and what is not among them counts nothing any more. Whether anything is new. None: stays."""
    if said is None:
        return False
    known = {one.key: one for one in order.lines.all()}
    is_new = [_lay(order, known.get(one.key), one) for one in said]
    gone = [one for key, one in known.items() if one.quantity and key not in {line.key for line in said}]
    # The row stays: a shipment or a remedy may name it.
    Line.objects.filter(pk__in=[one.pk for one in gone]).update(quantity=0)
    return any(is_new) or bool(gone)


def _lay(order: Order, line: Line | None, said: SaidLine) -> bool:
    new = _fields(said)
    if line is None:
        Line.objects.create(order=order, key=said.key[:120], **new)
        return True
    changed = [name for name, value in new.items() if getattr(line, name) != value]
    for name in changed:
        setattr(line, name, new[name])
    if changed:
        line.save(update_fields=changed)
    return bool(changed)


def _fields(said: SaidLine) -> dict[str, Any]:
    """A warranty or price that is not said stays as it was."""
    kept = {"price": said.price, "warranty_until": said.warranty_until}
    return {
        "name": " ".join(said.name.split())[:300],
        "sku": said.sku.strip()[:120],
        "quantity": said.quantity,
        "is_back_ordered": said.is_back_ordered,
    } | {name: value for name, value in kept.items() if value is not None}
