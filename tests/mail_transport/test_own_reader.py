"""What we write, our own reader reads with the same values."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from makegood.channels.mail import headers
from makegood.channels.mail.compose import Part, Quote, compose
from makegood.channels.mail.reading import read
from makegood.conversations.letter import Address, Kind
from tests.mail_transport.test_compose import MAIL, NAMES, PIXEL

WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=200)


@given(subject=WORDS, name=NAMES, file=NAMES, text=WORDS)
def test_every_value_comes_back(subject: str, name: str, file: str, text: str) -> None:
    mail = replace(
        MAIL,
        sender=Address(name, "support@example.com"),
        subject=subject,
        text=f"{text}!",
        cc=(Address("Mo", "mo@example.net"),),
        in_reply_to="asked@example.net",
        references=("first@example.net", "asked@example.net"),
        reply_to="support+c1042.1.abc@example.com",
        parts=(Part(file, "image/png", PIXEL),),
    )
    letter = read(compose(mail))
    assert letter.problems == ()
    assert letter.sender.address == "support@example.com"
    assert (letter.subject, letter.message_id, letter.date) == (headers.one_line(subject), mail.message_id, mail.date)
    assert (letter.in_reply_to, letter.references) == (mail.in_reply_to, mail.references)
    assert [one.address for one in (*letter.to, *letter.cc)] == ["eva@example.net", "mo@example.net"]
    assert letter.reply_to and letter.reply_to.address == mail.reply_to
    assert letter.text.strip() == mail.text.strip()
    [attachment] = letter.attachments
    assert (attachment.content, attachment.type) == (PIXEL, "image/png")
    assert letter.kind is Kind.PERSON


def test_the_answer_is_told_from_signature_and_quote() -> None:
    quote = Quote("On Sat, 21 Nov 2026 at 09:30, Eva Muster <eva@example.net> wrote:", "It drips.\n\nEva")
    html = "<p>Dear Eva,</p><p>the parts are on their way.</p>"
    letter = read(compose(replace(MAIL, html=html, quote=quote, signature="The team\nExample Ltd.")))
    assert letter.reply_text.split() == ["Dear", "Eva,", "the", "parts", "are", "on", "their", "way."]
    plain = read(compose(replace(MAIL, quote=quote, signature="The team\nExample Ltd.")))
    assert plain.reply_text.strip() == MAIL.text


def test_our_automatic_mail_is_known_as_automatic() -> None:
    letter = read(compose(replace(MAIL, automatic=True)))
    assert letter.kind is not Kind.PERSON
    assert not letter.may_autorespond
