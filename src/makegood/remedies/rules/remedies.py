"""What may become of a remedy, and by whom. Pure decisions; `TABLE` is the whole list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from makegood.base.money import Money
from makegood.conversations.rules import Refused
from makegood.orders.models import Line, Order
from makegood.remedies.models import Remedy, RemedyKind, State

GRANTER_MAY_WITHDRAW = timedelta(seconds=60)
# So long nothing leaves our hands, so that whoever granted it can take it back.
RESTS = GRANTER_MAY_WITHDRAW
AGAIN_WITHIN = timedelta(days=90)


class Gone(Refused):
    """Somebody else, or time, was first. The message names them and what is possible now."""


class GivenAlready(Refused):
    """The same thing was put right before. Said again with `again`, it is granted."""


class MustAsk(Refused):
    """It is above what this person may give, and somebody may say yes to it."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A kind of remedy. `event`: what fulfils it when it is not given at once, as promises know it; "" never later."""

    kind: RemedyKind
    event: str
    at_once: bool = True


SORTS: Mapping[str, Sort] = {
    one.kind.value: one
    for one in (
        Sort(RemedyKind.REFUND, "paid"),
        Sort(RemedyKind.STORE_CREDIT, ""),
        Sort(RemedyKind.VOUCHER, ""),
        Sort(RemedyKind.REPLACEMENT, "shipped"),
        Sort(RemedyKind.PARTS, "shipped"),
        Sort(RemedyKind.REPAIR, "repaired", at_once=False),
        Sort(RemedyKind.WAIVER, ""),
        Sort(RemedyKind.GIFT, "shipped"),
    )
}


# What any place can take from its shelf; `due_at` says that it is not given by itself in a minute.
HANDED_OVER = frozenset({RemedyKind.REPLACEMENT, RemedyKind.PARTS, RemedyKind.GIFT})


# What can be given by itself for an order that is late: nothing that has to be sent first.
FOR_LATE = (RemedyKind.VOUCHER, RemedyKind.STORE_CREDIT, RemedyKind.WAIVER, RemedyKind.REFUND)


class Verb(StrEnum):
    """What can be done with a remedy."""

    GRANT = "grant"
    FULFIL = "fulfil"
    FAIL = "fail"
    COME_BACK = "come back"
    RETRY = "retry"
    WITHDRAW = "withdraw"
    WITHDRAW_STUCK = "withdraw stuck"


