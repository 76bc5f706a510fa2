"""Office hours and service targets as one says them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils.dateformat import format as in_words
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from makegood.base.clockwords import moment
from makegood.clocks.hours import DAY, MINUTES_A_DAY, Day, Hours
from makegood.clocks.models import AtEnd, Kind, Target, Unit, WarnIn
from makegood.clocks.public_days import public_days
from makegood.conversations.models import Channel

AHEAD = 366  # days in which holidays are shown


@dataclass(frozen=True, slots=True)
class Feast:
    """A public holiday that is to come; `words`: its day, "Fri 25 Dec"."""

    day: date
    words: str
    name: str


def weekday(number: int) -> str:
    """The day's name; Monday is 0."""
    return str(WEEKDAYS[number])


def clock(minutes: int) -> str:
    """A time on the wall: "09:00"; midnight at the end of a day is "00:00"."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def spans(day: Day) -> str:
    """ "09:00–12:30, 13:30–18:00", "all day", "closed"."""
    if any(end - start == MINUTES_A_DAY for start, end in day):
        return _("all day")
    return ", ".join(f"{clock(start)}–{clock(end)}" for start, end in day) or _("closed")


def week(hours: Hours) -> list[tuple[str, str]]:
    """Days that are alike in one line: ("Mon–Fri", "09:00–17:00"). Empty: always open."""
    if hours.is_always:
        return []
    alike = groupby(range(7), key=lambda number: spans(hours.week[number]))
    return [(_run([*numbers]), words) for words, numbers in alike]


def _run(numbers: list[int]) -> str:
    names = [str(WEEKDAYS_ABBR[number]) for number in numbers]
    return names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"


def now_open(hours: Hours, *, now: datetime) -> str:
    """ "Open now, until 17:00." "Closed now, opens tomorrow 09:00." In the place's own time."""
    if hours.is_always:
        return _("Always open.")
    if hours.is_open(now):
        closes = hours.closes_at(now)
        return _("Open now, until %(at)s.") % {"at": _at(closes, hours, now)} if closes else _("Open now.")
    opens = hours.next_open(now)
    if opens is None:
        return _("Closed now, and nothing opens within 14 days: clocks run by the calendar until then.")
    return _("Closed now, opens %(at)s.") % {"at": _at(opens, hours, now)}


def _at(at: datetime, hours: Hours, now: datetime) -> str:
    return moment(at, now=now, zone=hours.tz)


def feasts(country: str, subdivision: str, *, today: date, most: int = 5) -> list[Feast]:
    """The next public holidays of the region, soonest first, named in the reader's language where they are."""
    if not country:
        return []
    spoken = get_language() or "en"
    found = {
        day: name
        for year in (today.year, today.year + 1)
        for day, name in public_days(country, subdivision, year, spoken).items()
        if today <= day <= today + AHEAD * DAY
    }
    return [Feast(day, in_words(day, _("D j M")), name) for day, name in sorted(found.items())[:most]]


def kinds() -> dict[str, str]:
    """What may be owed, as a heading."""
    return {
        Kind.FIRST_RESPONSE.value: _("First answer"),
        Kind.NEXT_RESPONSE.value: _("Next answer"),
        Kind.RESOLUTION.value: _("Solution"),
        Kind.CALLBACK.value: _("Call back"),
    }


def length(amount: int, unit: str) -> str:
    """ "30 working minutes", "4 working hours", "1 working day"."""
    if unit == Unit.DAYS:
        return ngettext("%(n)s working day", "%(n)s working days", amount) % {"n": amount}
    if amount % 60 == 0:
        return ngettext("%(n)s working hour", "%(n)s working hours", amount // 60) % {"n": amount // 60}
    return ngettext("%(n)s working minute", "%(n)s working minutes", amount) % {"n": amount}


def target(one: Target, *, teams: Mapping[int, str], groups: Mapping[int, str]) -> str:
    """ "within 4 working hours, for Harbour, by mail"."""
    within = _("within %(length)s") % {"length": length(one.amount, one.unit)}
    return ", ".join([within, *_conditions(one, teams, groups)])


def _conditions(one: Target, teams: Mapping[int, str], groups: Mapping[int, str]) -> Iterable[str]:
    if one.team_id:
        yield _("for %(team)s") % {"team": teams.get(one.team_id, _("a team that is closed"))}
    if one.channel:
        names = dict(Channel.choices)
        yield _("by %(channel)s") % {"channel": names.get(one.channel, one.channel)}
    if one.tag:
        yield _("tagged “%(tag)s”") % {"tag": one.tag}
    if one.group_id:
        yield _("for customers in “%(group)s”") % {"group": groups.get(one.group_id, "?")}


def more(one: Target) -> list[str]:
    """What else the target says, a sentence each."""
    said = []
    if one.warn and one.warn_in == WarnIn.PERCENT:
        said.append(_("Warns when %(n)s %% of its time is left.") % {"n": one.warn})
    elif one.warn:
        said.append(_("Warns %(length)s before.") % {"length": length(one.warn, Unit.MINUTES)})
    if one.pauses:
        said.append(_("Pauses while we wait for the customer."))
    if one.at_end == AtEnd.RELEASE:
        said.append(_("At the end it also goes back to its team."))
    return said
