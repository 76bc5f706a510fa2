"""What Stripe posts: only with its signature, kept before it is told so, taken in once in whatever order."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from makegood.agenda.rules import TryAgain
from makegood.payments.models import Account, Told
from tests.payments.common import OUT, anew, connected, granted, paid, refund_of, run_due
from tests.remedies.test_books import balances
from tests.servers.stripe_double import Stripe
from tests.world import DAY, World


def post(account: Account, content: bytes, signature: str) -> Any:
    """As Stripe posts it."""
    return Client().generic(
        "POST", f"/hooks/stripe/{account.slug}", content, "application/json", headers={"Stripe-Signature": signature}
    )


def test_what_the_bank_says_later_reaches_the_remedy(world: World, stripe: Stripe) -> None:
    account = connected()
    stripe.status = "pending"
    remedy = granted(world, paid(stripe))
    run_due(OUT)
    succeeded = stripe.becomes("succeeded")
    assert post(account, *stripe.event("refund.updated", succeeded, at=int(time.time()))).status_code == 200
    assert Told.objects.get().state == "kept" and refund_of(remedy).state == "sent"
    run_due(timezone.now())
    assert (Told.objects.get().state, refund_of(remedy).state) == ("taken", "arrived")
    failed = stripe.becomes("failed", why="declined")
    for key in ("evt_2", "evt_2", "evt_3"):
        assert post(account, *stripe.event("refund.failed", failed, at=int(time.time()), key=key)).status_code == 200
    # An older event that comes last says nothing: what counts is how it stands now.
    old = dict(failed, status="pending", failure_reason=None)
    post(account, *stripe.event("refund.updated", old, at=int(time.time()), key="evt_4"))
    run_due(timezone.now())
    assert Told.objects.count() == 4 and (anew(remedy).state, refund_of(remedy).state) == ("stuck", "failed")
    assert balances() == {"goodwill": 5000, "refunds_payable": -5000}


def test_a_posting_that_comes_before_we_have_written_its_id_down_finds_it(world: World, stripe: Stripe) -> None:
    account = connected()
    remedy = granted(world, paid(stripe))
    stripe.mood = "done and drop"
    run_due(OUT)
    stripe.mood = ""
    assert refund_of(remedy).stripe == ""
    post(account, *stripe.event("refund.created", stripe.refunds[0], at=int(time.time())))
    run_due(OUT)
    run_due(timezone.now())
    assert (anew(remedy).state, refund_of(remedy).stripe, len(stripe.refunds)) == ("fulfilled", "re_1", 1)


def test_without_the_right_signature_nothing_is_kept(world: World, stripe: Stripe) -> None:
    account, now = connected(), int(time.time())
    event = stripe.event("refund.updated", {"id": "re_1", "metadata": {}}, at=now)
    for content, signature in (
        (event[0], ""),
        (event[0] + b" ", event[1]),
        stripe.event("refund.updated", {"id": "re_1"}, at=now, secret="whsec_other"),
        stripe.event("refund.updated", {"id": "re_1"}, at=now - 400),
    ):
        assert post(account, content, signature).status_code == 401
    assert not Told.objects.exists()
    assert Client().post("/hooks/stripe/nobody").status_code == 404
    assert Client().get(f"/hooks/stripe/{account.slug}").status_code == 405
    Account.objects.update(hook_secret="")
    assert post(account, *event).status_code == 401


def test_what_is_not_ours_is_passed_over_and_what_cannot_be_read_is_in_sight(world: World, stripe: Stripe) -> None:
    account, now = connected(), int(time.time())
    strange = [
        stripe.event("charge.succeeded", {"id": "ch_1"}, at=now, key="evt_1"),
        stripe.event("refund.updated", {"id": "re_9", "metadata": {"makegood": "other"}}, at=now, key="evt_2"),
        stripe.event("refund.updated", {"id": "re_9", "metadata": None}, at=now, key="evt_3"),
    ]
    for one in strange:
        assert post(account, *one).status_code == 200
    assert post(account, *stripe.event("refund.updated", [], at=now, key="evt_4")).status_code == 200  # type: ignore[arg-type]
    run_due(timezone.now())
    assert [one.state for one in Told.objects.order_by("key")] == ["passed", "passed", "passed", "stuck"]
    assert stripe.asked == []


def test_when_stripe_does_not_answer_it_waits(world: World, stripe: Stripe) -> None:
    account = connected()
    stripe.status = "pending"
    remedy = granted(world, paid(stripe))
    run_due(OUT)
    post(account, *stripe.event("refund.updated", stripe.becomes("succeeded"), at=int(time.time())))
    stripe.mood = "drop"
    with pytest.raises(TryAgain):
        run_due(timezone.now())
    assert Told.objects.get().state == "kept"
    stripe.mood = ""
    run_due(timezone.now() + DAY)
    assert refund_of(remedy).state == "arrived"
