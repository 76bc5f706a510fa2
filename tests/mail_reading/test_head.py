"""The head of a mail: who, to whom, about what, when."""

from __future__ import annotations

from makegood.channels.mail.reading import read


def test_a_plain_mail_is_read() -> None:
    letter = read(
        b'From: "Eva Berg" <Eva.Berg@Customer.EXAMPLE>\r\nTo: help@shop.example\r\nSubject: Where is it?\r\n'
        b"Message-ID: <1@customer.example>\r\nDate: Mon, 2 Nov 2026 10:00:00 +0100\r\n\r\nHello\r\n"
    )
    assert (letter.sender.name, letter.sender.address) == ("Eva Berg", "Eva.Berg@customer.example")
    assert letter.subject == "Where is it?"
    assert letter.message_id == "1@customer.example"
    assert letter.date is not None
    assert letter.date.isoformat() == "2026-11-02T10:00:00+01:00"
    assert letter.text == "Hello"
    assert letter.may_autorespond
    assert not letter.problems
