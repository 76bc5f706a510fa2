"""A recording is fetched from the provider, with the account's secret, from its own place alone."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass

import httpx
from django.utils.translation import gettext as _
from drawbridge import Client, DrawbridgeError

from makegood.base.places import place_of
from makegood.base.sounds import LARGEST
from makegood.channels.guard import guarded

TIMEOUT = 60.0  # seconds, for all of it
MOST_STEPS = 3
MOVED = frozenset({301, 302, 303, 307, 308})
# What only a person can mend.
REFUSED = frozenset({401, 403})


@dataclass(frozen=True, slots=True)
class Got:
    """The recording, or in `trouble` why not, in words; `is_final`: trying again by itself would change nothing."""

    content: bytes = b""
    trouble: str = ""
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where the recording lies, and what opens it. `is_inside`: an admin said that this place is in our network."""

    url: str
    account: str
    secret: str
    is_inside: bool = False


def fetch(place: Place) -> Got:
    """The recording, or why it could not be had. Never raises for what the other side does."""
    try:
        return asyncio.run(_fetch(place))
    except DrawbridgeError as error:
        return Got(trouble=_("This address may not be reached from here: %(why)s") % {"why": error})
    except TimeoutError:
        return Got(trouble=_("The provider did not answer in time."))
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        why = str(error) or type(error).__name__
        return Got(trouble=_("The provider could not be reached: %(why)s") % {"why": why})


async def _fetch(place: Place) -> Got:
    url, steps = place.url, 0
    async with asyncio.timeout(TIMEOUT):
        while True:
            is_home = place_of(url) == place_of(place.url)
            got = await _step(url, place if is_home else None)
            if isinstance(got, Got):
                return got
            url, steps = got, steps + 1
            if steps > MOST_STEPS:
                return Got(trouble=_("The provider sent us from one address to the next."))


async def _step(url: str, home: Place | None) -> Got | str:
    """What lies there, or where we are sent on to. The secret is told to the provider's own place (`home`) alone."""
    headers = {"authorization": _basic(home)} if home else {}
    policy = guarded(url, is_inside=bool(home and home.is_inside))
    async with Client(policy) as client, client.stream("GET", url, headers=headers) as response:
        if response.status_code in MOVED:
            return str(httpx.URL(url).join(response.headers.get("location", "")))
        if response.status_code in REFUSED:
            return Got(trouble=_("The provider refuses our account. Look at it on the line's page."), is_final=True)
        if response.status_code != httpx.codes.OK:
            return Got(trouble=_("The provider answered %(status)s.") % {"status": response.status_code})
        return await _all(response)


async def _all(response: httpx.Response) -> Got:
    read = bytearray()
    async for part in response.aiter_bytes():
        read += part
        if len(read) > LARGEST:
            return Got(trouble=_("The recording is larger than we take."), is_final=True)
    return Got(bytes(read))


def _basic(place: Place) -> str:
    return "Basic " + base64.b64encode(f"{place.account}:{place.secret}".encode()).decode()
