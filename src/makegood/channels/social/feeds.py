"""A feed as RSS or Atom, read with feedparser, from bytes that we fetched ourselves."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import feedparser
from django.utils.translation import gettext as _

from makegood.base.html import to_text
from makegood.channels.social.answers import Unreadable
from makegood.channels.social.fetching import FEEDS, NOT_MODIFIED, Fetched, Wanted, get
from makegood.channels.social.looking import Asked, Look
from makegood.mentions.found import Brought, Bytes, Found

MOST_FOUND = 200
LONGEST_ENTRY = 50_000


def look(asked: Asked, *, now: datetime) -> Look:
    """What is in the feed now; nothing when it says that it has not changed. The newest first, as it says."""
    known = {"if-none-match": asked.mark.get("etag", ""), "if-modified-since": asked.mark.get("modified", "")}
    headers = {name: said for name, said in known.items() if said}
    got = get(Wanted(asked.address, FEEDS, asked.inside, headers, asked.secret()))
    if got.trouble:
        return Look(got)
    if got.status == NOT_MODIFIED:
        return Look(got, Brought(Bytes(got.url, "", b""), [], asked.mark, asked.wait(got, now)))
    try:
        entries = read(got)
    except Unreadable as error:
        return Look(got, trouble=str(error))
    mark = _mark(got) if len(entries) <= MOST_FOUND else {}  # what was cut off is asked for again
    came = Bytes(got.url, got.kind, got.content)
    return Look(got, Brought(came, entries[-MOST_FOUND:], mark, asked.wait(got, now)))


def _mark(got: Fetched) -> dict[str, str]:
    said = {"etag": got.headers.get("etag", ""), "modified": got.headers.get("last-modified", "")}
    return {name: value[:300] for name, value in said.items() if value}


def read(got: Fetched) -> list[Found]:
    """The entries, the oldest first. Raises Unreadable for what is no feed."""
    headers = {"content-type": f"{got.kind or 'application/xml'}" + (f"; charset={got.charset}" if got.charset else "")}
    parsed = feedparser.parse(io.BytesIO(got.content), response_headers=headers)
    if not parsed.get("version") and not parsed.get("entries"):
        raise Unreadable(_("There is no feed at this address."))
    return [_found(entry, got.url) for entry in reversed(parsed.entries)]


def _found(entry: Mapping[str, Any], base: str) -> Found:
    return Found(
        key=_text(entry.get("id")),
        address=_address(entry),
        text=_words(entry),
        title=to_text(_text(entry.get("title"))),
        author=_text(entry.get("author")),
        published_at=_moment(entry.get("published_parsed") or entry.get("updated_parsed")),
    )


def _address(entry: Mapping[str, Any]) -> str:
    link = _text(entry.get("link"))
    return link if link.startswith(("http://", "https://")) else ""


def _words(entry: Mapping[str, Any]) -> str:
    parts = entry.get("content") or []
    said = [_text(part.get("value")) for part in parts if isinstance(part, Mapping)]
    return to_text(max([*said, _text(entry.get("summary"))], key=len)[:LONGEST_ENTRY])


def _text(said: Any) -> str:
    return said.strip() if isinstance(said, str) else ""


def _moment(said: time.struct_time | None) -> datetime | None:
    try:
        return datetime(*said[:6], tzinfo=UTC) if said else None
    except (ValueError, TypeError):
        return None
