"""Which addresses are the same, what may be made of a mention, and when a source is asked again. Pure decisions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.utils.translation import gettext as _

from makegood.base.places import PORTS, PUBLIC_PORTS, Place, place_of
from makegood.mentions.models import Episode, SourceKind, State

LONGEST_ADDRESS = 2000
LONGEST_TEXT = 200_000
LONGEST_PASSAGE = 20_000
LONGEST_WORDS = 2000  # of each field that a person corrects
LONGEST_TOKEN = 500
MOST_EPISODES = 40
MOST_NAMES = 20
MOST_TRIES = 6

EVERY = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=24)
UNDO_FOR = timedelta(minutes=10)

# What tells where a reader came from, and nothing of what they read.
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|ref_src|igshid|at_(medium|campaign)")
SEARCHES = (SourceKind.MASTODON_SEARCH, SourceKind.BLUESKY_SEARCH)
ACCOUNTS = (SourceKind.MASTODON_ACCOUNT, SourceKind.BLUESKY_ACCOUNT)
_MASTODON = re.compile(r"@?[A-Za-z0-9_.-]{1,60}(@[A-Za-z0-9.-]{1,190})?")
_BLUESKY = re.compile(r"@?[A-Za-z0-9.-]{1,190}|did:[a-z]+:[A-Za-z0-9._:%-]{1,150}")


@dataclass(frozen=True, slots=True)
class Placed:
    """What an admin says of a source. `token` "" keeps the one that is known."""

    name: str
    kind: str
    address: str
    what: str = ""
    token: str = ""
    is_inside: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """An episode as a person wrote it."""

    passage: str
    valence: str
    trouble: bool = False
    teller: str = ""
    about: str = ""
    place: str = ""
    staff: Sequence[str] = ()
    asked: str = ""
    remedy: str = ""
    promise: str = ""
    outcome: str = ""
    quotes: Sequence[str] = ()


def canonical(url: str) -> str:
    """The address by which the same page is known again: no fragment, no trackers, host in lower case.

    Raises ValueError, in words, for what is no address of a page.
    """
    url = url.strip()
    if len(url) > LONGEST_ADDRESS or any(letter.isspace() or not letter.isprintable() for letter in url):
        raise ValueError(_("This is not an address: it holds characters that no address has, or is too long."))
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError as error:
        raise ValueError(_("This is not an address.")) from error
    if parts.scheme.lower() not in PORTS or not host:
        raise ValueError(_("An address begins with https:// or http://."))
    if parts.username is not None or parts.password is not None:
        raise ValueError(_("The address must not hold a user or a password."))
    scheme = parts.scheme.lower()
    place = host if port in (None, PORTS[scheme]) else f"{host}:{port}"
    place = f"[{host}]{place.removeprefix(host)}" if ":" in host else place
    kept = [(name, said) for name, said in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(name)]
    return urlunsplit((scheme, place, parts.path or "/", urlencode(kept), ""))


def _tracks(name: str) -> bool:
    return TRACKING.fullmatch(name.lower()) is not None


def digest_of(url: str) -> str:
    """By what the database knows an address as the same: the scheme, "www." and a last stroke make no other page.

    Raises ValueError.
    """
    parts = urlsplit(canonical(url))
    key = f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"
    return hashlib.sha256(key.encode()).hexdigest()


def why_not_fetch(url: str, *, inside: Collection[Place] = ()) -> str:
    """Empty when the page may be fetched; else why not, in words."""
    try:
        place = place_of(canonical(url)[:500])
    except ValueError as error:
        return str(error)
    if place in inside or place.port in PUBLIC_PORTS:
        return ""
    return _("The address has an unusual port.")


def why_not_source(placed: Placed) -> str:
    """Empty when it can be a source; else what is wrong, in words."""
    if not placed.name.strip() or len(placed.name) > 60:
        return _("Give the source a name of at most 60 characters.")
    if placed.kind not in SourceKind.values:
        return _("Choose what kind of source it is.")
    if placed.kind == SourceKind.TABLE:
        return ""
    try:
        place = place_of(placed.address)
    except ValueError as error:
        return _("%(address)s: the address %(why)s.") % {"address": placed.address[:100], "why": error}
    if not placed.is_inside and (not placed.address.startswith("https://") and placed.kind != SourceKind.FEED):
        return _("The address must begin with https://.")
    if not placed.is_inside and place.port not in PUBLIC_PORTS:
        return _("The address has an unusual port.")
    if len(placed.token) > LONGEST_TOKEN or not placed.token.isprintable() or " " in placed.token:
        return _("This is no token that can be used.")
    return _why_not_what(placed)


def _why_not_what(placed: Placed) -> str:
    if placed.kind in SEARCHES and not 2 <= len(placed.what.strip()) <= 200:
        return _("Which words are searched for? At least two letters.")
    form = {SourceKind.MASTODON_ACCOUNT: _MASTODON, SourceKind.BLUESKY_ACCOUNT: _BLUESKY}.get(SourceKind(placed.kind))
    if form and not form.fullmatch(placed.what.strip()):
        return _("Which account? It looks like @name@social.example, or name.example on Bluesky.")
    return ""


def why_not_endpoint(address: str, *, model: str, key: str, is_inside: bool) -> str:
    """Empty when a model there may be asked; else what is wrong, in words."""
    try:
        place = place_of(address)
    except ValueError as error:
        return _("%(address)s: the address %(why)s.") % {"address": address[:100], "why": error}
    if not is_inside and not (address.startswith("https://") and place.port in PUBLIC_PORTS):
        return _("The address must begin with https://.")
    if not model or len(model) > 120:
        return _("Which model is asked? Its name, as the provider writes it.")
    return _("This is no key that can be used.") if len(key) > LONGEST_TOKEN or not key.isprintable() else ""


def pause_after(fails: int, *, every: timedelta = EVERY) -> timedelta:
    """How long a source is left alone after so many looks in a row that failed: doubling, a day at most."""
    doublings: int = 2 ** min(max(fails, 0), 20)
    return min(every * doublings, LONGEST_PAUSE)


def why_not_told(told: Told, *, text: str) -> str:
    """Empty when this can be an episode of the text; else why not. What is quoted must stand there word for word."""
    if told.valence not in Episode.Valence.values:
        return _("Choose how it is told: good, bad or mixed.")
    if not told.passage.strip() or told.passage not in text:
        return _("The passage must stand in the text, word for word. Copy it from there.")
    if len(told.passage) > LONGEST_PASSAGE:
        return _("That is too long. %(count)d characters at most.") % {"count": LONGEST_PASSAGE}
    if missing := next((quote for quote in told.quotes if quote not in text), ""):
        return _("These words are not in the text: “%(quote)s”") % {"quote": missing[:80]}
    words = (told.teller, told.about, told.place, told.remedy, told.asked, told.promise, told.outcome)
    if any(len(one) > LONGEST_WORDS for one in (*words, *told.staff, *told.quotes)) or len(told.staff) > MOST_NAMES:
        return _("That is too long. %(count)d characters at most.") % {"count": LONGEST_WORDS}
    return ""


def state_after(*, nothing: bool, episodes: Collection[str]) -> State:
    """How a mention stands whose episodes stand so: done, once a person has said what each of them is."""
    is_open = Episode.State.PROPOSED in episodes
    return State.DONE if nothing or (episodes and not is_open) else State.WAITING


def may_undo(decided_at: datetime | None, *, now: datetime) -> bool:
    """Whether what was decided then can still be taken back."""
    return decided_at is not None and now < decided_at + UNDO_FOR


def plain(text: str, *, most: int = LONGEST_TEXT) -> str:
    """The words with no characters that no text has, in bounds, without empty ends."""
    return text.replace("\0", "").replace("\r\n", "\n").strip()[:most]