class Who(StrEnum):
    """As what somebody, or something, acts on a remedy."""

    AUTHORITY = "whose authority suffices"
    YES = "who was told yes"
    WORKER = "the worker"
    EVENT = "the event"
    TILL = "whoever hands it over at a counter"
    ANSWERER = "who may answer"
    GRANTER = "its granter, within 60 seconds"
    LEAD = "a lead"


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table."""

    verb: Verb
    comes_from: State | None
    to: State
    who: Sequence[Who]
    effect: str


TABLE: tuple[Move, ...] = (
    Move(
        Verb.GRANT,
        None,
        State.GRANTED,
        (Who.AUTHORITY, Who.YES),
        noop(
            "Booked in the same act, borne by the place that erred. What is given at once is fulfilled a minute later; "
            "what ships, is paid or repaired is a promise upon that event."
        ),
    ),
    Move(
        Verb.FULFIL,
        State.GRANTED,
        State.FULFILLED,
        (Who.WORKER, Who.EVENT, Who.TILL, Who.ANSWERER),
        noop(
            "Booked, once. Its promise is kept, and a kept promise fulfils it. Handed over at another place than the "
            "one that bears it, the one owes it to the other."
        ),
    ),
    Move(
        Verb.FAIL,
        State.GRANTED,
        State.STUCK,
        (Who.WORKER, Who.EVENT, Who.ANSWERER),
        noop("The conversation opens, from closed too, the next response starts, and it does not close over it."),
    ),
    Move(
        Verb.COME_BACK,
        State.FULFILLED,
        State.STUCK,
        (Who.EVENT,),
        noop("A refund that the bank sent back: booked back, and from then on as one that failed."),
    ),
    Move(
        Verb.RETRY,
        State.STUCK,
        State.GRANTED,
        (Who.ANSWERER, Who.EVENT),
        noop("The same remedy, so that nothing is given twice."),
    ),
    Move(
        Verb.WITHDRAW,
        State.GRANTED,
        State.WITHDRAWN,
        (Who.GRANTER, Who.LEAD),
        noop(
            "Counter-booked; its promise is withdrawn. Only if the customer was not told, or is told now. Never once "
            "it is fulfilled."
        ),
    ),
    Move(
        Verb.WITHDRAW_STUCK,
        State.STUCK,
        State.WITHDRAWN,
        (Who.ANSWERER, Who.LEAD),
        noop("Counter-booked. Only if the customer was not told, or is told now."),
    ),
)
BY_VERB = {move.verb: move for move in TABLE}


def whos(remedy: Remedy, agent: int, *, leads: bool, at: datetime) -> frozenset[Who]:
    """As what somebody acts on the remedy who may answer in its conversation, or leads its team."""
    is_granter = remedy.granted_by_id == agent and at - remedy.granted_at <= GRANTER_MAY_WITHDRAW
    return frozenset({Who.ANSWERER, *([Who.GRANTER] if is_granter else []), *([Who.LEAD] if leads else [])})


def why_not(verb: Verb, whos: Collection[Who]) -> str:
    """Empty when somebody who is all this may do it; else the reason, in words."""
    if set(whos) & set(BY_VERB[verb].who):
        return ""
    if verb is Verb.WITHDRAW:
        return gettext("A minute has passed: only a lead can take it back now.")
    return gettext("Only who may answer in this conversation can do that.")


def why_not_hand_over(kind: str, state: str, *, due_at: datetime | None) -> str:
    """Empty when it can be given to whoever stands at a counter; else the reason, in words."""
    if kind not in HANDED_OVER or due_at is None:
        return gettext("This is nothing that is handed over at a counter.")
    return "" if state == State.GRANTED else what_became(state, "")


def possible(state: str) -> list[Verb]:
    """What can be done with a remedy that stands so."""
    return [move.verb for move in TABLE if move.comes_from == state]


def what_became(state: str, who: str) -> str:
    """Why what was asked for is not possible: what was done with the remedy, by whom, and what can be done now."""
    words = {
        State.GRANTED: gettext("It is granted, and on its way."),
        State.FULFILLED: gettext("They have it already. It cannot be taken back; only something new can be given."),
        State.STUCK: gettext("It is stuck. Try it again, or take it back."),
        State.WITHDRAWN: gettext("%(who)s took it back already. Grant it anew if it is to be given."),
    }
    return words[State(state)] % {"who": who or gettext("Somebody")}


def why_not_this(kind: str, cost: Money, value: Money, due_at: datetime | None, *, now: datetime) -> str:
    """Empty when such a remedy can be; else the reason, in words."""
    sort = SORTS.get(kind)
    if sort is None:
        return gettext("Choose from the list what you give.")
    if cost.currency != value.currency:
        return gettext("What it costs and what it is worth are counted in one currency.")
    if value.minor <= 0 or cost.minor < 0:
        return gettext("What is it worth to the customer? Type a sum of money.")
    if kind == RemedyKind.VOUCHER and cost != value:
        return gettext("A voucher costs what it is worth; leave the cost out.")
    if due_at is not None and not sort.event:
        return gettext("This is given at once; leave the day out.")
    if due_at is None and not sort.at_once:
        return gettext("By when will it be done? Choose a day.")
    if due_at is not None and due_at <= now:
        return gettext("That time has passed. By when will they have it?")
    return ""


def called(order: Order | None, line: Line | None) -> str:
    """What of an order it is for, as people say it; "" when no order is named."""
    if order is None:
        return ""
    return f"{line.name[:80]} ({order.number[:36]})" if line else gettext("order %(number)s") % {"number": order.number}


def key_of(thing: str) -> str:
    """What things are compared by: the same words, whatever their case and spaces."""
    return " ".join(thing.split()).casefold()[:120]
