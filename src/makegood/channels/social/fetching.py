"""One address, fetched: bounded in size and time, never from where we must not go. Never raises for what is there."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx
from django.utils.translation import gettext as _
from drawbridge import Client, DrawbridgeError

from makegood.base.places import Place, place_of
from makegood.channels.guard import guarded
from makegood.channels.social import unpacking

TIMEOUT = 30.0  # seconds, for all of it
MOST_BYTES = 3 * 1024 * 1024
MOST_STEPS = 5
MOVED = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED, GONE = 304, 410
PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", ""})
FEEDS = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/xml", "text/xml", "application/rdf+xml"}
) | (PAGES)
JSON = frozenset({"application/json", "application/ld+json", "application/activity+json"})


@dataclass(frozen=True, slots=True)
class Fetched:
    """What lies there, as bytes, or in `trouble` why not, in words. `url` is where it lay in the end.

    `status` 0: nothing answered. `kind` is the content type, `charset` what the server says of it, "" nothing;
    `headers` in lower case. `is_final`: trying again by itself would change nothing.
    """

    url: str
    content: bytes = b""
    kind: str = ""
    charset: str = ""
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address and how it is asked for. `secret` are headers for its own place alone, never for where it sends us on.

    `body`: it is posted, as JSON.
    """

    url: str
    kinds: frozenset[str] = PAGES
    inside: frozenset[Place] = frozenset()
    headers: Mapping[str, str] = field(default_factory=dict)
    secret: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    most: int = MOST_BYTES
    seconds: float = TIMEOUT


def fetch(url: str, *, inside: frozenset[Place] = frozenset()) -> Fetched:
    """The page at this address. `inside` are places in our own network that an admin has named."""
    return get(Wanted(url, inside=inside))


def get(wanted: Wanted) -> Fetched:
    """What is wanted, or why it could not be had."""
    try:
        return asyncio.run(_get(wanted))
    except DrawbridgeError as error:
        words = _("This address may not be reached from here: %(why)s") % {"why": error}
        return Fetched(wanted.url, trouble=words, is_final=True)
    except TimeoutError:
        return Fetched(wanted.url, trouble=_("There was no answer in time."))
    except unpacking.Unreadable as error:
        return Fetched(wanted.url, trouble=str(error), is_final=True)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        words = _("It could not be reached: %(why)s") % {"why": str(error)[:150] or type(error).__name__}
        return Fetched(wanted.url, trouble=words)


async def _get(wanted: Wanted) -> Fetched:
    url, steps = wanted.url, 0
    async with asyncio.timeout(wanted.seconds):
        while True:
            got = await _step(url, wanted)
            if isinstance(got, Fetched):
                return got
            url, steps = got, steps + 1
            if steps > MOST_STEPS:
                return Fetched(url, trouble=_("It sends us from one address to the next."), is_final=True)


async def _step(url: str, wanted: Wanted) -> Fetched | str:
    """What lies there, or where we are sent on to: each step is looked at anew."""
    place = place_of(url)
    headers = {"accept-encoding": "gzip, identity", **wanted.headers}
    if place == place_of(wanted.url):
        headers |= wanted.secret
    policy = guarded(url, is_inside=place in wanted.inside)
    said = {"content": wanted.body, "headers": {**headers, "content-type": "application/json"}}
    how = said if wanted.body else {"headers": headers}
    async with (
        Client(policy) as client,
        client.stream("POST" if wanted.body else "GET", url, **how) as response,
    ):
        if response.status_code in MOVED and not wanted.body:
            return str(httpx.URL(url).join(response.headers.get("location", "")))
        return await _answer(url, response, wanted)


async def _answer(url: str, response: httpx.Response, wanted: Wanted) -> Fetched:
    kind, charset = _type_of(response)
    known = Fetched(url, b"", kind, charset, response.status_code, dict(response.headers))
    if response.status_code == NOT_MODIFIED:
        return known
    if response.status_code != httpx.codes.OK:
        return _with(known, _("It answered %(status)s.") % {"status": response.status_code}, _is_final(known.status))
    if kind not in wanted.kinds:
        return _with(known, _("It is nothing that we read: %(kind)s.") % {"kind": kind[:60]}, is_final=True)
    unpacker = unpacking.Unpacker(response.headers.get("content-encoding", ""), most=wanted.most)
    async for part in response.aiter_raw():
        unpacker.take(part)
    return Fetched(url, unpacker.whole(), kind, charset, response.status_code, known.headers)


def _with(known: Fetched, trouble: str, is_final: bool) -> Fetched:
    return Fetched(known.url, b"", known.kind, known.charset, known.status, known.headers, trouble, is_final)


def _is_final(status: int) -> bool:
    """Whether asking again is of no use: refused for good, or gone. Too many, too slow and ill servers come back."""
    return 400 <= status < 500 and status not in (408, 425, 429)


def _type_of(response: httpx.Response) -> tuple[str, str]:
    kind, _sep, rest = response.headers.get("content-type", "").partition(";")
    named = [part.partition("=") for part in rest.split(";")]
    charset = next((value for name, _eq, value in named if name.strip().lower() == "charset"), "")
    return kind.strip().lower(), charset.strip().strip("\"'").lower()[:40]
