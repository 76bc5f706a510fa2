"""Sensible times to come back to something: pure, in the reader's own zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from django.utils.translation import get_language

from makegood.base.words import in_words
from makegood.base.words import word as _

MORNING, NOON, EVENING = time(9), time(12), time(17)
LATER = timedelta(hours=3)
LAST_LATER = time(18)
KNOWN = 64  # answers for a minute, a zone and a language: every page asks
MONDAY, FRIDAY, SATURDAY = 0, 4, 5


@dataclass(frozen=True, slots=True)
class Choice:
    """A time that can be chosen: what it is called, when it is (UTC), and that moment in words."""

    label: str
    at: datetime
    words: str


def choices(now: datetime, zone: tzinfo) -> tuple[Choice, ...]:
    """Later today (while there is a later), tomorrow, Monday, in a week, in a month; at nine, soonest first."""
    return _choices(_minute(now), zone, get_language())


@lru_cache(KNOWN)
def _choices(now: datetime, zone: tzinfo, _language: str | None) -> tuple[Choice, ...]:
    local = now.astimezone(zone)
    later = (local + LATER).replace(minute=0, second=0, microsecond=0)
    some = [
        (_("Tomorrow"), _morning(local, 1)),
        (_("On Monday"), _morning(local, (MONDAY - local.weekday()) % 7 or 7)),
        (_("In a week"), _morning(local, 7)),
        (_("In a month"), _morning(local, 30)),
    ]
    if later.date() == local.date() and later.time() <= LAST_LATER:
        some.insert(0, (_("Later today"), later))
    return _each_once([Choice(name, at.astimezone(UTC), _words(at, local)) for name, at in some])


def deadlines(now: datetime, zone: tzinfo) -> tuple[Choice, ...]:
    """By when something can be promised: this evening while it is far enough, tomorrow, two days on, Friday, a week."""
    return _deadlines(_minute(now), zone, get_language())


@lru_cache(KNOWN)
def _deadlines(now: datetime, zone: tzinfo, _language: str | None) -> tuple[Choice, ...]:
    local = now.astimezone(zone)
    some = [
        _at(local, 0, EVENING),
        _at(local, 1, NOON),
        _at(local, 1, EVENING),
        _at(local, 2, NOON),
        _at(local, (FRIDAY - local.weekday()) % 7 or 7, EVENING),
        _at(local, (MONDAY - local.weekday()) % 7 or 7, NOON),
        _at(local, 7, NOON),
    ]
    soonest = local + timedelta(minutes=30)
    return _each_once([Choice(_said(at, local), at.astimezone(UTC), _said(at, local)) for at in some if at > soonest])


def _at(local: datetime, days: int, clock: time) -> datetime:
    return datetime.combine(local.date() + timedelta(days=days), clock, local.tzinfo)


def _said(at: datetime, now: datetime) -> str:
    """The moment in whole words: "today 17:00", "tomorrow noon", "Mon 12:00"."""
    days, clock = (at.date() - now.date()).days, in_words(at, "H:i")
    if days <= 1:
        day = _("today") if days == 0 else _("tomorrow")
        return _("%(day)s noon") % {"day": day} if at.time() == NOON else f"{day} {clock}"
    return in_words(at, "D H:i" if days <= 6 else "D j M, H:i")


def _words(at: datetime, now: datetime) -> str:
    """The moment without what its label says already: "16:00", "Mon 09:00", "Tue 22 Dec"."""
    days = (at.date() - now.date()).days
    return in_words(at, _("D H:i") if days <= 6 else _("D j M")) if days else in_words(at, "H:i")


def read(text: str, zone: tzinfo, *, now: datetime) -> datetime | None:
    """What a form says: an ISO moment, or a day, which is its morning (today: in three hours). None: anything else."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) == len("2026-11-24"):
        at = datetime.combine(at.date(), MORNING, zone)
        return now + LATER if at <= now and at.date() == now.astimezone(zone).date() else at.astimezone(UTC)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def day(text: str) -> date | None:
    """What a date field says; None for nothing, or what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _morning(local: datetime, days: int) -> datetime:
    """Nine o'clock so many days ahead, whatever the clocks do in between."""
    return datetime.combine(local.date() + timedelta(days=days), MORNING, local.tzinfo)


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


def _each_once(some: list[Choice]) -> tuple[Choice, ...]:
    found: dict[datetime, Choice] = {}
    for one in some:
        found.setdefault(one.at, one)
    return tuple(sorted(found.values(), key=lambda one: one.at))
