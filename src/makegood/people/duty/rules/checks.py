"""What a roster, a shift, an absence may be; what may not is refused in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from makegood.clocks.hours import MINUTES_A_DAY, Span, Stretch
from makegood.people.duty.rules.person import Line, Week
from makegood.people.rules import Unfit

LINES_A_DAY = 6
BREAKS = 6
LONGEST_SHIFT = timedelta(hours=24)
LONGEST_ABSENCE = timedelta(days=366 * 2)
MINUTE = timedelta(minutes=1)


def read_time(text: str) -> int:
    """ "8", "08:30", "8.30", "24:00" as minutes after midnight. Raises Unfit."""
    hours, _colon, minutes = text.strip().replace(".", ":").replace("h", ":").partition(":")
    said = int(hours) * 60 + int(minutes or 0) if hours.isdecimal() and (minutes or "0").isdecimal() else -1
    if not 0 <= said <= MINUTES_A_DAY or int(minutes or 0) > 59:
        raise Unfit(_("%(text)r is no time of day. Times look like 08:30.") % {"text": text.strip()[:20]})
    return said


def read_spans(text: str) -> list[Span]:
    """ "08:00-12:00, 13:00-17:00" as minutes; what ends before it starts ends on the next day. Raises Unfit."""
    return [_span(part) for part in text.replace(";", ",").split(",") if part.strip()]


def _span(text: str) -> Span:
    start, dash, end = text.replace("–", "-").replace(" to ", "-").partition("-")
    if not dash:
        raise Unfit(_("%(text)r has no end. Write a time like 08:00-17:00.") % {"text": text.strip()[:40]})
    since, until = read_time(start), read_time(end)
    return since, until if until > since else until + MINUTES_A_DAY


def line(work: Span, breaks: Sequence[Span]) -> Line:
    """A line of a roster. A break after midnight of a night shift may be said as the time on the wall. Raises Unfit."""
    start, end = work
    if not (0 <= start < MINUTES_A_DAY and start < end <= start + MINUTES_A_DAY):
        raise Unfit(_("Work starts on its day, ends after that, and lasts a day at most."))
    some = sorted(one if one[0] >= start else (one[0] + MINUTES_A_DAY, one[1] + MINUTES_A_DAY) for one in breaks)
    if len(some) > BREAKS or any(not start < since < until < end for since, until in some):
        raise Unfit(
            _("A break lies within its work, between %(start)s and %(end)s.") % {"start": said(start), "end": said(end)}
        )
    if any(before[1] > after[0] for before, after in pairwise(some)):
        raise Unfit(_("Two breaks overlap."))
    return Line(start, end, tuple(some))


def check_week(week: Week) -> Week:
    """The week, its lines in order. Raises Unfit when there are not seven days, or two lines of a day overlap."""
    if len(week) != 7:
        raise Unfit(_("A week has seven days."))
    days = tuple(tuple(sorted(day, key=lambda one: one.start)) for day in week)
    for day in days:
        if len(day) > LINES_A_DAY:
            raise Unfit(_("A day has %(count)s stretches of work at most.") % {"count": LINES_A_DAY})
        if any(before.end > after.start for before, after in pairwise(day)):
            raise Unfit(_("Two stretches of work on one day overlap."))
    return days


def check_shift(stretch: Stretch, breaks: Sequence[Stretch]) -> None:
    """Raises Unfit unless it runs forward, for a day at most, and its breaks lie in it one after the other."""
    begins, ends = stretch
    if not begins < ends <= begins + LONGEST_SHIFT:
        raise Unfit(_("A shift ends after it begins, and lasts a day at most."))
    if len(breaks) > BREAKS or any(not begins < since < until < ends for since, until in breaks):
        raise Unfit(_("A break lies within its shift."))
    if any(before[1] > after[0] for before, after in pairwise(breaks)):
        raise Unfit(_("Two breaks overlap."))


def check_absence(since: datetime, until: datetime | None) -> None:
    """Raises Unfit unless it ends after it begins, and within two years."""
    if until is not None and until <= since:
        raise Unfit(_("An absence ends after it begins."))
    if until is not None and until - since > LONGEST_ABSENCE:
        raise Unfit(_("An absence lasts two years at most. Leave the end open when nobody knows it."))


def on_the_wall(day: date, minutes: int, zone: str) -> datetime:
    """That time on that day in the zone, as UTC; past midnight it is the next day's."""
    wall = datetime.combine(day, time()) + minutes * MINUTE
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))


def said(minutes: int) -> str:
    """Minutes after midnight as "08:30"; past midnight as the time on the wall, and a day's end as 24:00."""
    wall = minutes if minutes <= MINUTES_A_DAY else minutes - MINUTES_A_DAY
    return f"{wall // 60:02}:{wall % 60:02}"
