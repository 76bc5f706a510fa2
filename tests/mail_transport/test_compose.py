"""The mails we write can be read again, by the standard library, with the same values."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.utils import getaddresses, parsedate_to_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.channels.mail import headers
from makegood.channels.mail.compose import Outgoing, Part, Quote, compose
from makegood.conversations.letter import Address

PIXEL = b"\x89PNG\r\n\x1a\n\x00binary\r\n.\r\n"
MAIL = Outgoing(
    sender=Address("Söhne & Co.", "support@example.com"),
    to=(Address("Eva Muster", "eva@example.net"),),
    subject="Your tap",
    message_id="0123abcd@example.com",
    date=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    text="Dear Eva,\n\nthe parts are on their way.",
)
LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
IDS = st.from_regex(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,200}@[a-z0-9.-]{1,80}", fullmatch=True)


def read(raw: bytes) -> Message:
    """As an old and forgiving reader sees it; header values are decoded below."""
    return email.message_from_bytes(raw)


def modern(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def decoded(value: str) -> str:
    return str(make_header(decode_header(re.sub(r"\r?\n", "", value))))


def texts(raw: bytes, kind: str) -> str:
    [part] = [p for p in read(raw).walk() if p.get_content_type() == kind and not p.get_filename()]
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode(part.get_content_charset() or "").replace("\r\n", "\n")


@given(subject=LINES)
def test_any_subject_comes_back_as_one_line(subject: str) -> None:
    raw = compose(replace(MAIL, subject=subject))
    assert decoded(read(raw)["subject"]) == headers.one_line(subject)
    assert len(read(raw).keys()) == len(read(compose(MAIL)).keys())


@given(name=NAMES)
def test_any_display_name_comes_back_and_adds_no_recipient(name: str) -> None:
    raw = compose(replace(MAIL, to=(Address(name, "eva@example.net"), Address("Mo", "mo@example.net"))))
    found = getaddresses([re.sub(r"\r?\n", "", read(raw)["to"])])
    assert [address for _, address in found] == ["eva@example.net", "mo@example.net"]
    shown = decoded(found[0][0])
    assert shown == headers.one_line(name) or (not shown and name.strip() == "eva@example.net")


@given(text=LINES, signature=st.sampled_from(["", "The team\nExample Ltd."]))
def test_any_text_comes_back(text: str, signature: str) -> None:
    body = texts(compose(replace(MAIL, text=text, signature=signature)), "text/plain")
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").rstrip("\n")
    assert body == clean + ("\n\n-- \nThe team\nExample Ltd." if signature else "") + "\n"


@settings(max_examples=40)
@given(references=st.lists(IDS, max_size=60), answered=IDS)
def test_ids_come_back_letter_by_letter(references: list[str], answered: str) -> None:
    raw = compose(replace(MAIL, references=tuple(references), in_reply_to=answered))
    unique = list(dict.fromkeys(references))
    kept = unique if len(unique) <= 40 else [unique[0], *unique[-39:]]
    assert re.findall(r"<(.*?)>", read(raw)["references"] or "") == kept
    assert read(raw)["in-reply-to"] == f"<{answered}>"
    assert read(raw)["message-id"] == "<0123abcd@example.com>"


@given(name=NAMES, content=st.binary(max_size=500))
def test_any_attachment_comes_back(name: str, content: bytes) -> None:
    raw = compose(replace(MAIL, parts=(Part(name, "application/pdf", content),)))
    [part] = [p for p in read(raw).walk() if p.get_content_disposition() == "attachment"]
    assert part.get_payload(decode=True) == content
    assert modern(raw).is_multipart()
    assert email.utils.collapse_rfc2231_value(part.get_filename() or "") == headers.file_name(name)


@settings(max_examples=40)
@given(subject=LINES, name=NAMES, text=LINES, html=LINES, file=NAMES)
def test_every_line_is_short_and_plain_octets(subject: str, name: str, text: str, html: str, file: str) -> None:
    raw = compose(
        replace(
            MAIL,
            sender=Address(name, "support@example.com"),
            subject=subject,
            text=text * 20,
            html=html * 20,
            parts=(Part(file, "image/png", PIXEL), Part(file, "nonsense", PIXEL)),
            references=("i" * 900 + "@example.com", "x" * 850 + "@example.com"),
        )
    )
    assert raw.isascii()
    assert raw.replace(b"\r\n", b"").count(b"\n") == raw.replace(b"\r\n", b"").count(b"\r") == 0
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_pictures_stand_beside_the_html_and_files_outside() -> None:
    html = '<p>See <img src="cid:pic@example.com"></p>'
    parts = (
        Part("tap.png", "image/png", PIXEL, cid="pic@example.com"),
        Part("Überblick.pdf", "application/pdf", b"%PDF"),
        Part("unused.png", "image/png", PIXEL, cid="unused@example.com"),
    )
    raw = compose(replace(MAIL, html=html, parts=parts))
    assert [p.get_content_type() for p in read(raw).walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
        "image/png",
    ]
    picture = next(p for p in read(raw).walk() if p["content-id"] == "<pic@example.com>")
    assert picture.get_content_disposition() == "inline"
    assert picture.get_payload(decode=True) == PIXEL


def test_a_plain_answer_is_a_plain_mail() -> None:
    assert read(compose(MAIL)).get_content_type() == "text/plain"


def test_the_answered_message_stands_below_the_answer_in_both_forms() -> None:
    quote = Quote("Eva wrote on 21 November:", "It drips.\n> older\n\n<b>Help!</b>")
    raw = compose(replace(MAIL, html="<p>On its way.</p>", quote=quote, signature="The <team>"))
    plain, html = texts(raw, "text/plain"), texts(raw, "text/html")
    assert plain.endswith("-- \nThe <team>\n\nEva wrote on 21 November:\n> It drips.\n>> older\n>\n> <b>Help!</b>\n")
    assert "The &lt;team&gt;" in html
    assert "&lt;b&gt;Help!&lt;/b&gt;" in html
    assert html.index("On its way") < html.index("<blockquote")


def test_each_recipients_link_stands_in_both_forms() -> None:
    raw = compose(replace(MAIL, html="<p>x</p>", link='https://desk.example.com/t/a"b'))
    assert "https://desk.example.com/t/a" in texts(raw, "text/plain")
    assert 'href="https://desk.example.com/t/a&quot;b"' in texts(raw, "text/html")


def test_automatic_mail_says_so_and_a_persons_does_not() -> None:
    automatic = read(compose(replace(MAIL, automatic=True)))
    assert automatic["auto-submitted"] == "auto-generated"
    assert automatic["x-auto-response-suppress"] == "All"
    assert read(compose(MAIL))["auto-submitted"] is None
    assert not [name for name in automatic if name.lower().startswith("list-") or name.lower() == "precedence"]


def test_reply_to_is_the_signed_address_under_the_senders_name() -> None:
    raw = compose(replace(MAIL, reply_to="support+c1042.1.x@example.com"))
    [(name, address)] = getaddresses([read(raw)["reply-to"]])
    assert (decoded(name), address) == ("Söhne & Co.", "support+c1042.1.x@example.com")


def test_the_date_keeps_its_zone() -> None:
    assert parsedate_to_datetime(read(compose(MAIL))["date"]) == MAIL.date
    with pytest.raises(ValueError, match="zone"):
        compose(replace(MAIL, date=datetime(2026, 11, 22)))


@pytest.mark.parametrize("trap", ["a\r\nBcc: mo@example.net", "a\nBcc: mo@example.net", "a\rBcc: x", "a\u2028Bcc: x"])
def test_nothing_smuggles_a_header_in(trap: str) -> None:
    raw = compose(
        replace(
            MAIL,
            sender=Address(trap, "support@example.com"),
            subject=trap,
            in_reply_to=trap,
            references=(trap,),
            parts=(Part(trap, f"image/png; x={trap}", PIXEL, cid=trap),),
        )
    )
    assert [name for name in read(raw) if name.lower() == "bcc"] == []
    assert [name for part in read(raw).walk() for name in part if name.lower() == "bcc"] == []


@pytest.mark.parametrize(
    "trap", ["eva@example.net\r\nBcc: mo@example.net", "a b@example.net", "<eva@example.net", "é@x.de"]
)
def test_an_address_that_no_header_may_hold_is_refused(trap: str) -> None:
    with pytest.raises(ValueError, match="address"):
        compose(replace(MAIL, to=(Address("", trap),)))


def test_a_domain_in_other_letters_is_written_in_ascii() -> None:
    raw = compose(replace(MAIL, to=(Address("", "eva@bücher.example"),)))
    assert "eva@xn--bcher-kva.example" in read(raw)["to"]


def test_a_type_that_would_be_read_as_our_own_structure_travels_as_a_file() -> None:
    raw = compose(replace(MAIL, parts=(Part("forwarded.eml", "message/rfc822", b"From: x\r\n\r\nhi"),)))
    assert [p.get_content_type() for p in read(raw).walk()][-1] == "application/octet-stream"
