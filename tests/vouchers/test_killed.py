"""Whoever is killed half-way has taken nothing, and the same press again takes it once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from makegood.base.money import Money
from makegood.books.models import Leg
from makegood.people.models import Agent, Location, Role, Team
from makegood.vouchers import acts
from makegood.vouchers.models import Redemption, Voucher
from tests.servers.machine import wait_until
from tests.vouchers.issuing import code, issue
from tests.world import NOON

ROOT = Path(__file__).parents[2]


@pytest.mark.django_db(transaction=True)
def test_a_till_that_is_killed_before_it_is_done_has_taken_nothing(tmp_path: Path) -> None:
    shop = Location.objects.create(name="Harbour")
    ana = Agent.objects.create_user("ana@harbour.example", name="Ana Example", created_at=NOON)
    Role.objects.create(agent=ana, rank="agent", team=Team.objects.create(name="Front", location=shop))
    voucher, diary = issue(2000, bearer=shop), tmp_path / "diary"
    database = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", "tests.vouchers.stray_till", database, code(voucher), str(shop.pk), str(ana.pk)]
    with subprocess.Popen([*command, str(diary)], cwd=ROOT) as till:
        try:
            wait_until("the till to be all but done", diary.exists)
        finally:
            till.kill()
    assert Voucher.objects.get().balance == Money(2000, "EUR") and not Redemption.objects.exists()
    assert Leg.objects.count() == 2
    for _press in range(2):
        acts.redeem(code(voucher), Money(500, "EUR"), at_location=shop, by=ana, once="sale-1", at=NOON)
    assert Voucher.objects.get().balance == Money(1500, "EUR") and Redemption.objects.count() == 1
