"""The look at the counter, for pages and programs alike: what we owe somebody, gave them, and what they bought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from makegood.orders import acts as orders
from makegood.orders import queries
from makegood.orders.queries import OrderItem
from makegood.people.models import Agent, Location
from makegood.promises import acts as promises
from makegood.promises.queries import PromiseItem
from makegood.remedies import acts as remedies
from makegood.remedies.queries import CounterItem, at_counter
from makegood.vouchers import acts as vouchers
from makegood.vouchers import codes
from makegood.vouchers.queries import Shown
from makegood.vouchers.rules import NoSuchVoucher


@dataclass(frozen=True, slots=True)
class Found:
    """Who was looked up; `customer` None: somebody who bought, and has never turned to us. Nothing that was said."""

    customer: int | None
    name: str
    promises: list[PromiseItem]
    orders: list[OrderItem]
    given: list[CounterItem]
    voucher: Shown | None = None


def look(said: str, *, by: Agent, at: datetime, address: str) -> Found | None:
    """Whoever has exactly this address, telephone number, order number or voucher; that the agent looked is one event.

    None: nobody. Raises TooManyGuesses when the agent, or somebody at that address, tried too many vouchers' codes.
    """
    if codes.read(said) and (theirs := _by_voucher(said, by=by, at=at, address=address)):
        return theirs
    if who := promises.look(said, by=by, at=at):
        return _found(who.customer, who.name, who.promises, at=at)
    seen = orders.look(said, by=by, at=at)
    if seen is None:
        return None
    if seen.customer is None:
        return Found(None, seen.name, [], seen.orders, [])
    owed = promises.owed_to(seen.customer, by=by, at=at)
    return _found(seen.customer, seen.name, owed, at=at)


def hand_over(said: str, remedy: int, *, at_location: Location, by: Agent, at: datetime, address: str) -> bool:
    """Whoever has exactly this address, number or voucher has the remedy now, from this location. That is a look, too.

    False: nobody has it, or the remedy is not theirs. Raises Refused in words, TooManyGuesses.
    """
    who = look(said, by=by, at=at, address=address)
    if who is None or who.customer is None or remedy not in {one.id for one in who.given}:
        return False
    remedies.hand_over(remedy, to=who.customer, at_location=at_location, by=by, at=at)
    return True


def hand_back(said: str, remedy: int, *, by: Agent, at: datetime, address: str) -> bool:
    """Whoever was looked up so does not have it after all: by who handed it over. That is a look, too.

    False: nobody has it, or the remedy is not theirs. Raises Refused in words, TooManyGuesses.
    """
    who = look(said, by=by, at=at, address=address)
    if who is None or who.customer is None or remedy not in {one.id for one in who.given}:
        return False
    remedies.hand_back(remedy, to=who.customer, by=by, at=at)
    return True


def guessed(said: str, *, by: Agent, at: datetime, address: str) -> None:
    """What led to nobody counts as a guess, when it could have been a voucher's code."""
    if codes.read(said):
        vouchers.guessed(by=by, address=address, at=at)


def _by_voucher(said: str, *, by: Agent, at: datetime, address: str) -> Found | None:
    vouchers.refuse_guesser(by=by, address=address, at=at)
    try:
        seen = vouchers.look(said, by=by, at=at)
    except NoSuchVoucher:
        return None
    owed = promises.owed_to(seen.customer, by=by, at=at)
    return _found(seen.customer, seen.first_name, owed, at=at, voucher=seen)


def _found(customer: int, name: str, owed: list[PromiseItem], *, at: datetime, voucher: Shown | None = None) -> Found:
    return Found(customer, name, owed, queries.of_customer(customer), at_counter(customer, at=at), voucher)
