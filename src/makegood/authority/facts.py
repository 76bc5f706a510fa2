"""The facts that every policy knows, and one question about them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from makegood.authority.conditions.values import Unknown, Value, missing
from makegood.authority.policy import Known

KINDS = ("text", "number", "yes/no", "time", "date", "list", "group", "anything")

STANDARD: dict[str, Known] = {
    name: Known(kind)
    for kind, names in {
        "text": "action.kind action.currency action.refund_to request.reason order.id order.status order.customer"
        " order.paid_with order.currency order.location order.item order.sku"
        " customer.id customer.group customer.tier cause.record role"
        " asker.role asker.location asker.id approver.role approver.location approver.id brand location",
        "number": "action.amount action.count order.total order.lines[].quantity order.lines[].price"
        " action.lines[].quantity action.lines[].price action.lines[].old.price action.lines[].new.price"
        " customer.payment_methods[].balance action.pay_with[].amount action.pay_with[].balance"
        " customer.remedies[].amount order.history[].amount order.price order.age_days order.days_late"
        " order.warranty_days_left",
        "yes/no": "customer.identified request.complaint request.confirmed request.explicit cause.our_error"
        " cause.confirmed order.is_ours order.has_shipped order.has_arrived",
        "time": "now order.placed_at order.shipped_at order.delivered_at order.due_at order.warranty_until",
        "list": "action.lines action.pay_with request.evidence order.lines order.history customer.payment_methods"
        " customer.remedies",
        "group": "customer request order action cause asker approver claim given counted",
    }.items()
    for name in names.split()
}

OPEN = ("claim", "given", "counted")
"""Groups whose fields need not be declared: what customers say of themselves, sums so far, and how often so far."""


@dataclass(frozen=True)
class Case:
    """One question: may `role` do this, by these facts, now? "" and None: not said."""

    kind: str
    facts: Mapping[str, Value]
    role: str = ""
    now: datetime | None = None

    def asked_by(self, role: str) -> Case:
        """The same, if somebody else of this role asked: what they gave so far, and where they are, is not known."""
        sums = {name: self.facts[name] for name in ("given", "counted") if name in self.facts}
        others = {
            name: {per: said for per, said in one.items() if per != "agent"} if isinstance(one, dict) else one
            for name, one in sums.items()
        }
        return replace(self, role=role, facts={**self.facts, **others, "role": role, "asker": {"role": role}})


@dataclass(frozen=True, slots=True)
class Need:
    """What is to be granted: a kind of action, and its sum (None: it has none) in the policy's currency."""

    kind: str
    amount: Decimal | None = None


def fact(facts: Mapping[str, Value], name: str) -> Value:
    """The fact by its full name; Unknown when it is missing."""
    value: Value = dict(facts)
    for step in name.split("."):
        if not isinstance(value, dict) or step not in value:
            return value if isinstance(value, Unknown) else missing(name)
        value = value[step]
    return value
