"""Reads about the account and its refunds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from makegood.base.money import Money
from makegood.base.secrets import unseal
from makegood.payments.models import Account, Refund, State, Told
from makegood.payments.rules import UNDERWAY


def account() -> Account | None:
    """The account, on or off; None: Stripe was never connected. One query."""
    return Account.objects.first()


def connected() -> Account | None:
    """The account through which refunds go out now; None: none do. One query."""
    return Account.objects.filter(is_active=True).first()


def account_at(slug: str) -> Account | None:
    """The account that posts to the address with this end; None: there is none."""
    return Account.objects.filter(slug=slug).first() if slug else None


def key_of(account: Account) -> str:
    """Its key. For Stripe alone: no page shows it. Raises Unreadable."""
    return unseal(account.key)


def hook_secret_of(account: Account) -> str:
    """What it signs with; "" not entered yet. Raises Unreadable."""
    return unseal(account.hook_secret)


@dataclass(frozen=True, slots=True)
class Payout:
    """How the refund of a remedy stands."""

    state: str
    money: Money
    moved_at: datetime
    why: str

    @property
    def says(self) -> str:
        """In the reader's language."""
        return str(State(self.state).label)


def payouts(remedies: Collection[int]) -> dict[int, Payout]:
    """How those of these remedies stand that go out through Stripe, by remedy: the newest attempt. One query."""
    rows = Refund.objects.filter(remedy__in=list(remedies)).exclude(state=State.CALLED_OFF).order_by("pk")
    return {one.remedy: Payout(one.state, one.money, one.moved_at, one.why) for one in rows}


def underway(remedy: int) -> Refund | None:
    """The refund of this remedy that may go out any moment, or be out unknown to us; None: there is none. One query."""
    return Refund.objects.filter(remedy=remedy, state__in=UNDERWAY).first()


def last_of(remedy: int) -> Refund | None:
    """The newest attempt for this remedy. One query."""
    return Refund.objects.filter(remedy=remedy).order_by("-attempt").first()


def refund(pk: int) -> Refund:
    """One refund. Raises Refund.DoesNotExist."""
    return Refund.objects.get(pk=pk)


def known_as(stripe: str, key: str) -> Refund | None:
    """The refund that Stripe calls so, else the one that bears this key of ours; None: it is none of ours."""
    known = Refund.objects.filter(stripe=stripe).first() if stripe else None
    return known or (Refund.objects.filter(key=key).first() if key else None)


def refunds_last(limit: int = 20) -> list[Refund]:
    """The newest refunds. One query."""
    return list(Refund.objects.order_by("-pk")[:limit])


def told(pk: int) -> Told:
    """One posting. Raises Told.DoesNotExist."""
    return Told.objects.get(pk=pk)


def told_last(limit: int = 20) -> list[Told]:
    """What Stripe posted last, the newest first, without the bytes. One query."""
    return list(Told.objects.defer("content").order_by("-pk")[:limit])
