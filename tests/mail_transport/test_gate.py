"""The outbound gate's rules, as a table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from makegood.channels.mail.gate import CAPS, Counts, Leaving, why_not_send, why_not_yet

OURS = frozenset({"support@example.com", "sales@example.com"})
PERSONS = Leaving("eva@example.net", automatic=False, own_addresses=OURS)
AUTOMATIC = replace(PERSONS, automatic=True)


def test_a_reply_to_a_customer_leaves() -> None:
    assert why_not_send(PERSONS) == ""


@pytest.mark.parametrize("recipient", ["support@example.com", "SALES@example.com", "support+c1042.7.x@example.com"])
@pytest.mark.parametrize("automatic", [True, False])
def test_nothing_goes_to_our_own_addresses(recipient: str, automatic: bool) -> None:
    assert "our own" in why_not_send(replace(PERSONS, recipient=recipient, automatic=automatic))


def test_an_automatic_mail_never_answers_an_automatic_mail() -> None:
    assert "3834" in why_not_send(replace(AUTOMATIC, answers_automatic=True))


def test_a_person_may_answer_an_automatic_mail() -> None:
    assert why_not_send(replace(PERSONS, answers_automatic=True)) == ""


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (Counts(address_hour=CAPS.address_hour), "within the hour"),
        (Counts(address_day=CAPS.address_day), "within a day"),
        (Counts(conversation_hour=CAPS.conversation_hour), "conversation"),
        (Counts(conversation_day=CAPS.conversation_day), "conversation"),
    ],
)
def test_automatic_mail_stops_at_each_cap_and_persons_do_not(counts: Counts, words: str) -> None:
    assert words in why_not_send(replace(AUTOMATIC, counts=counts))
    assert why_not_send(replace(PERSONS, counts=counts)) == ""


def test_just_below_every_cap_automatic_mail_leaves() -> None:
    below = Counts(CAPS.address_hour - 1, CAPS.address_day - 1, CAPS.conversation_hour - 1, CAPS.conversation_day - 1)
    assert why_not_send(replace(AUTOMATIC, counts=below)) == ""


@pytest.mark.parametrize("automatic", [True, False])
def test_the_kill_switch_holds_everything_back_and_says_why(automatic: bool) -> None:
    leaving = replace(PERSONS, automatic=automatic, halted="a wrong text went out")
    assert "a wrong text went out" in why_not_yet(leaving)
    assert why_not_yet(replace(leaving, halted="")) == ""


def test_a_paused_mailbox_sends_nothing_for_now() -> None:
    assert "paused" in why_not_yet(replace(PERSONS, is_resting=True))
