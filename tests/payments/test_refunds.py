"""A granted refund goes out by the way its money came, once, whatever breaks on the way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from makegood.clocks.queries import running
from makegood.conversations.rules import Refused
from makegood.payments import acts as payments
from makegood.payments.models import Account, Refund
from makegood.payments.rules import Answer
from makegood.remedies import acts
from makegood.remedies.models import Remedy
from tests.payments.common import OUT, PAID, anew, connected, granted, paid, refund_of, run_due
from tests.remedies.test_books import balances
from tests.servers.stripe_double import Stripe
from tests.world import DAY, HOUR, MINUTE, NOON, World

LATE = OUT + 4 * DAY


def test_a_minute_after_it_was_granted_it_is_paid_and_the_books_say_so(world: World, stripe: Stripe) -> None:
    connected()
    remedy = granted(world, paid(stripe))
    assert balances() == {"goodwill": 5000, "refunds_payable": -5000}
    run_due(NOON + timedelta(seconds=59))
    assert stripe.refunds == [] and anew(remedy).state == "granted"
    run_due(OUT)
    assert [(one["amount"], one["payment_intent"]) for one in stripe.refunds] == [(5000, PAID)]
    assert (anew(remedy).state, anew(remedy).fulfilled_at, refund_of(remedy).state) == ("fulfilled", OUT, "arrived")
    assert balances() == {"cash": -5000, "goodwill": 5000}
    run_due(NOON + DAY)
    assert len(stripe.refunds) == 1


def test_what_is_on_its_way_is_looked_after_until_it_has_arrived(world: World, stripe: Stripe) -> None:
    connected()
    stripe.status = "pending"
    remedy = granted(world, paid(stripe))
    run_due(OUT)
    assert (anew(remedy).state, refund_of(remedy).state) == ("fulfilled", "sent"), "it is out of our hands"
    run_due(OUT + DAY)
    stripe.becomes("succeeded")
    run_due(OUT + 2 * DAY)
    assert refund_of(remedy).state == "arrived" and len(stripe.refunds) == 1


def test_without_an_account_or_a_payment_people_see_to_it_as_ever(world: World, stripe: Stripe) -> None:
    remedy = granted(world, paid(stripe))
    run_due(OUT)
    assert anew(remedy).state == "fulfilled" and not Refund.objects.exists() and stripe.asked == []


@pytest.mark.parametrize("mood", ["drop", "500", "429", "done and drop", "done and 500"])
def test_whatever_breaks_it_is_paid_once_in_the_end(world: World, stripe: Stripe, mood: str) -> None:
    connected()
    remedy = granted(world, paid(stripe))
    stripe.mood = mood
    run_due(OUT)
    assert (anew(remedy).state, refund_of(remedy).state) == ("granted", "sending")
    assert balances() == {"goodwill": 5000, "refunds_payable": -5000}
    stripe.mood = ""
    stripe.forgets()
    run_due(OUT + HOUR)
    assert anew(remedy).state == "fulfilled" and len(stripe.refunds) == 1
    assert balances() == {"cash": -5000, "goodwill": 5000}


def test_when_nobody_answers_for_three_days_it_is_stuck_and_a_new_try_asks_first(world: World, stripe: Stripe) -> None:
    connected()
    remedy = held_up(world, stripe)
    assert "nothing is paid twice" in anew(remedy).why
    with pytest.raises(Refused, match="Try it again first"):
        acts.withdraw(anew(remedy), reason="other", by=world.lea, at=LATE)
    acts.retry(anew(remedy), by=world.ana, at=LATE)
    run_due(LATE)
    assert anew(remedy).state == "fulfilled" and len(stripe.refunds) == 1 and Refund.objects.count() == 1


def held_up(world: World, stripe: Stripe, **more: Any) -> Remedy:
    """Stripe has it, and for three days its answer did not reach us."""
    remedy = granted(world, paid(stripe), **more)
    stripe.mood = "done and drop"
    for days in (0, 2, 4):
        run_due(OUT + days * DAY)
    stripe.mood = ""
    assert (anew(remedy).state, refund_of(remedy).state) == ("stuck", "unsure")
    return remedy


def test_what_was_held_up_and_came_back_is_stuck_for_that_reason(world: World, stripe: Stripe) -> None:
    account = connected()
    remedy = held_up(world, stripe)
    acts.payout_answered(refund_of(remedy).pk, Answer("re_1", "failed", "declined"), at=LATE)
    assert (anew(remedy).state, refund_of(remedy).state) == ("stuck", "failed") and "declined it" in anew(remedy).why
    payments.switch(account, on=False, by=None, at=LATE)
    acts.retry(anew(remedy), by=world.ana, at=LATE)
    run_due(LATE)
    assert anew(remedy).state == "stuck" and "so nothing was paid" in anew(remedy).why
    payments.switch(account, on=True, by=None, at=LATE)
    acts.retry(anew(remedy), by=world.ana, at=LATE)
    run_due(LATE)
    assert (anew(remedy).state, refund_of(remedy).attempt) == ("fulfilled", 2)


def test_what_stripe_refuses_is_stuck_in_words_and_tried_anew_when_it_was_mended(world: World, stripe: Stripe) -> None:
    connected()
    remedy = granted(world, paid(stripe))
    stripe.paid[PAID] = 100
    run_due(OUT)
    assert anew(remedy).state == "stuck" and "paid back already" in anew(remedy).why
    assert running(remedy.conversation_id), "an answer is owed"
    stripe.paid[PAID] = 9000
    acts.retry(anew(remedy), by=world.ana, at=OUT + HOUR)
    run_due(OUT + HOUR)
    assert (anew(remedy).state, refund_of(remedy).attempt, len(stripe.refunds)) == ("fulfilled", 2, 1)


def test_a_payment_that_stripe_does_not_know_and_a_wrong_key_are_said_in_words(world: World, stripe: Stripe) -> None:
    account = connected()
    order = paid(stripe)
    stripe.paid.clear()
    remedy = granted(world, order)
    run_due(OUT)
    assert "does not know this payment" in anew(remedy).why
    payments.connect("sk_test_another12345", by=None, at=OUT)
    assert Account.objects.get().pk == account.pk
    acts.retry(anew(remedy), by=world.ana, at=OUT)
    run_due(OUT)
    assert "does not take our key" in anew(remedy).why
    payments.switch(account, on=False, by=None, at=OUT)
    assert payments.switch(account, on=False, by=None, at=OUT) is None


@pytest.mark.parametrize("due_at", [None, NOON + 9 * DAY])
def test_tried_again_once_stripe_is_gone_it_is_stuck_and_never_said_to_be_paid(
    world: World, stripe: Stripe, due_at: datetime | None
) -> None:
    account = connected()
    remedy = held_up(world, stripe, due_at=due_at)
    payments.switch(account, on=False, by=None, at=LATE)
    for _twice in range(2):
        acts.retry(anew(remedy), by=world.ana, at=LATE)
        run_due(LATE)
        assert anew(remedy).state == "stuck" and "not said whether it was paid" in anew(remedy).why
    assert balances() == {"goodwill": 5000, "refunds_payable": -5000}
    payments.switch(account, on=True, by=None, at=LATE)
    acts.retry(anew(remedy), by=world.ana, at=LATE)
    run_due(LATE)
    assert anew(remedy).state == "fulfilled" and len(stripe.refunds) == 1


def test_what_the_bank_sends_back_is_booked_back_and_given_anew(world: World, stripe: Stripe) -> None:
    connected()
    remedy = granted(world, paid(stripe))
    run_due(OUT)
    stripe.becomes("failed", why="expired_or_canceled_card")
    answer = stripe.one("re_1")[1]
    for _again in range(2):
        back = Answer(answer["id"], answer["status"], answer["failure_reason"])
        acts.payout_answered(refund_of(remedy).pk, back, at=OUT + DAY)
    assert (anew(remedy).state, anew(remedy).fulfilled_at) == ("stuck", None)
    assert "card is not valid any more" in anew(remedy).why
    assert balances() == {"goodwill": 5000, "refunds_payable": -5000}
    acts.withdraw(anew(remedy), reason="paid in the shop", by=world.ana, at=OUT + DAY)
    assert balances() == {}


def test_what_was_taken_back_in_time_is_never_sent(world: World, stripe: Stripe) -> None:
    connected()
    remedy = granted(world, paid(stripe))
    acts.withdraw(remedy, reason="mistaken", by=world.ana, at=NOON + timedelta(seconds=30))
    run_due(NOON + DAY)
    assert stripe.asked == []


def test_while_it_is_sent_nobody_takes_it_back_or_says_that_it_is_paid(world: World, stripe: Stripe) -> None:
    connected()
    remedy = granted(world, paid(stripe), due_at=NOON + 3 * DAY)
    stripe.mood = "drop"
    run_due(OUT)
    for act in (
        lambda: acts.withdraw(anew(remedy), reason="other", by=world.lea, at=OUT),
        lambda: acts.fulfil(remedy.pk, by=world.ana, at=OUT),
        lambda: acts.fail(remedy.pk, why="lost", by=world.ana, at=OUT),
    ):
        with pytest.raises(Refused, match="Stripe pays this out"):
            act()
    stripe.mood = ""
    run_due(OUT + HOUR)
    done = Remedy.objects.select_related("promise").get(pk=remedy.pk)
    assert done.state == "fulfilled" and done.promise and done.promise.state == "kept"


def test_an_order_paid_in_another_currency_has_no_way_back(world: World, stripe: Stripe) -> None:
    connected()
    remedy = granted(world, paid(stripe, currency="CHF"))
    run_due(OUT + MINUTE)
    assert anew(remedy).state == "fulfilled" and stripe.asked == []
