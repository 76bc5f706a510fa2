"""What a sender newly wrote is told from what they quote and from what stands under every mail of theirs."""

# ruff: noqa: E501 (a mail a line)

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.channels.mail.quotes import newly_written
from tests.servers.machine import costs_at_most

ANSWER = "The lamp came today.\nIt shines."

QUOTED = {
    "Outlook": "-----Original Message-----\nFrom: Ana Kern\nSent: Monday\nTo: Eva\nSubject: Lamp\n\nSent it.",
    "Outlook 365": "________________________________\nFrom: Ana Kern <a@b.example>\nSent: Monday\nTo: Eva\nSubject: Lamp\n\nSent.",
    "Outlook in bold": "*From:* Ana Kern <ana@lamps.example>\n*Sent:* Monday\n*To:* Eva\n*Subject:* Lamp\n\nSent it.",
    "Outlook in German": "Von: Ana Kern <ana@lamps.example>\nGesendet: Montag\nAn: Eva\nBetreff: Lampe\n\nGeschickt.",
    "Outlook in French": "De : Ana Kern <ana@lamps.example>\nEnvoyé : lundi\nÀ : Eva\nObjet : Lampe\n\nEnvoyée.",
    "Outlook in Japanese": "差出人: Ana Kern <ana@lamps.example>\n送信日時: 2024\n宛先: Eva\n件名: Lamp\n\n送りました。",
    "Apple Mail": "> On 4 Mar 2024, at 09:15, Ana Kern <ana@lamps.example> wrote:\n> \n> Sent it.",
    "Apple forwarding": "Begin forwarded message:\n\nFrom: Ana Kern <ana@lamps.example>\nDate: Monday\n\nSent it.",
    "Thunderbird forwarding": "-------- Weitergeleitete Nachricht --------\nBetreff: Lampe\nVon: Ana Kern\n\nGeschickt.",
    "Gmail forwarding": "---------- Forwarded message ---------\nFrom: Ana Kern <ana@lamps.example>\nDate: Mon\n\nSent it.",
    "Samsung": "-------- Original message --------\nFrom: Ana Kern <ana@lamps.example>\nDate: 04/03/2024\n\nSent it.",
    "Proton": "------- Original Message -------\nOn Monday, 4 March 2024 at 09:15, Ana <ana@lamps.example> wrote:\n\n> Sent it.",
    "Zoho": "---- On Mon, 04 Mar 2024 09:15:00 +0100 Ana Kern <ana@lamps.example> wrote ----\n\nSent it.",
    "Lotus": "Ana Kern <ana@lamps.example> wrote on 04/03/2024 09:15:00:\n\n> Sent it.",
    "only marks": "> Sent it.\n> Ana",
    "nested": "On 4 Mar 2024, Ana <ana@lamps.example> wrote:\n> Sent it.\n>\n> On 3 Mar 2024, Eva wrote:\n>> Where is it?",
}  # fmt: skip


@pytest.mark.parametrize("quote", QUOTED.values(), ids=QUOTED.keys())
def test_an_answer_above_a_quote_is_alone(quote: str) -> None:
    assert newly_written(f"{ANSWER}\n\n{quote}\n", "").text == ANSWER
    assert newly_written(f"{ANSWER}\n\n{quote}\n".replace("\n", "\r\n"), "").text == ANSWER


UNDER = {
    "the delimiter": "-- \nEva Brandt\nHead of Light\n+49 30 1234",
    "a bare delimiter": "--\nEva",
    "a phone": "Sent from my iPhone",
    "a German phone": "Von meinem iPhone gesendet",
    "a French phone": "Envoyé de mon iPhone",
    "a Spanish phone": "Enviado desde mi iPhone",
    "an Italian phone": "Inviato da iPhone",
    "a Portuguese phone": "Enviado do meu iPhone",
    "a Dutch phone": "Verstuurd vanaf mijn iPhone",
    "a Polish phone": "Wysłane z iPhone'a",
    "a Russian phone": "Отправлено с iPhone",
    "a Turkish phone": "iPhone'umdan gönderildi",
    "a Japanese phone": "iPhoneから送信",
    "a Chinese phone": "发自我的iPhone",
    "a Korean phone": "나의 iPhone에서 보냄",
    "an advertisement": "Get Outlook for iOS<https://aka.example/ios>",
    "a program": "Sent from Yahoo Mail on Android",
    "a list's footer": "_______________________________________________\nlamps mailing list\nhttps://lists.example/lamps",
    "a disclaimer": "This email and any attachments are confidential and intended only for the addressee.\nDelete it.",
    "a dashed name": "-Eva",
    "a dashed name and a list's footer": "-Eva\n\n_________________\nlamps mailing list\nhttps://lists.example/lamps",
}


