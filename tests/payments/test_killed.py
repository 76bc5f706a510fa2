"""Killed between what Stripe did and our writing it down, or at the same moment in two places: paid once."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from makegood.remedies import acts
from tests.guarantees.at_once import at_once
from tests.guarantees.killed import DIED, die, killed
from tests.payments.common import OUT, anew, connected, granted, paid, refund_of, run_due
from tests.remedies.test_books import balances
from tests.servers.stripe_double import Stripe
from tests.world import DAY, HOUR, World, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    """For processes and threads with connections of their own."""
    return build()


def dies_before_writing_down(now: datetime) -> None:
    """Another process sent it, and died as it was about to write down what Stripe answered."""
    connection.close()
    pid = os.fork()
    if pid == 0:
        seen: list[str] = []

        def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            seen.extend([sql] if sql.startswith('UPDATE "payments_refund"') else [])
            if len(seen) == 2:  # the first says that it is about to be sent
                die()
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(wrapper):
                run_due(now)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == DIED


def test_killed_after_stripe_paid_it_is_written_down_and_never_paid_again(world: World, stripe: Stripe) -> None:
    connected()
    remedy = granted(world, paid(stripe))
    for at in (OUT, OUT + DAY):
        dies_before_writing_down(at)
        assert len(stripe.refunds) == 1 and (anew(remedy).state, refund_of(remedy).state) == ("granted", "sending")
        stripe.forgets()
    run_due(OUT + 2 * DAY)
    assert (anew(remedy).state, len(stripe.refunds)) == ("fulfilled", 1)
    assert balances() == {"cash": -5000, "goodwill": 5000}


def test_killed_while_it_is_written_down_it_is_whole_or_not_at_all(world: World, stripe: Stripe) -> None:
    connected()
    remedy = granted(world, paid(stripe))
    stripe.mood = "done and drop"
    run_due(OUT)
    stripe.mood = ""
    killed(lambda: run_due(OUT + HOUR))
    assert (anew(remedy).state, refund_of(remedy).state) == ("granted", "sending")
    run_due(OUT + HOUR)
    assert (anew(remedy).state, refund_of(remedy).state, len(stripe.refunds)) == ("fulfilled", "arrived", 1)


def test_sent_by_two_at_once_it_is_one(world: World, stripe: Stripe) -> None:
    connected()
    remedy = granted(world, paid(stripe))
    acts.take_turn(remedy.pk, at=OUT)
    at_once(*([lambda: run_due(OUT + DAY)] * 2))
    assert (anew(remedy).state, len(stripe.refunds)) == ("fulfilled", 1)
    assert balances() == {"cash": -5000, "goodwill": 5000}


def test_taken_back_and_sent_at_once_it_is_one_or_the_other(world: World, stripe: Stripe) -> None:
    connected()
    remedy = granted(world, paid(stripe))
    acts.take_turn(remedy.pk, at=OUT)
    at_once(lambda: run_due(OUT), lambda: acts.withdraw(anew(remedy), reason="mistaken", by=world.lea, at=OUT))
    is_paid = anew(remedy).state == "fulfilled"
    assert anew(remedy).state in ("fulfilled", "withdrawn") and len(stripe.refunds) == int(is_paid)
    assert balances() == ({"cash": -5000, "goodwill": 5000} if is_paid else {})
