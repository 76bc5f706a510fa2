"""Mastodon by plain HTTP: what an account says, or what is found, from the oldest that we do not have yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from makegood.base.html import to_text
from makegood.base.moments import moment
from makegood.channels.social.answers import Unreadable, body, rows, whole, word
from makegood.channels.social.fetching import Fetched
from makegood.channels.social.looking import Asked, Look
from makegood.mentions.found import Brought, Bytes, Found

PAGE = 40
REFUSED = (401, 403)
PUBLIC = ("public", "unlisted", "")


def account(asked: Asked, *, now: datetime) -> Look:
    """What the account has said since; first of all, the newest of it."""
    mark = dict(asked.mark)
    try:
        if "account" not in mark:
            got = asked.ask("/api/v1/accounts/lookup", urlencode({"acct": asked.what.lstrip("@")}))
            if got.trouble:
                return Look(got)
            mark["account"] = word(body(got), "id", most=60)
            if not mark["account"]:
                raise Unreadable(_("It answered, but knows no such account."))
        path = f"/api/v1/accounts/{quote(mark['account'], safe='')}/statuses"
        got = asked.ask(path, _query(mark, exclude_reblogs="true"))
        return _look(asked, got, mark, (), now)
    except Unreadable as error:
        return Look(Fetched(asked.address), trouble=str(error))


def search(asked: Asked, *, now: datetime) -> Look:
    """What was found for the words since. A single word with # is a tag, which can be read without a token."""
    mark, words = dict(asked.mark), asked.what.strip()
    try:
        if words.startswith("#") and words[1:].isidentifier():
            got = asked.ask(f"/api/v1/timelines/tag/{quote(words[1:], safe='')}", _query(mark))
            return _look(asked, got, mark, (), now)
        got = asked.ask("/api/v2/search", _query(mark, q=words, type="statuses"))
        if got.status in REFUSED and not asked.token:
            words = _("This server lets nobody search without a token. Make one there, or use a #tag.")
            return Look(got, trouble=words)
        return _look(asked, got, mark, ("statuses",), now)
    except Unreadable as error:
        return Look(Fetched(asked.address), trouble=str(error))


def _query(mark: Mapping[str, Any], **more: str) -> str:
    since = {"min_id": str(mark["min_id"])} if mark.get("min_id") else {}
    return urlencode({"limit": str(PAGE), **more, **since})


def _look(asked: Asked, got: Fetched, mark: dict[str, Any], path: tuple[str, ...], now: datetime) -> Look:
    if got.trouble:
        return Look(got)
    said = rows(body(got), *path)
    ids = [word(one, "id", most=60) for one in said]
    had = str(mark.get("min_id", ""))
    newest = max([had, *filter(None, ids)], key=_order)
    found = [one for status in sorted(said, key=lambda row: _order(word(row, "id"))) if (one := _found(status))]
    wait = asked.wait(got, now)
    goes_on = bool(had) and len(said) >= PAGE and newest != had and wait is None
    mark |= {"min_id": newest} if newest else {}
    return Look(got, Brought(Bytes(got.url, got.kind, got.content), found, mark, wait, goes_on))


def _order(key: str) -> tuple[int, str]:
    """Ids are numbers that grow, written as text: the longer is the later."""
    return len(key), key


def _found(status: Mapping[str, Any]) -> Found | None:
    """None: it is passed on from somebody else, or not said in public."""
    if status.get("reblog") or word(status, "visibility") not in PUBLIC or not word(status, "id"):
        return None
    warning, content = word(status, "spoiler_text"), to_text(word(status, "content"))
    address = word(status, "url", most=2000) or word(status, "uri", most=2000)
    return Found(
        key=word(status, "uri", most=2000) or word(status, "id"),
        address=address if address.startswith("https://") else "",
        text=f"{warning}\n\n{content}".strip(),
        author=word(status, "account", "display_name") or word(status, "account", "acct"),
        published_at=moment(word(status, "created_at", most=60)),
        is_whole=True,
        followers=whole(status, "account", "followers_count"),
    )
