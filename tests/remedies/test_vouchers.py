"""A voucher given to put it right: made at once, its code mailed once, void when it is taken back; and how often."""

from __future__ import annotations

import base64

import pytest

from makegood.base import files
from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation, File
from makegood.conversations.rules import Refused
from makegood.remedies import acts
from makegood.remedies.models import Remedy
from makegood.remedies.queries import told_to
from makegood.remedies.rules import MustAsk
from makegood.vouchers import acts as vouchers
from makegood.vouchers import showing
from makegood.vouchers.models import Voucher
from makegood.vouchers.queries import code_of
from tests.remedies.common import eur, owned, published, run_due, wish
from tests.remedies.test_books import balances
from tests.world import HOUR, MINUTE, NOON, World


def test_it_is_good_at_once_and_its_code_is_mailed_once(world: World) -> None:
    published()
    conversation = owned(world)
    world.reply(conversation, at=NOON, along=[acts.granting(wish(2000, kind="voucher"), by=world.ana, at=NOON)])
    voucher, remedy = Voucher.objects.get(), Remedy.objects.get()
    assert (voucher.remedy_id, voucher.value_minor, voucher.bearer) == (remedy.pk, 2000, world.harbour.location)
    assert balances() == {"goodwill": 2000, "voucher_liability": -2000}
    for at in (NOON + MINUTE, NOON + HOUR):
        run_due(at)
    mails = [one.text for one in Conversation.objects.get(pk=conversation.pk).messages.filter(by=None, direction="out")]
    assert len(mails) == 1 and code_of(voucher) in mails[0] and "Good at every location" in mails[0]


def test_who_was_not_told_gets_the_code_when_they_are(world: World) -> None:
    published()
    conversation = owned(world)
    remedy = acts.grant(conversation, wish(2000, kind="voucher"), by=world.ana, at=NOON)
    run_due(NOON + MINUTE)
    assert not conversation.messages.filter(direction="out").exists()
    world.reply(conversation, at=NOON + HOUR, along=[acts.telling(remedy.pk, at=NOON + HOUR)])
    run_due(NOON + HOUR + MINUTE)
    assert code_of(Voucher.objects.get()) in conversation.messages.latest("pk").text


def test_taken_back_it_is_void_and_once_spent_it_is_not_taken_back(world: World) -> None:
    published()
    conversation = owned(world)
    message = world.reply(
        conversation, at=NOON, along=[acts.granting(wish(2000, kind="voucher"), by=world.ana, at=NOON)]
    )
    conversations.undo_reply(message, by=world.ana, at=NOON)
    assert Voucher.objects.get().state == "voided" and balances() == {}
    remedy = acts.grant(conversation, wish(2000, kind="voucher"), by=world.ana, at=NOON)
    voucher = Voucher.objects.latest("pk")
    vouchers.redeem(code_of(voucher), eur(500), at_location=world.harbour.location, by=world.ana, once="till", at=NOON)
    with pytest.raises(Refused, match="paid with this voucher already"):
        acts.withdraw(remedy, reason="mistake", by=world.ana, at=NOON)
    assert Remedy.objects.latest("pk").state == "granted"


def test_a_voucher_costs_what_it_is_worth(world: World) -> None:
    published()
    with pytest.raises(Refused, match="costs what it is worth"):
        acts.grant(owned(world), wish(2000, kind="voucher", cost=eur(100)), by=world.ana, at=NOON)


def test_how_often_counts_too(world: World) -> None:
    published(
        "policy: Tried\ncurrency: EUR\nrules:\n"
        "  - {rule: Small, for: any, limit: 50.00, answer: allowed, else: needs approval, by: lead}\n"
        "  - {rule: Twice, for: any, limit: {times: 2, per: agent, within: day}, else: needs approval, by: lead}\n"
    )
    conversation = owned(world)
    for number in range(2):
        acts.grant(conversation, wish(100, thing=f"n{number}"), by=world.ana, at=NOON)
    with pytest.raises(MustAsk):
        acts.grant(conversation, wish(100, thing="n3"), by=world.ana, at=NOON)


def test_the_mail_brings_a_page_to_print_and_a_till_reads_its_code(world: World) -> None:
    published()
    conversation = owned(world)
    world.reply(conversation, at=NOON, along=[acts.granting(wish(2000, kind="voucher"), by=world.ana, at=NOON)])
    for at in (NOON + MINUTE, NOON + HOUR):
        run_due(at)
    [page] = File.objects.filter(conversation=conversation)
    assert (page.name, page.type) == ("Voucher 20.00 EUR.pdf", "application/pdf")
    assert files.read(page.stored).startswith(b"%PDF-") and page.message and page.message.by is None
    assert code_of(Voucher.objects.get()) not in page.name


def test_the_customer_sees_it_as_a_picture_while_something_is_left(world: World) -> None:
    published()
    conversation = owned(world)
    acts.grant(conversation, wish(2000, kind="voucher"), by=world.ana, at=NOON, told=True)
    run_due(NOON + MINUTE)
    voucher = Voucher.objects.get()
    [told] = told_to(conversation.pk, [])
    assert told.voucher == voucher
    shown = showing.held(voucher)
    drawn = base64.b64decode(shown.picture.partition(",")[2]).decode()
    assert shown.code == code_of(voucher) and drawn.startswith("<svg") and shown.left == eur(2000)
    vouchers.redeem(code_of(voucher), eur(2000), at_location=world.harbour.location, by=world.ana, once="t", at=NOON)
    assert told_to(conversation.pk, [])[0].voucher is None
