"""Killed between granting and giving, or in the middle of either: nothing by half, and once in the end."""

from __future__ import annotations

import pytest

from makegood.agenda.models import Turn
from makegood.books.models import Transfer
from makegood.remedies import acts
from makegood.remedies.models import Ask, Remedy
from makegood.vouchers.models import Voucher
from makegood.vouchers.queries import code_of
from tests.guarantees.killed import killed
from tests.remedies.common import owned, published, run_due, wish
from tests.remedies.test_books import balances
from tests.world import HOUR, MINUTE, NOON, World, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    """For processes with connections of their own."""
    published()
    return build()


def test_granting_is_whole_or_not_at_all(world: World) -> None:
    conversation = owned(world)
    killed(lambda: acts.grant(conversation, wish(kind="voucher"), by=world.ana, at=NOON, told=True))
    assert not Remedy.objects.exists() and not Voucher.objects.exists() and not Transfer.objects.exists()
    assert not Turn.objects.filter(kind="remedy").exists()


def test_whoever_grants_dies_and_the_worker_gives_it_though_killed_too(world: World) -> None:
    conversation = owned(world)
    remedy = acts.grant(conversation, wish(kind="voucher"), by=world.ana, at=NOON, told=True)
    killed(lambda: run_due(NOON + MINUTE))
    remedy.refresh_from_db()
    assert remedy.state == "granted" and not conversation.messages.filter(direction="out").exists()
    for at in (NOON + MINUTE, NOON + HOUR):
        run_due(at)
    remedy.refresh_from_db()
    [mail] = conversation.messages.filter(direction="out")
    assert remedy.state == "fulfilled" and code_of(Voucher.objects.get()) in mail.text
    assert balances() == {"goodwill": 2000, "voucher_liability": -2000}


def test_a_yes_is_whole_or_not_at_all(world: World) -> None:
    ask = acts.ask(owned(world), wish(10000), by=world.ana, at=NOON)
    killed(lambda: acts.say_yes(ask, by=world.lea, at=NOON))
    assert Ask.objects.get().state == "asked" and not Remedy.objects.exists()
    assert acts.say_yes(ask, by=world.lea, at=NOON) == Remedy.objects.get()
