"""What the receiving server found out, and what a sender may not pretend that it found out."""

from __future__ import annotations

import pytest

from makegood.channels.mail.reading import read
from makegood.conversations.letter import Auth
from tests.mail_reading.writing import letter, mail

VERDICTS = [
    ("mx.shop.example; dmarc=pass header.from=customer.example", Auth.PASS),
    ("mx.shop.example; spf=pass; dkim=pass; dmarc=fail (p=reject) header.from=customer.example", Auth.FAIL),
    ("mx.shop.example; spf=fail; dkim=none", Auth.NONE),
    ("mx.shop.example; dmarc=none", Auth.NONE),
    ("mx.shop.example; dmarc=temperror", Auth.NONE),
    ("mx.shop.example 1; dmarc = pass", Auth.PASS),
    ("spf=pass smtp.mailfrom=customer.example; dmarc=pass action=none", Auth.PASS),
    ("mx.shop.example; spf=pass (dmarc=pass) smtp.mailfrom=x", Auth.NONE),
    ('mx.shop.example; spf=pass smtp.mailfrom="; dmarc=pass"', Auth.NONE),
    ("mx.shop.example; dmarc=pass; dmarc=fail", Auth.FAIL),
    ("mx.shop.example; none", Auth.NONE),
    ("mx.shop.example; spf=pass ((unclosed dmarc=pass", Auth.NONE),
]


@pytest.mark.parametrize(("header", "verdict"), VERDICTS)
def test_the_verdict_is_dmarc_s(header: str, verdict: Auth) -> None:
    assert letter(f"Authentication-Results: {header}").auth == verdict


def test_only_the_topmost_header_counts() -> None:
    raw = mail(
        "Authentication-Results: mx.shop.example; spf=none", "Authentication-Results: mx.shop.example; dmarc=pass"
    )
    assert read(raw).auth == Auth.NONE


def test_only_our_own_server_is_believed_when_it_is_known() -> None:
    raw = mail(
        "Authentication-Results: evil.example; dmarc=pass", "Authentication-Results: mx.shop.example; dmarc=fail"
    )
    assert read(raw, own_authserv="MX.shop.example").auth == Auth.FAIL
    assert read(raw, own_authserv="other.example").auth == Auth.NONE


def test_a_forwarder_s_word_is_not_believed() -> None:
    assert letter("ARC-Authentication-Results: i=1; mx.shop.example; dmarc=pass").auth == Auth.NONE