@pytest.mark.parametrize("under", UNDER.values(), ids=UNDER.keys())
def test_what_stands_under_every_mail_is_left_out(under: str) -> None:
    assert newly_written(f"{ANSWER}\n\n{under}\n", "").text == ANSWER
    assert (
        newly_written(f"{ANSWER}\n\n{under}\n\nOn 4 Mar 2024, Ana <a@b.example> wrote:\n> Sent it.\n", "").text
        == ANSWER
    )


KEPT = [
    "Can you ship it to:\n\nEva Brandt\n12 High Street",
    "On Monday I wrote to you:\n\nno answer so far.",
    "On 5 May 2024 we bought a lamp.\nIt broke.",
    "From: Berlin\nTo: Munich\nDate: 3 May\n\nWhich train should I take?",
    "Am 5. Mai 2024 schrieb ich Ihnen:\n\nBitte antworten Sie.",
    "Thanks for your help,\nEva",
    "Two things:\n- the lamp\n- the bulb\n\nBest regards\nEva Brandt",
    "I sent the parcel from my house yesterday.\nSent from my house, that is, not from the shop, so ask the other carrier; I have all the papers here.",
    "Sent from my desk at home, as it is so much easier than from a phone.",
    "On 5 May 2024 at 10:30 that is what she wrote.\nI believed it.",
    "From my iPad case one corner broke off.",
    "First part.\n\n________________________\n\nSecond part.\n\nIt goes on,\n\nand on.",
    "My colleague wrote:\n\nthe lamp is broken",
    "5 things I need:\n1. a lamp",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_a_person_says_is_never_cut(text: str) -> None:
    assert newly_written(text, "").text == text


def test_an_answer_below_the_quote_is_kept() -> None:
    assert newly_written("On 4 Mar 2024, Ana wrote:\n> Sent it.\n\nThank you!\n\n-- \nEva", "").text == "Thank you!"


def test_answers_between_quotes_are_kept() -> None:
    text = "On 4 Mar 2024, Ana <a@b.example> wrote:\n> Which lamp?\nThe red one.\n\n> Which bulb?\n\nAny.\n"
    assert newly_written(text, "").text == "The red one.\n\nAny."


def test_a_mail_that_only_forwards_is_shown_whole() -> None:
    text = "---------- Forwarded message ---------\nFrom: Ana <ana@lamps.example>\nDate: Mon\n\nThe lamp is late."
    assert newly_written(f"\n{text}\n", "").text == text


ENDLESS = {
    "colons": "a:\n" * 30_000,
    "heads": "From: x\n" * 15_000,
    "dates": "On 1 Jan 2020 \n" * 10_000,
    "writers": "On 1 Jan 2020 a@b.example wrote:\n" * 5_000,
    "dashes": "--\n" * 50_000,
    "one line": "On " * 60_000,
    "rules": "_" * 200_000,
    "spaces": " " * 200_000,
    "quotes": ">" * 200_000,
    "addresses": "a@" * 100_000,
    "empty lines": "\n" * 200_000,
    "disclaimers": "this message and any attachment \n" * 6_000,
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS.keys())
def test_an_endless_text_takes_bounded_time(text: str) -> None:
    with costs_at_most(8):
        newly_written(text, "")


LINES = st.sampled_from(
    ["> q", "On 4 Mar 2024, Ana <a@b.example> wrote:", "From: Ana", "Sent: x", "To: y", "Subject: z"]
)
WORDS = st.sampled_from(
    ["", "words", "-- ", "--", "____", "Sent from my iPhone", "\ud800", "\x00", "-----Original Message-----"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES | WORDS | st.text(max_size=20), max_size=20).map("\n".join))
def test_it_never_fails_and_invents_nothing(text: str) -> None:
    written = newly_written(text, "").text
    assert bool(written) == bool(text.strip())
    assert set(written.split()) <= set(text.replace("\r", "\n").split())
