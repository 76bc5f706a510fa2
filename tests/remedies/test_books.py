"""What a remedy costs is in the books in the same act, and out of them again when it is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Sum

from makegood.books import acts as books
from makegood.books.models import Leg, Transfer
from makegood.conversations import acts as conversations
from makegood.conversations.rules import Refused
from makegood.people.models import Rank, Role
from makegood.promises import acts as promises
from makegood.remedies import acts
from makegood.remedies.models import Remedy
from tests.remedies.common import eur, owned, published, run_due, wish
from tests.world import DAY, HOUR, MINUTE, NOON, World


def balances() -> dict[str, int]:
    """What stands in each kind of account, those at zero left out."""
    rows = Leg.objects.values_list("account__kind").annotate(sum=Sum("minor")).order_by("account__kind")
    return {kind: minor for kind, minor in rows if minor}


def test_the_place_that_erred_bears_it(world: World) -> None:
    published()
    acts.grant(owned(world), wish(2000, bearer=world.hill.location), by=world.ana, at=NOON)
    [leg] = Leg.objects.filter(account__kind="goodwill")
    assert (leg.account.location, leg.minor) == (world.hill.location, 2000)
    transfer = Transfer.objects.get()
    assert (transfer.why, transfer.person, transfer.by) == ("granted", world.ana, world.ana)


def test_a_refund_is_owed_until_it_is_paid(world: World) -> None:
    published()
    remedy = acts.grant(owned(world), wish(2000, kind="refund", due_at=NOON + DAY), by=world.ana, at=NOON)
    assert balances() == {"goodwill": 2000, "refunds_payable": -2000}
    for _ in range(2):
        acts.fulfil(remedy.pk, at=NOON + HOUR)
    assert balances() == {"cash": -2000, "goodwill": 2000}


def test_only_what_it_costs_us_is_booked(world: World) -> None:
    published()
    acts.grant(owned(world), wish(4000, kind="gift", cost=eur(1500)), by=world.ana, at=NOON)
    assert balances() == {"goods": -1500, "goodwill": 1500}
    acts.grant(owned(world), wish(4000, kind="waiver", cost=eur(0), thing="fee"), by=world.ana, at=NOON)
    assert Transfer.objects.count() == 1


def test_taken_back_nothing_is_left(world: World) -> None:
    published()
    conversation = owned(world)
    remedy = acts.grant(conversation, wish(kind="refund", due_at=NOON + DAY), by=world.ana, at=NOON)
    acts.withdraw(remedy, reason="mistake", by=world.ana, at=NOON)
    assert balances() == {} and Transfer.objects.count() == 2
    message = world.reply(conversation, at=NOON, along=[acts.granting(wish(), by=world.ana, at=NOON)])
    conversations.undo_reply(message, by=world.ana, at=NOON)
    assert balances() == {} and Transfer.objects.count() == 4


def test_kept_by_a_reply_that_never_left_it_is_owed_again_and_paid_once(world: World) -> None:

    published()
    conversation = owned(world)
    remedy = acts.grant(conversation, wish(kind="refund", due_at=NOON + DAY), by=world.ana, at=NOON)
    keeps = promises.keeping(remedy.promise_id or 0, by=world.ana, at=NOON + HOUR)
    message = world.reply(conversation, at=NOON + HOUR, along=[keeps])
    assert balances() == {"cash": -2000, "goodwill": 2000}
    conversations.undo_reply(message, by=world.ana, at=NOON + HOUR)
    assert balances() == {"goodwill": 2000, "refunds_payable": -2000}
    acts.fulfil(remedy.pk, at=NOON + 2 * HOUR)
    assert balances() == {"cash": -2000, "goodwill": 2000}


def test_nothing_is_granted_into_a_closed_period(world: World) -> None:
    published()
    Role.objects.create(agent=world.lea, rank=Rank.HEAD_OFFICE)
    conversation = owned(world)
    books.close_period(NOON + MINUTE, at=NOON + HOUR, by=world.lea)
    with pytest.raises(Refused, match="closed"):
        acts.grant(conversation, wish(), by=world.ana, at=NOON)
    assert not Remedy.objects.exists()


def test_stuck_and_tried_again_it_is_booked_once(world: World) -> None:
    published()
    remedy = acts.grant(owned(world), wish(), by=world.ana, at=NOON)
    acts.fail(remedy.pk, why="no stock", at=NOON)
    acts.retry(remedy, by=world.ana, at=NOON + timedelta(minutes=2))
    run_due(NOON + HOUR)
    assert balances() == {"credit_liability": -2000, "goodwill": 2000}
