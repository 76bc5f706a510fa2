"""What servers say in JSON, read as what it ought to be: whatever else it is, is nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from django.utils.translation import gettext as _

from makegood.base.moments import moment
from makegood.channels.social.fetching import Fetched

LONGEST_WAIT = timedelta(days=1)


class Unreadable(ValueError):
    """It is no answer of the kind that was asked for; the message says so in words."""


def body(fetched: Fetched) -> Any:
    """The answer as plain values. Raises Unreadable."""
    try:
        return json.loads(fetched.content)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("It answered something that is no JSON.")) from error


def field(said: Any, *path: str) -> Any:
    """What stands at the end of these names; None when there is no such thing."""
    for name in path:
        said = said.get(name) if isinstance(said, Mapping) else None
    return said


def word(said: Any, *path: str, most: int = 100_000) -> str:
    """The words there, "" when there are none."""
    found = field(said, *path)
    return found[:most] if isinstance(found, str) else ""


def rows(said: Any, *path: str) -> list[Mapping[str, Any]]:
    """The list there, without what is no row in it. Raises Unreadable when there is no list."""
    found = field(said, *path) if path else said
    if not isinstance(found, list):
        raise Unreadable(_("It answered, but not with a list."))
    return [one for one in found if isinstance(one, Mapping)]


def whole(said: Any, *path: str) -> int | None:
    """The number there; None when there is none."""
    found = field(said, *path)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def not_before(fetched: Fetched, *, now: datetime) -> datetime | None:
    """When the server wants to be asked again, by its Retry-After or what is left of its limit; None: any time."""
    waits = [_retry_after(fetched.headers.get("retry-after", ""), now)]
    for prefix in ("x-ratelimit", "ratelimit"):
        if fetched.headers.get(f"{prefix}-remaining", "").strip() in ("0", "1"):
            waits.append(_reset(fetched.headers.get(f"{prefix}-reset", ""), now))
    known = [one for one in waits if one and one > now]
    return min(max(known), now + LONGEST_WAIT) if known else None


def _retry_after(text: str, now: datetime) -> datetime | None:
    if (text := text.strip()).isdecimal():
        return now + min(timedelta(seconds=int(text[:9])), LONGEST_WAIT)
    try:
        said = parsedate_to_datetime(text)
        return said if said.tzinfo else said.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _reset(text: str, now: datetime) -> datetime | None:
    """A moment as ISO 8601 (Mastodon), as seconds since 1970 (Bluesky), or so many seconds from now."""
    if not (text := text.strip()).isdecimal():
        return moment(text)
    seconds = int(text[:11])
    if seconds < 10**9:
        return now + min(timedelta(seconds=seconds), LONGEST_WAIT)
    return datetime.fromtimestamp(min(seconds, 4 * 10**9), UTC)
