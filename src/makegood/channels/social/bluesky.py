"""Bluesky by its public XRPC: what an account says, or what is found. It is read from the newest backwards.

So the mark moves in two steps: while we walk back page by page, `until` is where we were and `top` the newest that we
met; once `until` is reached, `top` is what has been read. Nothing between two looks is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from makegood.base.moments import moment
from makegood.channels.social.answers import Unreadable, body, rows, word
from makegood.channels.social.fetching import Fetched
from makegood.channels.social.looking import Asked, Look
from makegood.mentions.found import Brought, Bytes, Found

PAGE = 50
MOST_FIRST = 2  # pages of the first look
POST = "/app.bsky.feed.post/"


def account(asked: Asked, *, now: datetime) -> Look:
    """What the account has said since."""
    query = {"actor": asked.what.lstrip("@"), "filter": "posts_with_replies"}
    return _look(asked, "app.bsky.feed.getAuthorFeed", query, "feed", now)


def search(asked: Asked, *, now: datetime) -> Look:
    """What was found for the words since."""
    return _look(asked, "app.bsky.feed.searchPosts", {"q": asked.what, "sort": "latest"}, "posts", now)


def _look(asked: Asked, method: str, query: dict[str, str], name: str, now: datetime) -> Look:
    mark = dict(asked.mark)
    if mark.get("cursor"):
        query["cursor"] = str(mark["cursor"])
    got = asked.ask(f"/xrpc/{method}", urlencode({"limit": str(PAGE), **query}))
    if got.trouble:
        return Look(got)
    try:
        said = body(got)
        posts = [one for one in (_post(row, name) for row in rows(said, name)) if one is not None]
    except Unreadable as error:
        return Look(Fetched(asked.address), trouble=str(error))
    found = [one for one in (_found(post) for post in posts) if one is not None]
    times = [time for post in posts if (time := _indexed(post))]
    mark = _further(mark, times, word(said, "cursor", most=2000))
    wait = asked.wait(got, now)
    goes_on = bool(mark.get("cursor")) and wait is None
    return Look(got, Brought(Bytes(got.url, got.kind, got.content), found[::-1], mark, wait, goes_on))


def _further(mark: Mapping[str, Any], times: list[str], cursor: str) -> dict[str, Any]:
    """How far we have read after a page whose posts were met at these times, the newest first."""
    until, page = str(mark.get("until", "")), int(mark.get("page", 0)) + 1
    top = max([str(mark.get("top", "")), *times])
    is_reached = any(time <= until for time in times) if until else page >= MOST_FIRST
    if not cursor or not times or is_reached or cursor == mark.get("cursor"):
        return {"until": max(top, until)}
    return {"until": until, "top": top, "cursor": cursor, "page": page}


def _indexed(post: Mapping[str, Any]) -> str:
    """When the server first saw the post, in a form whose order is that of time; "" when it does not say."""
    said = moment(word(post, "indexedAt", most=60))
    return said.isoformat(timespec="milliseconds") if said else ""


def _post(row: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """The post of a row; None: it was passed on from somebody else."""
    if name == "posts":
        return row
    post = row.get("post")
    return post if isinstance(post, Mapping) and not row.get("reason") else None


def _found(post: Mapping[str, Any]) -> Found | None:
    uri, text = word(post, "uri", most=1000), word(post, "record", "text")
    did, _slash, key = uri.removeprefix("at://").partition(POST)
    if not text or not did.startswith("did:") or not key.isalnum():
        return None
    return Found(
        key=uri,
        address=f"https://bsky.app/profile/{did}/post/{key}",
        text=text,
        author=word(post, "author", "displayName") or word(post, "author", "handle"),
        published_at=moment(word(post, "record", "createdAt", most=60)),
        is_whole=True,
    )
