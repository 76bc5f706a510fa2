"""Whether it is the provider who speaks, and what it says. No database."""

from __future__ import annotations

import pytest

from makegood.channels.phone import reading, rules
from makegood.channels.phone.rules import Provider

URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
CALL = {"CallSid": "CA1234567890ABCDE", "Digits": "1234", "To": "+18005551212"}
ACCOUNT = "AC" + "1" * 32


@pytest.mark.parametrize(
    ("caller", "expected"),  # the examples of the provider's own documentation and library
    [("+12349013030", "0/KCTR6DLpKmkAf8muzZqo1nDgQ="), ("+14158675309", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")],
)
def test_a_signature_is_made_as_the_provider_makes_it(caller: str, expected: str) -> None:
    fields = {name: [value] for name, value in (CALL | {"From": caller, "Caller": caller}).items()}
    assert rules.signature(URL, fields, "12345") == expected
    assert rules.is_theirs(expected, URL, fields, "12345")
    for given, url, secret in ((expected, URL + "&x", "12345"), (expected, URL, "1234"), ("", URL, "12345")):
        assert not rules.is_theirs(given, url, fields, secret)
    assert not rules.is_theirs(expected, URL, fields | {"Digits": ["1235"]}, "12345")
    assert not rules.is_theirs("ünlesbar", URL, fields, "12345")


def test_without_a_secret_nobody_is_believed() -> None:
    assert not rules.is_theirs(rules.signature(URL, {}, ""), URL, {}, "")


def fields(**more: str) -> dict[str, list[str]]:
    said = {
        "CallSid": "CA1", "RecordingSid": "RE1", "RecordingUrl": "https://api.twilio.com/R/RE1", "From": "+4930123456",
        "RecordingDuration": "12",
    } | more  # fmt: skip
    return {name: [value] for name, value in said.items()}


def test_a_voicemail_is_read_from_its_form() -> None:
    told = rules.told(fields(CallerName="Eva  Stern"))
    assert told and (told.call, told.recording, told.number, told.name, told.seconds) == (
        "CA1", "RE1", "+4930123456", "Eva Stern", 12,
    )  # fmt: skip


def test_what_a_provider_leaves_out_is_found_or_unknown() -> None:
    told = rules.told(fields(RecordingSid="", From="anonymous", RecordingDuration="-1"))
    assert told and (told.recording, told.number, told.seconds) == ("RE1", "", None)
    assert rules.told(fields(RecordingUrl="")) is None
    assert rules.told(fields(RecordingStatus="in-progress")) is None
    assert rules.told(fields(CallSid="../x")) is None


def test_what_was_kept_is_read_again_with_what_stood_in_the_address() -> None:
    body = b"CallSid=CA1&RecordingSid=RE1&RecordingUrl=https%3A%2F%2Fapi.twilio.com%2FR%2FRE1"
    raw = reading.written("/phone/voicemail/secret-token?From=%2B4930123456", "sig", body)
    assert b"secret-token" not in raw and raw.endswith(body)
    assert reading.read(raw).number == "+4930123456"
    with pytest.raises(ValueError, match="no recording"):
        reading.read(b"POST x\r\n\r\nCallSid=CA1")


def test_more_fields_than_any_call_has_are_not_read() -> None:
    with pytest.raises(ValueError, match="fields"):
        rules.fields_of("a=1&" * 101)


WRONG = [
    (Provider("", "s"), "The account"), (Provider("AC 1", "s"), "The account"), (Provider(ACCOUNT, ""), "secret"),
    (Provider(ACCOUNT, "s" * 201), "too long"), (Provider(ACCOUNT, "s", language="xx"), "language"),
    (Provider(ACCOUNT, "s", "http://api.twilio.com"), "https"), (Provider(ACCOUNT, "s", "ftp://x"), "must look like"),
    (Provider(ACCOUNT, "s", "https://u:p@x.example"), "user or password"),
    (Provider(ACCOUNT, "s", "https://x.example/a"), "without a path"),
]  # fmt: skip


@pytest.mark.parametrize(("provider", "words"), WRONG)
def test_what_is_wrong_with_a_provider_is_said(provider: Provider, words: str) -> None:
    assert words in rules.why_not_account(provider, has_secret=False)


def test_a_known_secret_need_not_be_typed_again() -> None:
    assert not rules.why_not_account(Provider(ACCOUNT, ""), has_secret=True)
    assert not rules.why_not_account(Provider(ACCOUNT, "s", "http://10.0.0.5:5080", is_inside=True), has_secret=False)


def test_the_secret_is_shown_to_its_own_place_alone() -> None:
    home = "https://api.twilio.com"
    assert not rules.why_not_fetch("https://api.twilio.com/R/RE1", origin=home)
    for url in ("https://evil.example/RE1", "http://api.twilio.com/RE1", "https://api.twilio.com:8443/x", "file:///x"):
        assert rules.why_not_fetch(url, origin=home)


def test_what_is_said_to_a_caller_is_words_and_not_markup() -> None:
    said = rules.greeting("Say <Hangup/> & wait", language="de", address="https://x.example/a?b=1&c=2")
    assert 'language="de-DE"' in said and "Say &lt;Hangup/&gt; &amp; wait" in said and "b=1&amp;c=2" in said
    assert "leave a message" in rules.greeting("", language="en", address="x")
