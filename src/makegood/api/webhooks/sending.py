"""One event on the wire: signed as Standard Webhooks wants it, within ten seconds, to where it may go."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime

import httpx
from drawbridge import Client, DrawbridgeError
from standardwebhooks import Webhook as Signer

from makegood.api.rules import public_about
from makegood.base.places import Place, place_of
from makegood.channels.guard import TIMEOUT, guarded
from makegood.timeline.models import Event

MOST_READ = 2048
KEPT = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back: a status (None: nothing did) and the first of its words, or why not."""

    status: int | None
    answer: str

    @property
    def is_taken(self) -> bool:
        """Whether the other side has it."""
        return self.status is not None and 200 <= self.status < 300


def message_id(webhook: int, event: int) -> str:
    """The same for every attempt, so that the other side knows a repeat."""
    return f"msg_{webhook}_{event}"


def body(event: Event) -> str:
    """Thin: what happened to which conversation. Whoever wants more asks the API, with their own sight."""
    data = {
        "event": event.pk,
        "conversation": event.conversation_id,
        "customer": event.customer_id,
        "team": event.team_id,
        "by": event.by_id,
        **public_about({name: value for name, value in event.about.items() if name != "team"}),
    }
    said = {"type": event.kind, "timestamp": event.at.isoformat().replace("+00:00", "Z"), "data": data}
    return json.dumps(said, separators=(",", ":"), ensure_ascii=False)


def send(url: str, event: Event, *, webhook: int, secret: str, inside: frozenset[Place], now: datetime) -> Outcome:
    """Tells the address, once. Never raises for what the other side does."""
    text, id_ = body(event), message_id(webhook, event.pk)
    headers = {
        "content-type": "application/json",
        "webhook-id": id_,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Signer(secret).sign(id_, now, text),
    }
    try:
        return asyncio.run(_post(url, text.encode(), headers, inside))
    except DrawbridgeError as error:
        return Outcome(None, _kept(f"This address may not be reached from here: {error}"))
    except TimeoutError:
        return Outcome(None, f"No answer within {TIMEOUT:.0f} seconds.")
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        return Outcome(None, _kept(f"It could not be reached: {str(error) or type(error).__name__}"))


async def _post(url: str, content: bytes, headers: dict[str, str], inside: frozenset[Place]) -> Outcome:
    """The deadline is for all of it: a server that drips holds nobody up."""
    async with (
        asyncio.timeout(TIMEOUT),
        Client(guarded(url, is_inside=place_of(url) in inside)) as client,
        client.stream("POST", url, content=content, headers=headers) as response,
    ):
        return Outcome(response.status_code, _kept(await _beginning(response)))


async def _beginning(response: httpx.Response) -> str:
    """The first words of the answer; the rest is not read, nor waited for."""
    read = b""
    try:
        async with asyncio.timeout(TIMEOUT / 5):
            async for chunk in response.aiter_bytes():
                read += chunk
                if len(read) >= MOST_READ:
                    break
    except TimeoutError:
        return _words(read)  # the status counts; of the words we take what came
    return _words(read)


def _words(read: bytes) -> str:
    return read[:MOST_READ].decode("utf-8", "replace")


def _kept(words: str) -> str:
    """At most 500 characters that every database can hold."""
    return words.replace("\0", "\N{REPLACEMENT CHARACTER}")[:KEPT]
