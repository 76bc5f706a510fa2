"""Mails that came back: which, why, and to whom they could not go."""

from __future__ import annotations

import pytest

from makegood.channels.mail.reading import read
from makegood.conversations.letter import Kind, Letter
from tests.mail_reading.writing import letter, multipart

DAEMON = "From: Mail Delivery System <MAILER-DAEMON@mx.example>"
RETURNED = (
    "Content-Type: message/rfc822\r\n\r\nMessage-ID: <7@shop.example>\r\nSubject: Your lamp\r\n\r\nIt is on its way"
)


def report(*fields: str, words: str = "It could not be delivered.", returned: str = RETURNED) -> Letter:
    """A delivery report with the fields for one recipient."""
    status = "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n" + "\r\n".join(fields)
    return read(multipart("report; report-type=delivery-status", f"\r\n\r\n{words}", status, returned))


def test_a_report_names_the_mail_the_address_and_the_status() -> None:
    found = report("Final-Recipient: rfc822; mo@customer.example", "Action: failed", "Status: 5.1.1")
    assert found.kind == Kind.BOUNCE
    assert (found.bounce_status, found.bounce_permanent) == ("5.1.1", True)
    assert (found.about, found.about_address) == ("7@shop.example", "mo@customer.example")
    assert not found.may_autorespond
    assert found.text == "It could not be delivered."


def test_a_delay_is_not_permanent() -> None:
    found = report("Final-Recipient: rfc822; mo@customer.example", "Action: delayed", "Status: 4.4.1")
    assert (found.kind, found.bounce_status, found.bounce_permanent) == (Kind.BOUNCE, "4.4.1", False)


def test_a_failure_after_days_of_trying_is_final() -> None:
    found = report("Final-Recipient: rfc822; mo@customer.example", "Action: failed", "Status: 4.4.7")
    assert (found.bounce_status, found.bounce_permanent) == ("4.4.7", True)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_is_no_bounce(action: str) -> None:
    found = report("Final-Recipient: rfc822; mo@customer.example", f"Action: {action}", "Status: 2.0.0")
    assert found.kind == Kind.AUTOMATIC
    assert not found.may_autorespond


def test_of_several_recipients_the_one_that_failed_counts() -> None:
    found = report(
        "Final-Recipient: rfc822; a@customer.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n",
        "Final-Recipient: rfc822; b@customer.example\r\nAction: failed\r\nStatus: 5.2.2",
    )
    assert (found.about_address, found.bounce_status) == ("b@customer.example", "5.2.2")


STATUSES = [
    (("Status: 5.0.0", "Diagnostic-Code: smtp; 550 5.1.1 unknown user"), "5.1.1"),
    (("Status: 5.0.0", "Diagnostic-Code: smtp; 550 from 192.0.2.5.1 no"), "5.0.0"),
    (("Diagnostic-Code: smtp; 552 mailbox full",), "5.2.2"),
    (("Status: 5.1.1 (bad address)",), "5.1.1"),
    (("Status: 5.0.0", "Diagnostic-Code: smtp; 5.1.0 - error 550-'5.2.2 mailbox full'"), "5.2.2"),
    (("Diagnostic-Code: smtp; 554 no",), "5.0.0"),
]


@pytest.mark.parametrize(("fields", "status"), STATUSES)
def test_the_most_telling_status_counts(fields: tuple[str, ...], status: str) -> None:
    found = report("Final-Recipient: rfc822; mo@customer.example", "Action: failed", *fields, words="Sorry.")
    assert found.bounce_status == status


def test_the_headers_alone_name_the_mail_too() -> None:
    headers = "Content-Type: text/rfc822-headers\r\n\r\nSubject: x\r\nMessage-ID:\r\n <8@shop.example>\r\n"
    found = report("Final-Recipient: rfc822; mo@customer.example", "Action: failed", "Status: 5.1.1", returned=headers)
    assert found.about == "8@shop.example"


WORDS = [
    # qmail
    (
        "failure notice",
        "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the "
        "following addresses.\n\n<mo@customer.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 "
        "no such user (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <7@shop.example>\n",
        "5.1.1",
    ),
    # Exim
    (
        "Mail delivery failed: returning message to sender",
        "A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error."
        "\n\n  mo@customer.example\n    unrouteable mail domain\n\n------ This is a copy of the message ------\n\n"
        "Message-ID: <7@shop.example>\n",
        "5.1.2",
    ),
    # Postfix of old
    (
        "Undelivered Mail Returned to Sender",
        "The mail system.\n\n<mo@customer.example>: host mx said: 552 Quota exceeded\n\nMessage-ID: <7@shop.example>",
        "5.2.2",
    ),
    # Exchange
    (
        "Undeliverable: Your lamp",
        "Your message\n\n  To: mo@customer.example\n\ndid not reach the following recipients:\n\nmo@customer.example\n"
        "    The recipient name is not recognized\n\nMessage-ID: <7@shop.example>",
        "5.1.1",
    ),
    # German
    (
        "Unzustellbar: Lampe",
        "Die Nachricht konnte nicht zugestellt werden: <mo@customer.example>. Postfach ist voll.\n"
        "Message-ID: <7@shop.example>",
        "5.2.2",
    ),
]


@pytest.mark.parametrize(("subject", "words", "status"), WORDS)
def test_a_mail_server_that_only_uses_words_is_understood(subject: str, words: str, status: str) -> None:
    found = letter(f"Subject: {subject}", sender=DAEMON, body=words)
    assert found.kind == Kind.BOUNCE
    assert (found.bounce_status, found.bounce_permanent) == (status, True)
    assert (found.about, found.about_address) == ("7@shop.example", "mo@customer.example")


