"""What a mail says, in whatever way it was packed."""

from __future__ import annotations

import base64

import pytest

from makegood.channels.mail.reading import read
from tests.mail_reading.writing import letter, mail, multipart

CHARSETS = [
    ("utf-8", "Grüße 你好".encode(), "Grüße 你好"),
    ('"utf-8\\"', "Grüße".encode(), "Grüße"),
    ("iso-8859-1", "Grüße – €".encode("cp1252"), "Grüße – €"),
    ("iso-8859-1", "Grüße, schöne".encode(), "Grüße, schöne"),
    ("us-ascii", "Grüße".encode(), "Grüße"),
    ("us-ascii", "Grüße".encode("latin-1"), "Grüße"),
    ("utf-8", "Grüße aus Köln".encode("latin-1"), "Grüße aus Köln"),
    ("gb2312", "镕基你好".encode("gb18030"), "镕基你好"),
    ("ks_c_5601-1987", "안녕하세요".encode("cp949"), "안녕하세요"),
    ("windows-874", "สวัสดี".encode("cp874"), "สวัสดี"),
    ("cp-850", "Grüße".encode("cp850"), "Grüße"),
    ("unicode-1-1-utf-7", b"Gr+APwA3w-e", "Grüße"),
    ("iso-2022-jp", "こんにちは".encode("iso2022_jp"), "こんにちは"),
    ("iso-2022-jp", b"\x1b$B-!\x1b(B", "①"),
    ("x-unknown", "Grüße".encode(), "Grüße"),
    ("base64", "Grüße".encode(), "Grüße"),
    ("unicode_escape", b"\\u0041", "\\u0041"),
    ("koi8-r", "Привет, мир".encode("koi8-r"), "Привет, мир"),
    ("windows-1251", "Привет, мир".encode("cp1251"), "Привет, мир"),
    ("shift_jis", "ｱ①".encode("cp932"), "ｱ①"),
    ("us-ascii", "こんにちは".encode("iso2022_jp"), "こんにちは"),
]


@pytest.mark.parametrize(("label", "raw", "meant"), CHARSETS)
def test_text_is_decoded_whatever_its_label_says(label: str, raw: bytes, meant: str) -> None:
    assert letter(f"Content-Type: text/plain; charset={label}", body=raw).text == meant


def test_text_without_a_label_is_guessed() -> None:
    assert letter(body="Grüße".encode()).text == "Grüße"
    assert letter(body="Grüße".encode("latin-1")).text == "Grüße"
    russian = "Здравствуйте, где мой заказ? Я жду уже две недели и очень расстроен."
    assert letter(body=russian.encode("cp1251")).text == russian


def test_nuls_leave_the_text() -> None:
    assert letter(body=b"a\x00b").text == "ab"


def test_half_a_surrogate_pair_can_be_stored() -> None:
    letter("Content-Type: text/plain; charset=utf-7", body=b"+2D0-").text.encode()


@pytest.mark.parametrize(
    ("encoding", "raw", "meant"),
    [
        ("quoted-printable", b"Gr=C3=BC=\r\n=C3=9Fe =", "Grüße"),
        ("quoted-printable", b"one= \r\ntwo =ZZ", "onetwo =ZZ"),
        ("Quoted-Printable;", b"Gr=c3=bc=c3=9fe", "Grüße"),
        ("base64", base64.b64encode("Grüße".encode()), "Grüße"),
        ("base64", b"R3LDvMOf\r\n!!ZQ", "Grüße"),
        ("base64", base64.b64encode(b"one ") + b"\n" + base64.b64encode(b"two"), "one two"),
        ("base64", b"Hello, this is no base64 at all.", "Hello, this is no base64 at all."),
        (
            "base64",
            base64.b64encode(b"Hello.\n") + b"\n____\nA list adds its words\n",
            "Hello.\n\n____\nA list adds its words",
        ),
        ("7-bit", b"Hello", "Hello"),
        ("spam", b"Hello", "Hello"),
        ("", b"Hello", "Hello"),
    ],
)
def test_a_damaged_encoding_is_read_as_far_as_it_goes(encoding: str, raw: bytes, meant: str) -> None:
    found = letter("Content-Type: text/plain; charset=utf-8", f"Content-Transfer-Encoding: {encoding}", body=raw)
    assert found.text == meant


def test_of_two_versions_each_has_its_place() -> None:
    found = read(
        multipart("alternative", "Content-Type: text/plain\r\n\r\nHello", "Content-Type: text/html\r\n\r\n<p>Hello</p>")
    )
    assert found.text == "Hello"
    assert found.html == "<p>Hello</p>"
    assert found.attachments == ()


