"""The Date header."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

# The stdlib knows the zones of RFC 822; these are the others that mail programs write.
_ZONES = {
    "BST": "+0100", "WET": "+0000", "WEST": "+0100", "CET": "+0100", "CEST": "+0200", "MET": "+0100", "MEST": "+0200",
    "MESZ": "+0200", "MEZ": "+0100", "EET": "+0200", "EEST": "+0300", "MSK": "+0300", "MSD": "+0400", "IST": "+0530",
    "SGT": "+0800", "HKT": "+0800", "JST": "+0900", "KST": "+0900", "AEST": "+1000", "AEDT": "+1100", "NZST": "+1200",
    "NZDT": "+1300", "HST": "-1000", "AKST": "-0900", "AKDT": "-0800", "BRT": "-0300", "BRST": "-0200",
}  # fmt: skip
_ZONE = re.compile(r"\b([A-Z]{3,4})\s*$")
_COMMENT = re.compile(r"\([^()]*\)")


def date(value: str) -> datetime | None:
    """An aware time, in the zone that the header names (UTC for -0000 and unknown ones); None when it is no date."""
    text = _COMMENT.sub(" ", value[:200]).strip()
    if not text:
        return None
    zone = _ZONE.search(text)
    if zone and zone[1] in _ZONES:
        text = text[: zone.start()] + _ZONES[zone[1]]
    try:
        return _rfc5322(text) or _iso8601(text)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def _rfc5322(text: str) -> datetime | None:
    parts = parsedate_tz(text)
    if parts is None:
        return None
    year, month, day, hour, minute, second = parts[:6]
    offset = parts[9] or 0
    zone = timezone(timedelta(seconds=offset)) if offset and abs(offset) < 86_400 else UTC
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)


def _iso8601(text: str) -> datetime | None:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
