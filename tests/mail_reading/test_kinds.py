"""A person or a machine: never answer a machine, never take a person for one."""

from __future__ import annotations

import pytest

from makegood.channels.mail.reading import read
from makegood.conversations.letter import Kind
from tests.mail_reading.writing import letter, mail, multipart

PERSONS = [
    (),
    ("Auto-Submitted: no",),
    ("Subject: Re: Out of office",),
    ("Subject: Automatic replies do not work",),
    ("Subject: Fwd: Undelivered Mail Returned to Sender",),
    ("Subject: Your delivery has failed again and I am angry",),
    ("Subject: Undeliverable parcel",),
    ("Subject: Your parcel could not be delivered",),
    ("Precedence: first-class",),
    ("X-Autoreply: no",),
    ("Subject: Re: Out of Office AutoReply: Lamp", "In-Reply-To: <1@shop.example>", "X-MimeOLE: Produced By Exchange"),
    ("X-Mailer: Outlook", "X-MS-Has-Attach:", "Thread-Topic: Lamp"),
]


@pytest.mark.parametrize("headers", PERSONS)
def test_a_person_is_a_person_and_may_be_answered(headers: tuple[str, ...]) -> None:
    found = letter(*headers)
    assert found.kind == Kind.PERSON
    assert found.may_autorespond


DOUBTFUL = [
    ("Return-Path: <>",),
    ("X-Auto-Response-Suppress: All",),
    ("X-Auto-Response-Suppress: DR, OOF, AutoReply",),
    ("Subject: Automatic reply: your order",),
    ("Subject: Vacation rental", "X-MS-TNEF-Correlator:"),
    ("Subject: [AUTO GENERATED] Lamp",),
    ("List-Unsubscribe: <mailto:x@customer.example>", "In-Reply-To: <1@shop.example>"),
]


@pytest.mark.parametrize("headers", DOUBTFUL)
def test_in_doubt_it_is_a_person_who_gets_no_automatic_answer(headers: tuple[str, ...]) -> None:
    found = letter(*headers)
    assert found.kind == Kind.PERSON
    assert not found.may_autorespond


@pytest.mark.parametrize(
    "words",
    [
        "This is an automatically generated message.\nYour ticket was opened.",
        "Please do not reply to this e-mail.\nWe have it.",
        "Your message was received.\n\nThis account is protected by Gatekeeper. Follow the link to be let in.",
        "Dies ist eine automatisch erzeugte Nachricht.",
    ],
)
def test_what_says_that_it_is_a_machine_gets_no_automatic_answer(words: str) -> None:
    found = letter("Subject: Your message", body=words)
    assert (found.kind, found.may_autorespond) == (Kind.PERSON, False)


def test_a_person_who_writes_of_a_machine_is_answered() -> None:
    words = "Your desk wrote: this is an automatically generated message, do not reply to this mail. I reply."
    assert letter("Subject: Your message", body=words).may_autorespond


def test_a_notes_answering_machine_is_known_by_its_words() -> None:
    words = 'I am out until Monday.\n\nNote: This is an automated response to your message "Lamp".'
    assert letter("Subject: AUTO: Mo is out", body=words).kind == Kind.AUTO_REPLY
    assert letter("Subject: AUTO: my car and your van", body="Both are red.").kind == Kind.PERSON


def test_a_person_who_quotes_a_bounce_is_no_bounce() -> None:
    words = (
        "I got this:\n\n> Delivery to the following recipient failed permanently:\n> mo@x.example\n> 550 5.1.1 unknown"
    )
    assert letter("Subject: Re: Undelivered Mail Returned to Sender", body=words).kind == Kind.PERSON


def test_a_person_who_attaches_a_bounce_is_no_bounce() -> None:
    inner = (
        "Content-Type: message/rfc822\r\n\r\nFrom: MAILER-DAEMON@x.example\r\nSubject: failure notice\r\n\r\n550 gone"
    )
    assert read(multipart("mixed", "\r\n\r\nSee below", inner)).kind == Kind.PERSON


def test_a_contact_form_speaks_for_a_person() -> None:
    found = letter("Reply-To: eva@customer.example", sender="From: Form <noreply@shop.example>")
    assert found.kind == Kind.PERSON
    assert not found.may_autorespond


def test_an_invitation_is_from_a_person() -> None:
    event = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\n"
    assert letter("Content-Type: text/calendar; method=REQUEST", body=event).kind == Kind.PERSON


