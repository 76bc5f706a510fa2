"""Addresses and ids of our own making."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.channels.mail.addresses import (
    ReplyTo,
    new_message_id,
    parse,
    plus_address,
    reply_address,
    without_mark,
)

BOX = "support@example.com"


@given(conversation=st.integers(1, 10**15), delivery=st.integers(1, 10**15))
def test_what_was_signed_is_read_back(conversation: int, delivery: int) -> None:
    address = reply_address(BOX, conversation=conversation, delivery=delivery)
    if address:
        assert parse(address) == ReplyTo(conversation, delivery)
        assert len(address.partition("@")[0]) <= 64


def test_letters_of_either_case_are_the_same_address() -> None:
    address = reply_address("Support@Example.com", conversation=1042, delivery=7)
    assert parse(f" {address.upper()} ") == ReplyTo(1042, 7)


def test_two_recipients_get_two_addresses() -> None:
    assert reply_address(BOX, conversation=1042, delivery=1) != reply_address(BOX, conversation=1042, delivery=2)


@pytest.mark.parametrize("place", range(len("support+"), len(reply_address(BOX, conversation=1042, delivery=7)) - 12))
def test_any_changed_letter_makes_it_worthless(place: int) -> None:
    address = reply_address(BOX, conversation=1042, delivery=7)
    other = "3" if address[place] != "3" else "4"
    assert parse(address[:place] + other + address[place + 1 :]) is None


def test_a_mark_of_another_mailbox_is_worthless() -> None:
    address = reply_address(BOX, conversation=1042, delivery=7)
    assert parse(address.replace("support", "sales")) is None
    assert parse(address.replace("example.com", "example.org")) is None


@pytest.mark.parametrize(
    "address",
    ["", "@", "support@example.com", "support+@example.com", "+c1.1.aaaa@example.com", "support+c1042@example.com"],
)
def test_other_addresses_are_no_reply_addresses(address: str) -> None:
    assert parse(address) is None


def test_a_local_part_that_would_grow_too_long_is_not_signed() -> None:
    assert reply_address(f"{'s' * 50}@example.com", conversation=1042, delivery=7) == ""


def test_a_mark_is_added_and_taken_off() -> None:
    assert plus_address(BOX, "test") == "support+test@example.com"
    assert without_mark("Support+Test@Example.com") == BOX
    assert without_mark("Support@Example.com") == BOX


def test_message_ids_are_unguessable_and_at_the_mailboxs_domain() -> None:
    one, other = new_message_id(BOX), new_message_id(BOX)
    assert one != other
    assert one.endswith("@example.com")
    assert len(one.partition("@")[0]) == 32
