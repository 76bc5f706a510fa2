"""Whatever is done to one voucher at the same moment happens once, and the books agree with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from makegood.config.doctor.books import CHECKS
from makegood.people.models import Agent, Location, Rank, Role, Team
from makegood.timeline.models import Event
from makegood.vouchers import acts
from makegood.vouchers.models import Redemption, State, Voucher
from makegood.vouchers.rules import Refused
from tests.guarantees.at_once import at_once
from tests.vouchers.issuing import code, eur, issue
from tests.world import DAY, NOON

pytestmark = pytest.mark.django_db(transaction=True)
AFTER = NOON + 30 * DAY
Act = Callable[[], object]


def refused(*presses: Act) -> list[Refused]:
    """All of them at the same moment: those that were refused. The books are in order afterwards."""
    results = at_once(*presses)
    assert not [words for check in CHECKS for words in check(AFTER).violations]
    failed = [one for one in results if isinstance(one, Exception)]
    assert all(isinstance(one, Refused) for one in failed), failed
    return failed  # type: ignore[return-value]


def happened(kind: str) -> int:
    """How many events of that kind there are."""
    return Event.objects.filter(kind=kind).count()


def test_each_change_happens_once_and_none_undoes_another() -> None:
    shop = Location.objects.create(name="Harbour")
    lea = Agent.objects.create_user("lea@harbour.example", name="Lea Example", created_at=NOON)
    Role.objects.create(agent=lea, rank=Rank.MANAGER, location=shop)
    Role.objects.create(agent=lea, rank=Rank.AGENT, team=Team.objects.create(name="Front", location=shop))
    voucher = issue(2000, bearer=shop, expires_on=date(2026, 11, 30))
    took = acts.redeem(code(voucher), eur(500), at_location=shop, by=lea, once="1", at=NOON)

    assert refused(*[lambda: acts.give_back(took, by=lea, at=NOON)] * 3) == []
    assert happened("voucher.returned") == 1 and Voucher.objects.get().balance == eur(2000)
    assert refused(*[lambda: acts.expire(voucher.pk, at=AFTER)] * 3) == []
    assert happened("voucher.expired") == 1
    late = refused(*[lambda: acts.revive(voucher, expires_on=None, by=lea, at=AFTER)] * 3)
    assert len(late) == 2 and happened("voucher.revived") == 1

    # Somebody spends it while somebody else makes it void: whoever is second is told, or finds what the first left.
    spent = refused(
        lambda: acts.redeem(code(voucher), eur(500), at_location=shop, by=lea, once="2", at=AFTER),
        lambda: acts.void(voucher, by=lea, at=AFTER),
        lambda: acts.void(voucher, by=lea, at=AFTER),
    )
    voucher.refresh_from_db()
    assert voucher.state == State.VOIDED and happened("voucher.voided") == 1
    assert Redemption.objects.filter(undone_at=None).count() + len(spent) == 1
