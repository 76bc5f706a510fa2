"""What a provider in Twilio's form says, whether it is them, and what is answered. Pure decisions."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape, quoteattr

from django.utils import translation
from django.utils.translation import gettext as _

from makegood.base import phones, places

LONGEST_REQUEST = 16 * 1024
MOST_FIELDS = 100
LONGEST_SECRET, LONGEST_GREETING = 200, 500
LONGEST_MESSAGE = 180  # seconds
USUAL_ORIGIN = "https://api.twilio.com"
ACCOUNT = re.compile(r"[A-Za-z0-9_-]{1,64}")
SID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# How the provider's voice is told in which language it speaks.
VOICES = {"en": "en-GB", "de": "de-DE"}
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Provider:
    """What an admin says of a line's provider. `secret` "" keeps the one that is known."""

    account: str
    secret: str
    origin: str = USUAL_ORIGIN
    is_inside: bool = False
    language: str = "en"
    greeting: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A voicemail, as the provider tells of it. `number` is E.164, "" if it was withheld; `seconds` None: not said."""

    call: str
    recording: str
    url: str
    number: str
    name: str
    seconds: int | None


def fields_of(body: str) -> dict[str, list[str]]:
    """What a form says, by name. Raises ValueError for one that is too long."""
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS):
        found.setdefault(name, []).append(value)
    return found


def signature(url: str, fields: Fields, secret: str) -> str:
    """What the provider signs: the address as it is called, then each field with its value, in order of the names."""
    said = "".join(name + value for name in sorted(fields) for value in sorted(set(fields[name])))
    digest = hmac.digest(secret.encode(), (url + said).encode(), hashlib.sha1)
    return base64.b64encode(digest).decode()


def is_theirs(given: str, url: str, fields: Fields, secret: str) -> bool:
    """Whether this signature is the provider's. It takes as long whatever is wrong."""
    return bool(secret) and hmac.compare_digest(given.encode(), signature(url, fields, secret).encode())


def told(fields: Fields) -> Told | None:
    """The voicemail that is told of; None: none was recorded, or not yet."""
    url, call = _one(fields, "RecordingUrl"), _one(fields, "CallSid")
    recording = _one(fields, "RecordingSid") or urlsplit(url).path.rpartition("/")[2].partition(".")[0]
    is_there = _one(fields, "RecordingStatus") in ("", "completed")
    if not url or not is_there or not SID.fullmatch(recording) or not SID.fullmatch(call):
        return None
    seconds = _one(fields, "RecordingDuration")
    number = phones.number_in(_one(fields, "From"), region="")
    name = " ".join(_one(fields, "CallerName").replace("\0", "").split())[:200]
    spoken = int(seconds) if seconds.isascii() and seconds.isdecimal() and len(seconds) < 6 else None
    return Told(call, recording, url[:500], number, name, spoken)


def _one(fields: Fields, name: str) -> str:
    return fields[name][0].strip() if fields.get(name) else ""


def why_not_account(provider: Provider, *, has_secret: bool) -> str:
    """Empty when a line can be answered so; else what is wrong, in words."""
    if not ACCOUNT.fullmatch(provider.account):
        return _("The account looks like AC and 32 letters and digits. Copy it from the provider's page.")
    if not provider.secret and not has_secret:
        return _("Copy the account's secret (auth token) from the provider's page.")
    if len(provider.secret) > LONGEST_SECRET or len(provider.greeting) > LONGEST_GREETING:
        return _("That is too long.")
    if provider.language not in VOICES:
        return _("Choose a language from the list.")
    return _why_not_origin(provider)


def _why_not_origin(provider: Provider) -> str:
    try:
        place = places.place_of(provider.origin)
        places.check(provider.origin, frozenset({place}) if provider.is_inside else frozenset())
    except ValueError as error:
        return _("%(address)s: the address %(why)s.") % {"address": provider.origin, "why": error}
    path = urlsplit(provider.origin)
    return _("Give the address without a path.") if path.path.strip("/") or path.query else ""


def why_not_fetch(url: str, *, origin: str) -> str:
    """Empty when the recording may be fetched there with the account's secret; else why not, in words."""
    try:
        there, here = places.place_of(url), places.place_of(origin)
    except ValueError as error:
        return _("The recording's address %(why)s.") % {"why": error}
    if there == here and urlsplit(url).scheme == urlsplit(origin).scheme:
        return ""
    return _(
        "The recording lies at %(host)s, but recordings of this line are fetched from %(origin)s alone. If that is "
        "right, change it on the line's page and try again."
    ) % {"host": there.host, "origin": origin}


def greeting(words: str, *, language: str, address: str) -> str:
    """What the provider does with a call: it says the words, records what is left, and tells this address."""
    with translation.override(language):
        usual = _("Please leave a message after the tone, and say your name. We will call you back.")
    say = f"<Say language={quoteattr(VOICES[language])}>{escape(words or usual)}</Say>"
    record = f'<Record action={quoteattr(address)} method="POST" maxLength="{LONGEST_MESSAGE}" playBeep="true"/>'
    return f"{XML}<Response>{say}{record}<Hangup/></Response>"


def thanks() -> str:
    """The call is over."""
    return f"{XML}<Response><Hangup/></Response>"
