"""A plan as a calendar (RFC 5545): an event a shift. Only plain repetition is followed, and never for long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from makegood.base.tables import Problem, Unreadable
from makegood.people.duty.plans.shapes import LONGEST_PLAN, MOST_ROWS, Plan, Said
from makegood.people.duty.rules.checks import LONGEST_SHIFT
from makegood.people.rules import Unfit

DAY = timedelta(days=1)
LONGEST_AGO = timedelta(days=3660)
MOST_REPEATING = 500
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREE = ("free", "off", "day off")
FOLLOWED = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"}


def read_ical(content: bytes, *, zone: str, first: date, last: date) -> Plan:
    """The shifts of the calendar between the two days. Raises Unreadable for what is none.

    Who works is the attendee, else the summary: a name or an address, before a colon or a dash if there is one. A
    whole day that says "free" is free. Times without a zone are on the wall in `zone`.
    """
    from icalendar import Calendar  # some megabytes, for the few plans that are one

    try:
        events = Calendar.from_ical(content).walk("VEVENT")
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise Unreadable(_("This is no calendar that can be read.")) from error
    if sum("rrule" in event for event in events) > MOST_REPEATING:
        raise Unreadable(
            _("%(count)d events may repeat at most. Cut the file into several.") % {"count": MOST_REPEATING}
        )
    said: list[Said] = []
    problems: list[Problem] = []
    for number, event in enumerate(events, start=1):
        place = _place(event, number)
        try:
            said += _shifts(event, place, zone=ZoneInfo(zone), first=first, last=min(last, first + LONGEST_PLAN))
        except Unfit as why:
            problems.append(Problem(place, str(why)))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            problems.append(Problem(place, _("Its times cannot be read.")))
        if len(said) > MOST_ROWS:
            raise Unreadable(
                _("A plan has %(count)d shifts at most. Cut it into several files.") % {"count": MOST_ROWS}
            )
    return Plan(_overridden(said), problems)


def _place(event: Any, number: int) -> str:
    title = str(event.get("summary", ""))[:60]
    return _("event %(number)d (%(title)s)") % {"number": number, "title": title}


def _shifts(event: Any, place: str, *, zone: ZoneInfo, first: date, last: date) -> Iterator[Said]:
    if str(event.get("status", "")).upper() == "CANCELLED":
        return
    who, uid = _who(event), str(event.get("uid", ""))[:150]
    begins, length = _times(event, zone)
    left_out = {_key(one, zone) for one in _exdates(event)}
    is_free = not isinstance(event.decoded("dtstart"), datetime)
    if is_free and not _says_free(event):
        raise Unfit(_("It takes whole days, and does not say that they are free."))
    mark = event.get("recurrence-id")
    for start in _repeated(event, begins, last=last, zone=zone):
        if not first <= start.astimezone(zone).date() <= last or _key(start, zone) in left_out:
            continue
        key = _key(mark.dt if mark is not None else start, zone)
        name = f"{uid}/{key}" if uid else ""
        day = start.astimezone(zone).date()
        if is_free:
            yield from (Said(place, who, day + step * DAY, uid=f"{name}/{step}") for step in range(length.days))
        else:
            yield Said(place, who, day, (start.astimezone(UTC), (start + length).astimezone(UTC)), uid=name)


def _who(event: Any) -> str:
    attendees = event.get("attendee")
    attendees = attendees if isinstance(attendees, list) else [attendees] if attendees else []
    if len(attendees) == 1:
        return str(attendees[0]).lower().removeprefix("mailto:")
    summary = str(event.get("summary", "")).replace("–", "-")
    who = summary.partition(":")[0].partition(" - ")[0].strip()
    if not who:
        raise Unfit(_("It does not say who."))
    return who[:200]


def _says_free(event: Any) -> bool:
    words = str(event.get("summary", "")).lower().replace("–", "-").replace(":", "-")
    return words.rpartition("-")[2].strip() in FREE


def _times(event: Any, zone: ZoneInfo) -> tuple[datetime, timedelta]:
    start = event.decoded("dtstart")
    end = event.decoded("dtend") if "dtend" in event else None
    length = event.decoded("duration") if "duration" in event else None
    begins = _moment(start, zone)
    if length is None:
        length = _moment(end, zone) - begins if end is not None else DAY if not isinstance(start, datetime) else None
    if length is None or not timedelta() < length <= (LONGEST_SHIFT if isinstance(start, datetime) else 31 * DAY):
        raise Unfit(_("It ends before it begins, or lasts longer than a day."))
    return begins, length


def _moment(value: date | datetime, zone: ZoneInfo) -> datetime:
    """A floating time and a day are on the wall in the zone."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), zone)
    return value if value.tzinfo else value.replace(tzinfo=zone)


def _key(value: date | datetime, zone: ZoneInfo) -> str:
    return _moment(value, zone).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _exdates(event: Any) -> list[date | datetime]:
    found = event.get("exdate")
    lists = found if isinstance(found, list) else [found] if found else []
    return [one.dt for some in lists for one in some.dts[:1000]]


def _repeated(event: Any, begins: datetime, *, last: date, zone: ZoneInfo) -> Iterator[datetime]:
    """When it begins each time, in order, until `last`. Raises Unfit for a repetition that is not followed."""
    rule = event.get("rrule")
    if rule is None:
        yield begins
        return
    if isinstance(rule, list) or event.get("rdate") is not None or not set(rule) <= FOLLOWED:
        raise Unfit(_("It repeats in a way that is not followed. Daily and weekly repetition is."))
    every, days = _step(rule), _weekdays(rule, begins)
    left = int(rule["COUNT"][0]) if "COUNT" in rule else LONGEST_AGO.days
    until = _moment(rule["UNTIL"][0], zone) if "UNTIL" in rule else None
    local = begins.tzinfo
    if last - begins.date() > LONGEST_AGO:
        raise Unfit(_("It began to repeat more than ten years ago. Let the planner write it anew."))
    monday = begins.date() - begins.weekday() * DAY
    for step in range((last - begins.date()).days + 1):
        day = begins.date() + step * DAY
        weeks = ((day - monday).days // 7) % every.weeks == 0
        if not (weeks and step % every.days == 0 and day.weekday() in days):
            continue
        start = datetime.combine(day, begins.time(), local)
        if left <= 0 or (until is not None and start > until):
            return
        left -= 1
        yield start


class _Every:
    """Each so many days, or each so many weeks."""

    def __init__(self, *, days: int = 1, weeks: int = 1) -> None:
        self.days, self.weeks = days, weeks


def _step(rule: Any) -> _Every:
    how, each = str(rule["FREQ"][0]).upper(), int(rule.get("INTERVAL", [1])[0])
    if how not in ("DAILY", "WEEKLY") or not 1 <= each <= 366:
        raise Unfit(_("It repeats in a way that is not followed. Daily and weekly repetition is."))
    return _Every(days=each) if how == "DAILY" else _Every(weeks=each)


def _weekdays(rule: Any, begins: datetime) -> set[int]:
    if "BYDAY" in rule:
        return {WEEKDAYS.index(str(one).upper()) for one in rule["BYDAY"]}
    return {begins.weekday()} if str(rule["FREQ"][0]).upper() == "WEEKLY" else set(range(7))


def _overridden(said: list[Said]) -> list[Said]:
    """Of two with one name the later stands: an event that moves one of a repeated event follows it in the file."""
    named = {one.uid: one for one in said if one.uid}
    return [*(one for one in said if not one.uid), *(replace(one) for one in named.values())]
