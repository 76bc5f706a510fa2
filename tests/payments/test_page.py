"""The settings page: a key goes in, is tried, and never comes out; and how a refund stands, to us and to customers."""

from __future__ import annotations

import pytest
from django.test import Client

from makegood.base.secrets import unseal
from makegood.config.doctor import paid as doctor
from makegood.payments.models import Account, Refund, Told
from makegood.remedies.models import Remedy
from makegood.remedies.queries import told_to
from tests.payments.common import OUT, connected, granted, paid, run_due
from tests.servers.stripe_double import HOOK_SECRET, KEY, Stripe
from tests.world import NOON, World

PAGE = "/settings/payments"


@pytest.fixture
def ada(world: World, client: Client) -> Client:
    client.force_login(world.ada)
    return client


def test_the_key_is_tried_kept_sealed_and_never_shown(ada: Client, stripe: Stripe) -> None:
    assert "Connect Stripe" in ada.get(PAGE).content.decode()
    assert "Connected. Stripe answers." in ada.post(PAGE, {"key": KEY}, follow=True).content.decode()
    account = Account.objects.get()
    assert unseal(account.key) == KEY and KEY not in account.key and not account.is_live
    assert ada.post(f"{PAGE}/hook", {"secret": HOOK_SECRET}).status_code == 302
    page = ada.get(PAGE).content.decode()
    assert f"/hooks/stripe/{account.slug}" in page and "test mode" in page
    assert KEY not in page and HOOK_SECRET not in page
    assert (
        ada.post(PAGE, {"key": "sk_live_another123"}, follow=True).content.decode().count("does not take our key") > 0
    )
    assert Account.objects.get().slug == account.slug, "its address stays"


def test_what_is_no_key_is_refused_in_words(ada: Client, stripe: Stripe) -> None:
    for key, words in (("pk_test_12345678", "publishable"), ("hello", "begins with sk_")):
        answer = ada.post(PAGE, {"key": key})
        assert answer.status_code == 422 and words in answer.content.decode()
    connected()
    answer = ada.post(f"{PAGE}/hook", {"secret": "hello"})
    assert answer.status_code == 422 and "begins with whsec_" in answer.content.decode()


def test_trying_switching_and_strangers(ada: Client, world: World, stripe: Stripe) -> None:
    connected()
    assert "lets us pay back" in ada.post(f"{PAGE}/try", follow=True).content.decode()
    stripe.mood = "500"
    assert "did not answer as it should" in ada.post(f"{PAGE}/try", follow=True).content.decode()
    ada.post(f"{PAGE}/off")
    assert not Account.objects.get().is_active
    ada.force_login(world.ana)
    for address in ("", "/hook", "/try", "/on"):
        assert ada.post(PAGE + address, {"key": KEY, "secret": HOOK_SECRET}).status_code == 403
    assert not Account.objects.get().is_active


def test_how_it_stands_is_told_to_us_and_to_the_customer(world: World, client: Client, stripe: Stripe) -> None:
    connected()
    stripe.status = "pending"
    remedy = granted(world, paid(stripe))
    Remedy.objects.update(told_at=NOON)
    run_due(OUT)
    client.force_login(world.ana)
    assert "Stripe: on its way" in client.get(f"/c/{remedy.conversation_id}").content.decode()
    [told] = told_to(remedy.conversation_id, [])
    assert told.payout and (told.payout.state, told.payout.moved_at) == ("sent", OUT)


def test_doctor_says_when_stripe_and_the_books_disagree(world: World, stripe: Stripe) -> None:
    connected()
    remedy = granted(world, paid(stripe))
    run_due(OUT)
    assert not any(check(OUT).violations for check in (*doctor.CHECKS, *doctor.LOST))
    Refund.objects.update(state="failed")
    assert "at Stripe it is failed" in str(doctor.CHECKS[0](OUT))
    Refund.objects.update(state="arrived", amount=1)
    assert "another sum" in str(doctor.CHECKS[0](OUT))
    Refund.objects.update(state="sending")
    assert f"remedy {remedy.pk}" in str(doctor.CHECKS[1](OUT))
    Told.objects.create(key="evt_1", content=b"{}", at=OUT)
    assert "never be taken in" in str(doctor.LOST[0](OUT))
