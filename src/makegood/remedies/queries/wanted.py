"""What remedies and asks show alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from makegood.base.money import Money
from makegood.remedies.models import Ask, Remedy


@dataclass(frozen=True, slots=True)
class WantedItem:
    """What is given, or is to be, as it is shown. `bearer` is the name of the place that erred."""

    id: int
    conversation: int
    kind: str
    value: Money
    cost: Money
    thing: str
    order: int | None
    line: int | None
    words: str
    reason: str
    bearer: str
    state: str


def shared(one: Remedy | Ask) -> dict[str, Any]:
    """The fields of a WantedItem."""
    return {
        "id": one.pk,
        "conversation": one.conversation_id,
        "kind": one.kind,
        "value": one.value_money,
        "cost": one.cost_money,
        "thing": one.thing,
        "order": one.order_id,
        "line": one.line_id,
        "words": one.words,
        "reason": one.reason,
        "bearer": one.bearer.name,
        "state": one.state,
    }
