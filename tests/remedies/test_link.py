"""The link of who was asked: it shows and changes nothing, answers once, expires, and is nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from makegood.agenda.models import Turn
from makegood.base import secrets
from makegood.channels.mail import asks
from makegood.channels.mail.telling import own
from makegood.people.models import Agent
from makegood.remedies import acts
from makegood.remedies.models import Ask, Asked, Remedy
from makegood.vouchers.models import Voucher
from makegood.vouchers.queries import code_of
from tests.portal.common import answered
from tests.remedies.common import manager, owned, published, run_due, wish
from tests.world import NOON, World


@pytest.fixture
def ask(world: World) -> Ask:
    """Ana asks Lea about 100 euros."""
    published(at=NOON)
    return acts.ask(owned(world), wish(10000, thing="lamp", reason="It came broken"), by=world.ana, at=timezone.now())


def link(ask: Ask) -> str:
    return f"/a/{secrets.unseal(Asked.objects.get(ask=ask).sealed)}"


def test_it_shows_the_case_in_five_lines_and_changes_nothing(ask: Ask) -> None:
    for way in (Client().get, Client().head):
        answer = way(link(ask))
        assert answer.status_code == 200
    told = Client().get(link(ask)).content.decode()
    assert "May I give Eva Stern this: €100 store credit, for lamp?" in told and "Yes, €100" in told
    for line in ("What happened", "It came broken", "We said", "It cost them", "They had", "They would read"):
        assert line in told
    ask.refresh_from_db()
    assert ask.state == "asked" and not Remedy.objects.exists()


def test_a_tap_answers_once_and_later_links_say_who_did(ask: Ask, world: World) -> None:
    address = link(ask)
    assert Client().post(address, {"do": "yes"}).status_code == 302
    assert Remedy.objects.get().answers_for == world.lea
    again = Client().post(address, {"do": "no", "why": "x"})
    assert again.status_code == 409 and "Lea Example has said yes already" in again.content.decode()
    assert "Yes, €100" not in Client().get(address).content.decode()


def test_less_and_no_by_the_link(ask: Ask) -> None:
    wrong = Client().post(link(ask), {"do": "less", "less": "150"})
    assert wrong.status_code == 409 and "Less than €100" in wrong.content.decode()
    Client().post(link(ask), {"do": "less", "less": "70,50"})
    assert Remedy.objects.get().value == 7050


def test_a_no_wants_a_reason(ask: Ask) -> None:
    assert Client().post(link(ask), {"do": "no", "why": ""}).status_code == 409
    assert Client().post(link(ask), {"do": "no", "why": "Too much"}).status_code == 302
    ask.refresh_from_db()
    assert (ask.state, ask.answer) == ("refused", "Too much")


def test_expired_or_unknown_or_of_somebody_who_left_it_is_gone(ask: Ask, world: World) -> None:
    address = link(ask)
    assert Client().get("/a/AAAAAAAAAAAAAAAAAAAAAA").status_code == 404
    Asked.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert (Client().get(address).status_code, Client().post(address, {"do": "yes"}).status_code) == (404, 404)
    Asked.objects.update(expires_at=timezone.now() + timedelta(days=1))
    Agent.objects.filter(pk=world.lea.pk).update(is_active=False)
    assert Client().post(address, {"do": "yes"}).status_code == 404
    assert not Remedy.objects.exists()


def test_who_has_the_authority_no_more_cannot_by_the_link_either(ask: Ask, world: World) -> None:
    world.lea.roles.all().delete()
    refused = Client().post(link(ask), {"do": "yes"})
    assert refused.status_code == 409 and not Remedy.objects.exists()


def test_the_next_ones_link_works_beside_the_first(ask: Ask, world: World) -> None:
    manager(world)
    later = timezone.now() + timedelta(minutes=11)
    run_due(later)
    assert Asked.objects.filter(ask=ask).count() == 2
    one, other = (f"/a/{secrets.unseal(sealed)}" for sealed in Asked.objects.values_list("sealed", flat=True))
    assert Client().post(other, {"do": "yes"}).status_code == 302
    assert "Max Example has said yes already" in Client().get(one).content.decode()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[Agent, own.OwnMail]]]:
    """What the desk writes to its own people."""
    mails: list[tuple[Agent, own.OwnMail]] = []
    monkeypatch.setattr(asks, "write_to", lambda agent, mail, now: mails.append((agent, mail)))
    yield mails


def test_the_mail_says_it_and_its_token_is_nowhere_else(
    ask: Ask, world: World, sent: list[tuple[Agent, own.OwnMail]], settings: object
) -> None:
    turn = Turn.objects.get(kind="ask_mail")
    asks.tell(turn, now=timezone.now())
    [(agent, mail)] = sent
    assert agent == world.lea and mail.subject == "Ana Example asks for your yes: €100"
    assert "May I give Eva Stern this" in mail.text and "What happened: It came broken" in mail.text
    assert Asked.objects.get().sealed == ""
    asks.tell(turn, now=timezone.now())
    assert len(sent) == 1


def test_no_mail_about_what_is_answered(ask: Ask, world: World, sent: list[tuple[Agent, own.OwnMail]]) -> None:
    acts.say_yes(ask, by=world.lea, at=timezone.now())
    asks.tell(Turn.objects.get(kind="ask_mail"), now=timezone.now())
    assert sent == []


def test_a_question_that_was_taken_back_is_answered_no_more(ask: Ask, world: World) -> None:
    address = link(ask)
    acts.unask(ask, by=world.ana, at=timezone.now())
    refused = Client().post(address, {"do": "yes"})
    assert refused.status_code == 409 and not Remedy.objects.exists()
    assert "answers nothing any more" in Client().get(address).content.decode()


def test_the_token_of_one_kind_of_link_opens_no_other(ask: Ask, world: World, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    answer, (_conversation, page) = link(ask).rpartition("/")[2], answered(world)
    assert Client().get(f"/t/{page}").status_code == 200
    for path in (f"/t/{answer}", f"/h/{answer}", f"/a/{page}", f"/h/{page}"):
        assert Client().get(path).status_code == 404
        assert Client().post(path, {"do": "yes"}).status_code == 404
    for path in (f"/t/{answer}/receipts/1", f"/t/{answer}/files/1", f"/t/{page}/receipts/1"):
        assert Client().get(path).status_code == 404
    assert not Remedy.objects.exists()


def test_a_voucher_s_qr_code_is_its_code_and_opens_nothing_by_itself(world: World) -> None:
    published(at=NOON)
    remedy = acts.grant(owned(world), wish(2000, kind="voucher"), by=world.ana, at=timezone.now())
    code = code_of(Voucher.objects.get(remedy_id=remedy.pk))
    for path in ("/redeem", "/redeem/take", "/counter"):
        asked = Client().post(path, {"code": code, "said": code, "amount": "20", "once": "x"})
        assert asked.status_code == 302 and "/sign-in/" in asked["Location"]
    assert Voucher.objects.get().balance_minor == 2000