def test_a_warning_in_words_is_a_delay() -> None:
    words = "Your message to <mo@customer.example> has been delayed. No action is required: we will keep trying."
    words += "\n  Delay reason: connection refused"
    found = letter("Subject: Warning: message 1 delayed 24 hours", sender=DAEMON, body=words)
    assert found.kind == Kind.BOUNCE
    assert found.bounce_status == "4.4.1"
    assert not found.bounce_permanent


def test_a_null_path_and_the_returned_mail_are_enough() -> None:
    words = "\r\n\r\nCould not be delivered to: <mo@customer.example>\r\nAs their mailbox is full."
    found = read(multipart("mixed", words, RETURNED, extra=("Return-Path: <>", "Subject: Mail")))
    assert (found.kind, found.bounce_status, found.about) == (Kind.BOUNCE, "5.2.2", "7@shop.example")


def test_the_id_of_the_returned_mail_is_no_address() -> None:
    words = (
        "An email you sent was rejected.\nReason: Mailbox full\nTo: mo@customer.example\n\nMessage-ID: <7@shop.example>"
    )
    found = letter("Subject: bounce notification", sender="From: postmaster@mx.example", body=words)
    assert (found.kind, found.about, found.about_address) == (Kind.BOUNCE, "7@shop.example", "mo@customer.example")


def test_a_returned_mail_whose_part_does_not_say_so_is_found() -> None:
    part = "Received: from x.example\r\nMessage-ID: <7@shop.example>\r\nSubject: Lamp\r\n\r\nIt is on its way"
    found = read(multipart("mixed", "\r\n\r\nmo@customer.example [User unknown]", part, extra=("Return-Path: <>",)))
    assert (found.kind, found.about) == (Kind.BOUNCE, "7@shop.example")


def test_a_challenge_is_no_bounce() -> None:
    words = "Please confirm that you are a person by answering this mail. Then it will be delivered."
    found = letter("Return-Path: <>", "Subject: Please confirm your mail", body=words)
    assert found.kind != Kind.BOUNCE
    assert not found.may_autorespond


def test_a_postmaster_may_be_a_person() -> None:
    found = letter("Subject: Your mail setup", sender="From: Mo <postmaster@customer.example>", body="Call me, please.")
    assert found.kind == Kind.PERSON
    assert not found.may_autorespond


def test_a_postmaster_who_writes_about_rejected_mail_may_be_a_person() -> None:
    words = "Hello, mails of yours were rejected here with 550 5.7.1, call me and I let them in."
    found = letter("Subject: Your lamp shop", sender="From: Mo Ling <postmaster@customer.example>", body=words)
    assert found.kind == Kind.PERSON


def test_a_courier_whose_parcel_came_back_is_no_bounce() -> None:
    found = letter(
        "Subject: Your parcel could not be delivered",
        sender="From: Delivery Notification <desk@courier.example>",
        body="The address was unknown. Please call us.",
    )
    assert found.kind == Kind.PERSON


def test_a_mail_without_any_address_can_still_be_a_bounce() -> None:
    found = letter("Subject: Undelivered Mail Returned to Sender", sender="From: MAILER-DAEMON (Mail Delivery System)")
    assert found.kind == Kind.BOUNCE
    assert found.sender.name == "Mail Delivery System"


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Mail could not be delivered", "****** Message from InterScan ******\n\nNo such user <mo@customer.example>"),
        ("Returned Mail", "------ Failed Recipients ------\n<mo@customer.example>: mailbox unavailable [550]"),
        ("Delivery Failure", "Could not deliver message to the following recipient(s):\nmo@customer.example"),
    ],
)
def test_a_server_that_signs_like_a_person_is_known_by_its_first_words(subject: str, words: str) -> None:
    found = letter(f"Subject: {subject}", sender="From: gateway@mx.example", body=words)
    assert (found.kind, found.about_address) == (Kind.BOUNCE, "mo@customer.example")


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (("Subject: Delivery Failure",), "Your driver could not deliver to mo@customer.example, it says. It rained."),
        (("Subject: Delivery Failure",), "Hello, I got this:\nCould not deliver message to mo@customer.example"),
        (("Subject: Delivery failed", "In-Reply-To: <1@x.example>"), "Could not deliver message to mo@a.example"),
        (("Subject: Wrong parcel",), "Your message could not be delivered to mo@a.example, says my phone."),
    ],
)
def test_a_person_who_writes_of_one_is_none(head: tuple[str, ...], words: str) -> None:
    assert letter(*head, body=words).kind == Kind.PERSON


def test_a_report_that_names_nobody_is_read_by_its_words() -> None:
    found = report(words="A message could not be delivered to: mo@customer.example")
    assert (found.kind, found.about, found.about_address) == (Kind.BOUNCE, "7@shop.example", "mo@customer.example")


def test_what_a_mailbox_refuses_comes_back_as_a_receipt() -> None:
    said = "Content-Type: message/disposition-notification\r\n\r\nDisposition: automatic-action; deleted"
    words = "\r\n\r\nYour message was automatically rejected: Quota exceeded"
    refused = "Auto-Submitted: auto-replied (rejected)"
    kind = "report; report-type=disposition-notification"
    assert read(multipart(kind, words, said, RETURNED, extra=(refused,))).bounce_status == "5.2.2"
    assert read(multipart(kind, words, said, RETURNED)).kind == Kind.AUTOMATIC
