"""Whatever the bytes, a letter comes out, soon."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.channels.mail.reading import read
from makegood.conversations.letter import Letter
from tests.mail_reading.writing import mail, multipart
from tests.servers.machine import costs_at_most

WHOLE = [
    mail("Subject: =?utf-8?q?a?=", "To: a@b.example, c <d@e.example>", "Date: Mon, 2 Nov 2026 10:00:00 +0100"),
    multipart(
        "alternative", "Content-Type: text/plain; format=flowed\r\n\r\na \r\nb", "Content-Type: text/html\r\n\r\n<p>x"
    ),
    multipart("mixed", "\r\n\r\nx", "Content-Type: message/rfc822\r\n\r\nSubject: y\r\n\r\nz"),
    multipart(
        "report; report-type=delivery-status",
        "\r\n\r\nx",
        "Content-Type: message/delivery-status\r\n\r\nx: y\r\n\r\nFinal-Recipient: rfc822; a@b.c\r\nStatus: 5.1.1",
    ),
    mail("Content-Type: application/ms-tnef", "Content-Transfer-Encoding: base64", body="eJ8+IgEAAAA="),
    mail("Authentication-Results: a; dmarc=pass", "Content-Type: text/plain; charset=x", body=b"\xff\xfe\x00"),
]


def sound(letter: Letter) -> None:
    """The letter can be stored and shown."""
    texts = [letter.subject, letter.text, letter.html, letter.reply_text, letter.reply_html, letter.message_id]
    texts += [letter.sender.name, letter.sender.address, *letter.references, *letter.problems]
    texts += [one.name for one in letter.attachments]
    for text in texts:
        text.encode()
        assert "\0" not in text
    for line in (letter.subject, letter.sender.name, letter.sender.address, letter.message_id):
        assert "\n" not in line
        assert "\r" not in line
    assert letter.date is None or letter.date.tzinfo is not None
    assert not (letter.may_autorespond and letter.kind != "person")


@given(st.binary(max_size=2_000))
@settings(max_examples=40, deadline=None)
def test_any_bytes_give_a_letter(raw: bytes) -> None:
    sound(read(raw))


@given(st.sampled_from(WHOLE), st.data())
@settings(max_examples=40, deadline=None)
def test_a_mail_with_wrong_bytes_gives_a_letter(whole: bytes, data: st.DataObject) -> None:
    raw = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    sound(read(bytes(raw)))


@given(st.sampled_from(WHOLE), st.integers(0, 400))
@settings(max_examples=40, deadline=None)
def test_a_mail_cut_short_gives_a_letter(whole: bytes, at: int) -> None:
    sound(read(whole[:at]))


@given(st.text(max_size=200), st.sampled_from(["From", "Subject", "To", "Content-Type", "Date", "References"]))
@settings(max_examples=40, deadline=None)
def test_any_header_value_gives_a_letter(value: str, name: str) -> None:
    sound(read(mail(f"{name}: {value}".encode("utf-8", "replace").decode())))


DAMAGED_TYPES = [
    "multipart/mixed; boundary*=utf-8''%FFb",
    "multipart/mixed; boundary=\udcff",
    "multipart/mixed; charset=\udcff",
    "text/plain; charset=\udcff",
    "text/plain; name*=\udcff''%FF",
    "message/rfc822; \udcff",
]


@pytest.mark.parametrize("declared", DAMAGED_TYPES)
def test_raw_bytes_in_a_type_cost_nothing_else(declared: str) -> None:
    body = b"--b\r\nContent-Type: text/plain; x=\xff\r\n\r\nHello \xfc\r\n--b--\r\n"
    found = read(mail(f"Content-Type: {declared}", "Subject: Lamp", body=body))
    sound(found)
    assert (found.subject, found.sender.address) == ("Lamp", "eva@customer.example")
    assert not any("could not be read" in problem for problem in found.problems)
    assert "Hello" in found.text or b"Hello" in found.attachments[0].content


BROKEN_BEGINNINGS = [
    b"From eva@customer.example Mon Nov  2 10:00:00 2026\n",
    b">From eva@customer.example Mon Nov  2 10:00:00 2026\n",
    b"From eva@customer.example Mon Nov  2 10:00:00 2026\n>From eva@x.example Mon Nov  2 10:00:00 2026\n",
    b"\n\r\n  \n",
    b"\xef\xbb\xbf",
    b"From MAILER-DAEMON  Sat Oct  4 08:00:09 2025\r\n",
    b"From <> Thu Apr 29 23:45:10 2008\n",
]


@pytest.mark.parametrize("beginning", BROKEN_BEGINNINGS)
def test_what_stands_before_the_headers_is_passed_over(beginning: bytes) -> None:
    found = read(beginning + mail("Subject: Lamp"))
    assert (found.subject, found.sender.address, found.text) == ("Lamp", "eva@customer.example", "Hello")


LINE_ENDS: list[Callable[[bytes], bytes]] = [
    lambda raw: raw.replace(b"\r\n", b"\n"),
    lambda raw: raw.replace(b"\r\n", b"\r"),
    lambda raw: raw.replace(b"\r\n", b"\r\r\n"),
    lambda raw: raw.replace(b"\r\n", b"\n", 2),
    lambda raw: raw.decode().encode("utf-16"),
]


@pytest.mark.parametrize("change", LINE_ENDS)
def test_any_line_end_will_do(change: Callable[[bytes], bytes]) -> None:
    found = read(change(mail("Subject: Lamp", body="Hello\r\nyou\r\n")))
    assert (found.subject, found.text) == ("Lamp", "Hello\nyou")


DAMAGED_HEADS = [
    (b"Subject: Lamp\r\nX-Note: one\r\nand no space\r\nFrom: eva@customer.example\r\n\r\nHello", "Hello"),
    (b"Subject : Lamp\r\nFrom : eva@customer.example\r\n\r\nHello", "Hello"),
    (b"From: eva@customer.example\r\nSubject: Lamp\r\nHello there, no empty line", "Hello there, no empty line"),
    (b"From: eva@customer.example\r\nSubject: La\rmp\r\n\r\nHello", "Hello"),
    (b"From: eva@customer.example\r\nSubject: Lamp", ""),
]


@pytest.mark.parametrize(("raw", "text"), DAMAGED_HEADS)
def test_a_damaged_head_is_read(raw: bytes, text: str) -> None:
    found = read(raw)
    assert found.subject.replace(" ", "") == "Lamp"
    assert found.sender.address == "eva@customer.example"
    assert found.text == text


def test_headers_without_a_body_and_a_body_without_headers() -> None:
    assert read(b"").problems
    assert read(b"Just words, no mail\n").text == "Just words, no mail"


def nested(depth: int) -> bytes:
    """A mail whose parts lie in each other, each with a boundary of its own."""
    parts = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(depth))
    return f"From: eva@customer.example\nSubject: Deep\n{parts}\nHello\n".encode()


HOSTILE = [
    nested(10_000),
    b"Content-Type: message/rfc822\n\n" * 10_000,
    mail('Content-Type: multipart/mixed; boundary="b"', body="--b\n\nx\n" * 20_000),
    mail(*(f"X-{n}: y" for n in range(20_000))),
    mail("To: " + "<" * 20_000),
    mail("To: " + '"\\' * 10_000),
    mail("To: " + "(" * 20_000),
    mail("To: " + " " * 20_000 + "x"),
    mail("To: " + "a," * 5_000),
    mail("To: " + "a@b.example," * 3_000),
    mail("Subject: " + "=?utf-8?q?" * 5_000),
    mail("Subject: " + "=?a?q?=?=" * 5_000),
    mail("References: " + "<" * 200_000),
    mail("Date: " + "(" * 20_000),
    mail("Authentication-Results: " + "(" * 20_000),
    mail("Content-Type: text/plain" + "; a*0=b" * 20_000),
    mail('Content-Type: text/plain; name="' + "\\" * 100_000),
    mail("Content-Type: text/plain; format=flowed", body="a \n" * 20_000),
    mail("Content-Transfer-Encoding: base64", body="=" * 200_000),
    mail("Content-Transfer-Encoding: base64", body="ab=!" * 50_000),
    mail("Content-Transfer-Encoding: quoted-printable", body="=\n" * 50_000),
    mail(body="begin 644 a\n" * 5_000),
    mail("Content-Type: text/html", body="<div>" * 10_000),
    mail("Content-Type: text/html", body="<meta " * 50_000),
    mail(sender="From: " + "a@" * 50_000),
    mail(sender="From: MAILER-DAEMON@x.example", body="550 " * 50_000),
    mail(sender="From: MAILER-DAEMON@x.example", body="mailbox user account " * 10_000),
    mail(sender="From: MAILER-DAEMON@x.example", body="<a" * 50_000 + "@" * 1_000),
    mail(sender="From: MAILER-DAEMON@x.example", body="---- " + "a" * 100_000),
    mail(body=b"\xff" * 100_000),
    mail(body=b"\n" * 30_000),
    b"\n" * 30_000,
    b" \n" * 100_000 + b"x",
    b"a" * 300_000,
    b"a\n" * 20_000,
    mail("Content-Type: text/calendar", body="BEGIN:VEVENT\n" * 20_000),
]


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_mail_costs_little(raw: bytes) -> None:
    with costs_at_most(5):
        sound(read(raw))


def test_endless_nesting_keeps_the_original() -> None:
    raw = nested(10_000)
    found = read(raw)
    assert found.subject == "Deep"
    assert "nested deeper" in found.problems[0]
    assert found.attachments[-1].content == raw
    assert found.attachments[-1].name == "original.eml"


def test_too_many_parts_keep_the_first_and_the_original() -> None:
    raw = mail('Content-Type: multipart/mixed; boundary="b"', body="--b\n\nword\n" * 1_000)
    found = read(raw)
    assert found.text.startswith("word")
    assert "more than" in found.problems[0]
    assert found.attachments[-1].name == "original.eml"
