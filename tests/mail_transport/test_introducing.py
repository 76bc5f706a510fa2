"""The line above the quote is in the customer's language, and every reader, ours first, knows it for what it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from makegood.channels.mail.compose import Quote, compose
from makegood.channels.mail.introducing import FORMS, introduce
from makegood.channels.mail.quotes import newly_written
from makegood.channels.mail.reading import read
from makegood.conversations.letter import Address
from tests.base.test_tongue import SAID
from tests.mail_transport.test_compose import MAIL

AT = datetime(2026, 3, 1, 9, 5, tzinfo=UTC)
EVA = Address("Eva Stern", "eva@post.example")
WRITERS = [EVA, Address("", "eva@post.example"), Address("Stern, Eva (Harbour & Co.)", "eva@post.example")]
ANSWER = "Tuesday suits me.\nSee you then."

INTRODUCED = {
    "en": "On Sun, 1 Mar 2026 at 09:05, Eva Stern <eva@post.example> wrote:",
    "de": "Am 1. März 2026 um 09:05 Uhr schrieb Eva Stern <eva@post.example>:",
    "fr": "Le 1 mars 2026 à 09:05, Eva Stern <eva@post.example> a écrit :",
    "es": "El 1 de marzo de 2026 a las 09:05, Eva Stern <eva@post.example> escribió:",
    "it": "Il giorno 1 marzo 2026 alle ore 09:05 Eva Stern <eva@post.example> ha scritto:",
    "pt": "Em 1 de março de 2026 às 09:05, Eva Stern <eva@post.example> escreveu:",
    "nl": "Op 1 maart 2026 om 09:05 schreef Eva Stern <eva@post.example>:",
    "sv": "Den 1 mars 2026 kl. 09:05 skrev Eva Stern <eva@post.example>:",
    "da": "Den 1. marts 2026 kl. 09:05 skrev Eva Stern <eva@post.example>:",
    "fi": "1. maaliskuuta 2026 klo 9.05 Eva Stern <eva@post.example> kirjoitti:",
    "pl": "W dniu 1 marca 2026 o 09:05 Eva Stern <eva@post.example> napisał(a):",
    "cs": "Dne 1. března 2026 v 9:05 Eva Stern <eva@post.example> napsal(a):",
    "tr": "Eva Stern <eva@post.example>, 1 Mart 2026 09:05 tarihinde şunu yazdı:",
    "hu": "2026. március 1. 9:05 keltezéssel, Eva Stern <eva@post.example> írta:",
    "ro": "Pe 1 martie 2026, la 09:05, Eva Stern <eva@post.example> a scris:",
    "ru": "1 марта 2026 г. в 9:05 Eva Stern <eva@post.example> пишет:",
    "uk": "1 березня 2026 р. о 09:05 Eva Stern <eva@post.example> пише:",
    "el": "Στις 1/3/2026 στις 09:05, ο/η Eva Stern <eva@post.example> έγραψε:",
    "ja": "2026年3月1日 9:05 Eva Stern <eva@post.example>:",
    "zh": "Eva Stern <eva@post.example> 于2026年3月1日 09:05写道：",
    "ko": "2026년 3월 1일 09:05, Eva Stern <eva@post.example>님이 작성:",
}


@pytest.mark.parametrize(("tongue", "words"), SAID.items())
def test_it_is_said_in_the_language_of_the_customer(tongue: str, words: str) -> None:
    assert introduce(EVA, at=AT, words=words) == INTRODUCED[tongue]


def test_it_is_english_when_in_doubt() -> None:
    catalan = "Bon dia, el meu llum encara fa pampallugues. Quan vindrà el tècnic? Gràcies i salutacions"
    for words in ("", "ok", catalan, "שלום, המנורה עדיין מהבהבת. מתי תבואו?"):
        assert introduce(EVA, at=AT, words=words) == INTRODUCED["en"]


def test_every_form_is_shown_here() -> None:
    assert set(INTRODUCED) == set(FORMS) == set(SAID)


@pytest.mark.parametrize("month", [1, 3, 5, 8, 9, 12])
@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("tongue", FORMS)
def test_our_own_reader_knows_it_again(tongue: str, writer: Address, month: int) -> None:
    said = introduce(writer, at=AT.replace(month=month, day=28, hour=17), words=SAID[tongue])
    for quote in ("> When may we come?\n> Ana", "When may we come?\nAna"):
        assert newly_written(f"{ANSWER}\n\n{said}\n{quote}", "").text == ANSWER


@pytest.mark.parametrize("tongue", FORMS)
def test_it_comes_back_through_a_whole_mail(tongue: str) -> None:
    quote = Quote(introduce(EVA, at=AT, words=SAID[tongue]), SAID[tongue])
    plain = read(compose(replace(MAIL, quote=quote)))
    assert plain.reply_text.strip() == MAIL.text
    rich = read(compose(replace(MAIL, html="<p>It is on its way.</p>", text="It is on its way.", quote=quote)))
    assert rich.reply_text.strip() == "It is on its way."


@pytest.mark.parametrize("tongue", FORMS)
def test_wrapped_on_its_way_it_is_known_all_the_same(tongue: str) -> None:
    said = introduce(EVA, at=AT, words=SAID[tongue]).replace(" <", "\n<")
    assert newly_written(f"{ANSWER}\n\n{said}\n> When may we come?", "").text == ANSWER
