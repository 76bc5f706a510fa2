"""Addresses as people and programs write them."""

from __future__ import annotations

import pytest

from makegood.channels.mail.reading import read
from tests.mail_reading.writing import letter, mail

FORMS = [
    ("eva@customer.example", "", "eva@customer.example"),
    ("<eva@customer.example>", "", "eva@customer.example"),
    ("Eva Berg <eva@customer.example>", "Eva Berg", "eva@customer.example"),
    ('"Berg, Eva" <Eva@Customer.Example>', "Berg, Eva", "Eva@customer.example"),
    ("Berg, Eva <eva@customer.example>", "Berg, Eva", "eva@customer.example"),
    ("eva@customer.example (Eva Berg)", "Eva Berg", "eva@customer.example"),
    ("eva@customer.example (Eva (the tall) Berg)", "Eva (the tall) Berg", "eva@customer.example"),
    ("Eva Berg eva@customer.example", "Eva Berg", "eva@customer.example"),
    ("Eva <eva@customer.example", "Eva", "eva@customer.example"),
    ("'Eva Berg' <eva@customer.example>", "Eva Berg", "eva@customer.example"),
    ('"Eva \\"Evi\\" Berg" <eva@customer.example>', 'Eva "Evi" Berg', "eva@customer.example"),
    ("=?utf-8?q?J=C3=BCrgen_M=C3=BCller?= <j@customer.example>", "Jürgen Müller", "j@customer.example"),
    ('"=?utf-8?q?M=C3=BCller=2C_J=C3=BCrgen?=" <j@customer.example>', "Müller, Jürgen", "j@customer.example"),
    ("=?utf-8?q?M=C3=BCller, J=C3=BCrgen?= <j@customer.example>", "Müller, Jürgen", "j@customer.example"),
    ("Eva < eva @customer.example >", "Eva", "eva@customer.example"),
    ("Eva <mailto:eva@customer.example>", "Eva", "eva@customer.example"),
    ("Eva <@relay.example:eva@customer.example>", "Eva", "eva@customer.example"),
    ('"eva berg"@customer.example', "", '"eva berg"@customer.example'),
    ("Shop team: eva@customer.example;", "", "eva@customer.example"),
    ("Eva <eva@customer.example.>", "Eva", "eva@customer.example"),
    ("Eva <eva@XN--MLLER-KVA.example>", "Eva", "eva@xn--mller-kva.example"),
    ("Zoë <zoë@müller.example>", "Zoë", "zoë@müller.example"),
    ("Eva\x00 <eva\x00@customer.example>", "Eva", "eva@customer.example"),
]


@pytest.mark.parametrize(("written", "name", "address"), FORMS)
def test_the_sender_is_found(written: str, name: str, address: str) -> None:
    found = letter(sender=f"From: {written}")
    assert (found.sender.name, found.sender.address) == (name, address)
    assert not found.from_ambiguous


AMBIGUOUS = [
    "eva@customer.example, mo@customer.example",
    '"boss@bank.example" <x@evil.example>',
    "boss@bank.example <x@evil.example>",
    "=?utf-8?q?boss=40bank=2Eexample?= <x@evil.example>",
    "Boss <boss@bank.example> <x@evil.example>",
    # The address itself is hidden in an encoded word, where the server that checked DMARC did not see it.
    "=?utf-8?q?Boss_=3Cboss=40bank=2Eexample=3E?=",
    "=?utf-8?Q?attacker?Q?agent?=@customer.example",
    "Team: a@customer.example, b@customer.example;",
]


@pytest.mark.parametrize("written", AMBIGUOUS)
def test_a_misleading_sender_is_ambiguous_and_gets_no_automatic_answer(written: str) -> None:
    found = letter(sender=f"From: {written}")
    assert found.from_ambiguous
    assert found.is_doubtful
    assert not found.may_autorespond


def test_two_from_lines_are_ambiguous() -> None:
    found = letter("From: mo@customer.example")
    assert found.from_ambiguous
    assert found.sender.address == "eva@customer.example"


def test_a_name_that_repeats_the_address_is_no_deceit() -> None:
    assert not letter(sender="From: 'Eva@customer.example' <eva@customer.example>").from_ambiguous


def test_a_line_break_in_an_encoded_name_cannot_make_a_header() -> None:
    found = letter(sender="From: =?utf-8?q?Eva=0D=0ABcc:_x@evil.example?= <eva@customer.example>")
    assert "\n" not in found.sender.name
    assert "\r" not in found.sender.name


@pytest.mark.parametrize("header", ["Sender: eva@customer.example", "Return-Path: <eva@customer.example>"])
@pytest.mark.parametrize("empty", ["", "From:", "From: <>", "From: Eva"])
def test_without_a_from_address_another_stands_in_and_it_is_said(header: str, empty: str) -> None:
    found = letter(header, sender=empty)
    assert found.sender.address == "eva@customer.example"
    assert any("From" in problem for problem in found.problems)


def test_groups_and_undisclosed_recipients() -> None:
    found = letter("To: undisclosed-recipients:;", "Cc: Team: a@shop.example, B <b@shop.example>; c@shop.example,")
    assert found.to == ()
    assert [one.address for one in found.cc] == ["a@shop.example", "b@shop.example", "c@shop.example"]


def test_semicolons_part_addresses_too() -> None:
    found = letter("To: a@shop.example; b@shop.example")
    assert [one.address for one in found.to] == ["a@shop.example", "b@shop.example"]


def test_reply_to_is_the_first_address() -> None:
    found = letter("Reply-To: Eva <home@customer.example>, work@customer.example")
    assert found.reply_to is not None
    assert found.reply_to.address == "home@customer.example"


def test_an_empty_reply_to_is_none() -> None:
    assert letter('Reply-To: <"">').reply_to is None


def test_a_latin_1_name_is_read() -> None:
    assert read(mail(sender="From: J\udcfcrgen <j@customer.example>")).sender.name == "Jürgen"