AUTO_REPLIES = [
    ("Auto-Submitted: auto-replied",),
    ("Auto-Submitted: auto-replied (vacation)",),
    ("X-Autoreply: yes",),
    ("X-Autorespond: Thanks",),
    ("Precedence: auto_reply",),
    ("Subject: Automatic reply: Lamp", "Auto-Submitted: auto-generated"),
    ("Subject: Automatische Antwort: Lampe", "X-Auto-Response-Suppress: All"),
    ("Subject: =?utf-8?q?R=C3=A9ponse_automatique?= : lampe", "Return-Path: <>"),
    ("Subject: Out of Office: Lamp", "In-Reply-To: <1@shop.example>"),
    ("Subject: Abwesenheitsnotiz", "Precedence: bulk"),
    ("Subject: [Automatyczna odpowied\u017a] lampa", "Precedence: junk"),
    ("Subject: Thank you for your e-mail", "Return-Path: <>", "Precedence: bulk"),
    ("Subject: Out of Office AutoReply: Lamp", "X-MimeOLE: Produced By Microsoft Exchange V6.5"),
]


@pytest.mark.parametrize("headers", AUTO_REPLIES)
def test_an_answering_machine_is_known(headers: tuple[str, ...]) -> None:
    found = letter(*headers)
    assert found.kind == Kind.AUTO_REPLY
    assert not found.may_autorespond


LISTS = [
    ("List-Id: Lamps <lamps.lists.example>",),
    ("List-Post: <mailto:lamps@lists.example>",),
    ("Precedence: list",),
    ("Precedence: bulk", "Sender: owner-lamps@lists.example"),
    ("Mailing-List: contact lamps-help@lists.example; run by ezmlm",),
]


@pytest.mark.parametrize("headers", LISTS)
def test_a_list_is_known(headers: tuple[str, ...]) -> None:
    found = letter(*headers)
    assert found.kind == Kind.LIST
    assert not found.may_autorespond


AUTOMATIC = [
    (("Auto-Submitted: auto-generated",), "eva@customer.example"),
    (("Precedence: junk",), "eva@customer.example"),
    (("Precedence: bulk",), "eva@customer.example"),
    ((), "no-reply@customer.example"),
    ((), "shop-noreply@customer.example"),
    ((), "donotreply+7@customer.example"),
    (("Reply-To: no-reply@customer.example",), "noreply@customer.example"),
    ((), "mailer-daemon@customer.example"),
    (("Subject: Cron <root@host> backup",), "root@customer.example"),
    (("List-Unsubscribe: <mailto:x@customer.example>", "Feedback-ID: 1:2:x"), "news@customer.example"),
    (("X-GitHub-Reason: mention",), "eva@customer.example"),
]


@pytest.mark.parametrize(("headers", "address"), AUTOMATIC)
def test_a_program_is_known(headers: tuple[str, ...], address: str) -> None:
    found = letter(*headers, sender=f"From: {address}")
    assert found.kind == Kind.AUTOMATIC
    assert not found.may_autorespond


def test_an_answer_to_an_invitation_is_automatic() -> None:
    event = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\n"
    assert letter("Content-Type: text/calendar; method=REPLY", body=event).kind == Kind.AUTOMATIC


def test_a_read_receipt_is_automatic() -> None:
    found = read(
        multipart(
            "report; report-type=disposition-notification",
            "\r\n\r\nYour mail was read.",
            "Content-Type: message/disposition-notification\r\n\r\nDisposition: manual-action; displayed",
        )
    )
    assert found.kind == Kind.AUTOMATIC
    assert not found.may_autorespond


def test_a_complaint_is_feedback_and_names_the_mail() -> None:
    found = read(
        multipart(
            "report; report-type=feedback-report",
            "\r\n\r\nThis is an abuse report.",
            "Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\n"
            "Original-Rcpt-To: <mo@customer.example>\r\n",
            "Content-Type: message/rfc822\r\n\r\nMessage-ID: <7@shop.example>\r\nSubject: Lamps\r\n\r\nBuy lamps",
        )
    )
    assert found.kind == Kind.FEEDBACK
    assert (found.about, found.about_address) == ("7@shop.example", "mo@customer.example")
    assert not found.may_autorespond


def test_a_forged_sender_gets_no_automatic_answer() -> None:
    found = letter("Authentication-Results: mx.shop.example; dmarc=fail")
    assert found.kind == Kind.PERSON
    assert found.is_doubtful
    assert not found.may_autorespond


def test_a_stranger_with_only_a_header_is_still_read() -> None:
    assert read(mail(body=b"")).kind == Kind.PERSON