def test_html_alone_becomes_text_too() -> None:
    found = letter("Content-Type: text/html", body="<p>Hello <b>you</b></p><script>alert(1)</script>")
    assert found.text == "Hello you"
    assert "script" not in found.html


def test_an_empty_text_version_does_not_hide_the_html() -> None:
    found = read(multipart("alternative", "\r\n\r\n \r\n", "Content-Type: text/html\r\n\r\n<p>Hello</p>"))
    assert found.text == "Hello"


def test_text_around_a_picture_is_joined() -> None:
    found = read(multipart("mixed", "\r\n\r\nOne", "Content-Type: image/png\r\n\r\nx", "\r\n\r\nTwo"))
    assert found.text == "One\nTwo"
    assert [one.name for one in found.attachments] == ["picture.png"]


def test_html_called_plain_is_html() -> None:
    found = letter("Content-Type: text/plain", body="<!DOCTYPE html><html><body><p>Hello</p></body></html>")
    assert found.text == "Hello"
    assert "Hello" in found.html


def test_flowed_lines_are_joined() -> None:
    found = letter("Content-Type: text/plain; format=flowed", body="one \r\ntwo\r\n> three \r\n> four\r\n-- \r\nEva")
    assert found.text == "one two\n> three four\n-- \nEva"


def test_flowed_lines_without_their_spaces() -> None:
    found = letter("Content-Type: text/plain; format=flowed; delsp=yes", body="one \r\ntwo")
    assert found.text == "onetwo"


def test_enriched_text_loses_its_marks() -> None:
    found = letter("Content-Type: text/enriched", body="<bold>Hello</bold>\r\nyou\r\n\r\nthere << x")
    assert found.text == "Hello you\nthere < x"


@pytest.mark.parametrize("declared", ["text", "text/plain charset=utf-8", "", "foo", "text/plain;;;", "TEXT/PLAIN"])
def test_a_strange_type_is_text(declared: str) -> None:
    assert letter(f"Content-Type: {declared}", body="Hello").text == "Hello"


def test_a_missing_end_boundary_loses_nothing() -> None:
    raw = mail(
        'Content-Type: multipart/mixed; boundary="b"',
        body="--b\r\n\r\nHello\r\n--b\r\nContent-Type: image/gif\r\n\r\nx",
    )
    found = read(raw)
    assert found.text == "Hello"
    assert len(found.attachments) == 1


@pytest.mark.parametrize(
    "declared", ["multipart/mixed", 'multipart/mixed; boundary="other"', "multipart/mixed; boundary="]
)
def test_a_boundary_can_be_guessed(declared: str) -> None:
    body = "--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n--b\r\nContent-Type: image/gif\r\n\r\nx\r\n--b--\r\n"
    found = letter(f"Content-Type: {declared}", body=body)
    assert found.text == "Hello"
    assert [one.type for one in found.attachments] == ["image/gif"]
    assert found.problems


def test_a_boundary_may_hold_raw_bytes() -> None:
    body = "--ü\r\n\r\nHello\r\n--ü\r\nContent-Type: image/png\r\n\r\nx\r\n--ü--\r\n"
    found = letter('Content-Type: multipart/mixed; boundary="ü"', body=body)
    assert found.text == "Hello"
    assert len(found.attachments) == 1


def test_a_parameter_that_lost_its_indentation_belongs_to_its_line() -> None:
    part = 'Content-Type: multipart/mixed;\r\nboundary="c"\r\n\r\n--c\r\n\r\nHello\r\n--c--'
    assert read(multipart("mixed", part)).text == "Hello"


def test_japanese_without_a_label_is_japanese() -> None:
    words = "こんにちは、ご注文はまだ届いていません。よろしくお願いします。"
    assert letter(body=words.encode("cp932")).text == words
    assert letter(body=words.encode("euc_jp")).text == words


def test_a_multipart_without_parts_shows_what_it_holds() -> None:
    assert letter('Content-Type: multipart/mixed; boundary="b"', body="Hello").text == "Hello"


def test_an_encrypted_mail_says_so() -> None:
    found = read(multipart("encrypted", "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1"))
    assert "encrypted" in found.problems[0]


def test_an_invitation_alone_is_told_in_words() -> None:
    event = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Visit\\, please\r\nEND:VEVENT\r\n"
    found = letter("Content-Type: text/calendar; method=REQUEST", body=event)
    assert found.text == "Visit, please"
    assert found.attachments[0].name == "invite.ics"
    assert found.kind == "person"
