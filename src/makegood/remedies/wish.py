"""What somebody wants to give, before it is granted: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from makegood.base.money import Money
from makegood.orders.models import Line, Order
from makegood.people.models import Location
from makegood.remedies import rules


@dataclass(frozen=True, slots=True)
class Wish:
    """A remedy as it is to be. `value` is what it is worth to the customer, `cost` what it costs us.

    `bearer` None: the place of the conversation's team. `thing` is what it is for, "" for the matter as a whole;
    `order` and `line` say it exactly, where it is known which of their orders it is for.
    `reason` is one that the policy knows, or a few words; `words` say it to the customer, "" for the usual ones.
    `due_at` None: given at once. `our_error` None: nobody said.
    """

    kind: str
    value: Money
    cost: Money
    bearer: Location | None = None
    thing: str = ""
    reason: str = ""
    words: str = ""
    due_at: datetime | None = None
    our_error: bool | None = None
    order: Order | None = None
    line: Line | None = None

    @property
    def amount(self) -> Money:
        """What limits count: the greater of what it costs us and what it is worth."""
        return max(self.cost, self.value)

    @property
    def key(self) -> str:
        """What the thing is compared by: a line of an order is itself, whatever it is called."""
        return f"line:{self.line.pk}" if self.line else rules.key_of(self.thing)

    @property
    def called(self) -> str:
        """What it is for, as people say it; "" for the matter as a whole."""
        return " ".join(self.thing.split())[:120] or rules.called(self.order, self.line)
