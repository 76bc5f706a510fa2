"""The head of a mail: about what, when, which mail it is and which it answers."""

from __future__ import annotations

import pytest

from makegood.channels.mail.reading import read
from tests.mail_reading.writing import letter, mail


def test_a_plain_mail_is_read() -> None:
    found = read(
        b'From: "Eva Berg" <Eva.Berg@Customer.EXAMPLE>\r\nTo: help@shop.example\r\nSubject: Where is it?\r\n'
        b"Message-ID: <1@customer.example>\r\nDate: Mon, 2 Nov 2026 10:00:00 +0100\r\n\r\nHello\r\n"
    )
    assert (found.sender.name, found.sender.address) == ("Eva Berg", "Eva.Berg@customer.example")
    assert found.subject == "Where is it?"
    assert found.message_id == "1@customer.example"
    assert found.date is not None
    assert found.date.isoformat() == "2026-11-02T10:00:00+01:00"
    assert found.text == "Hello"
    assert found.may_autorespond
    assert not found.problems


SUBJECTS = [
    ("Plain words", "Plain words"),
    ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
    ("=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"),
    ("=?utf-8?b?R3LDvMOfZQ?=", "Grüße"),
    ("=?iso-8859-1?Q?caf=E9?= and =?utf-8?q?th=C3=A9?=", "café and thé"),
    ("=?utf-8?q?one?=\r\n =?utf-8?q?two?=", "onetwo"),
    # A character cut in two by the border of two encoded words.
    ("=?utf-8?B?w7w=?= =?utf-8?B?w58=?=", "üß"),
    ("=?utf-8?q?a=C3?= =?utf-8?q?=A4b?=", "aäb"),
    # Spaces and question marks that may not be there.
    ("=?utf-8?q?What is it? Tell me?=", "What is it? Tell me"),
    ("=?utf-8?q?cut sh=C3=B6rt", "cut shört"),
    ('"=?utf-8?q?gr=C3=BCn?="', '"grün"'),
    ("Re: =?iso-2022-jp?B?GyRCJDMkcyRLJEEkTxsoQg==?=", "Re: こんにちは"),
    ("=?gb2312?B?xOO6ww==?=", "你好"),
    ("=?ks_c_5601-1987?B?vsiz5w==?=", "안녕"),
    ("=?koi8-r?B?8NLJ18XU?=", "Привет"),
    ("=?x-unknown?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
    ("=?utf-8*de?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
    ("=?windows-1252?q?=80_5?=", "€ 5"),
    ("2 + 2 =? 5", "2 + 2 =? 5"),
    ("folded\r\n\tover lines", "folded over lines"),
]


@pytest.mark.parametrize(("written", "meant"), SUBJECTS)
def test_a_subject_says_what_was_meant(written: str, meant: str) -> None:
    assert letter(f"Subject: {written}").subject == meant


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("Größe".encode(), "Größe"),
        ("Größe".encode("latin-1"), "Größe"),
        ("Привет".encode("koi8-r"), "Привет"),
    ],
)
def test_raw_bytes_in_a_subject_are_read(raw: bytes, meant: str) -> None:
    found = read(mail("Content-Type: text/plain; charset=koi8-r", "Subject: X").replace(b"X", raw))
    known = read(mail("Subject: X").replace(b"X", raw))
    assert meant in (found.subject, known.subject)


def test_an_encoded_line_break_cannot_make_a_header() -> None:
    found = letter("Subject: =?utf-8?q?Hi=0D=0ABcc:_victim@bank.example?=")
    assert "\n" not in found.subject
    assert "\r" not in found.subject
    assert found.subject == "Hi Bcc: victim@bank.example"


def test_control_and_reordering_characters_leave_the_subject() -> None:
    assert letter("Subject: =?utf-8?q?a=00b=E2=80=AEc=07?=").subject == "abc"


IDS = [
    ("<a@b.example>", "a@b.example"),
    ("a@b.example", "a@b.example"),
    ("<<a@b.example>>", "a@b.example"),
    ("<a\r\n @b.example>", "a@b.example"),
    ("<>", ""),
    ("", ""),
    ("<12345>", "12345"),
    ("<a@b.example> (a comment)", "a@b.example"),
]


@pytest.mark.parametrize(("written", "meant"), IDS)
def test_a_message_id_is_bare(written: str, meant: str) -> None:
    assert letter(f"Message-ID: {written}").message_id == meant


def test_of_several_answered_ids_the_first_counts_and_the_others_are_references() -> None:
    found = letter("In-Reply-To: <1@a.example> <2@a.example>", "References: <0@a.example> <1@a.example>")
    assert found.in_reply_to == "1@a.example"
    assert found.references == ("0@a.example", "1@a.example", "2@a.example")


def test_the_id_is_found_in_old_in_reply_to_lines() -> None:
    found = letter('In-Reply-To: Your message of "Fri, 01 Mar 2024 10:00:00 +0100" <1@a.example>')
    assert found.in_reply_to == "1@a.example"


DATES = [
    ("Mon, 2 Nov 2026 10:00:00 +0100 (CET)", "2026-11-02T10:00:00+01:00"),
    ("2 Nov 26 10:00 -0000", "2026-11-02T10:00:00+00:00"),
    ("Mon, 02 Nov 2026 10:00:00 CEST", "2026-11-02T10:00:00+02:00"),
    ("Mon, 02 Nov 2026 10:00:00 EST", "2026-11-02T10:00:00-05:00"),
    ("Mon, 02 Nov 2026 10:00:00 +9999", None),
    ("2026-11-02T10:00:00Z", "2026-11-02T10:00:00+00:00"),
    ("Mon, 31 Feb 2026 10:00:00 +0100", None),
    ("yesterday", None),
    ("", None),
]


@pytest.mark.parametrize(("written", "meant"), DATES)
def test_a_date_is_aware_or_none(written: str, meant: str | None) -> None:
    found = letter(f"Date: {written}").date
    if found is not None:
        assert found.tzinfo is not None
    if meant is not None or "9999" not in written:
        assert (found.isoformat() if found else None) == meant


def test_delivered_to_keeps_the_order() -> None:
    found = letter("Delivered-To: a@shop.example", "X-Original-To: b@shop.example", "Delivered-To: c@shop.example")
    assert found.delivered_to == ("a@shop.example", "c@shop.example", "b@shop.example")
