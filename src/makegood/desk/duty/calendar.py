"""A person's duty as a calendar (RFC 5545)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from makegood.people.duty import queries
from makegood.people.duty.rules import Person
from makegood.people.models import Agent

if TYPE_CHECKING:
    from icalendar import Event

BACK, AHEAD = timedelta(days=14), timedelta(days=60)


def written(agent: Agent, *, now: datetime) -> bytes:
    """Work and absences from two weeks ago to two months ahead. Why somebody is away is not in it."""
    from icalendar import Calendar  # some megabytes, for the few who fetch one

    person = queries.persons([agent.pk], at=now - BACK, ahead=BACK + AHEAD)[agent.pk]
    calendar = Calendar()
    calendar.add("prodid", "-//Makegood//duty//EN")
    calendar.add("version", "2.0")
    with translation.override(agent.language):
        calendar.add("x-wr-calname", _("Work: %(name)s") % {"name": agent.name})
        for since, until in _work(person, now):
            calendar.add_component(_event(agent, _("On duty"), since, until, now=now))
        for one in person.absences:
            calendar.add_component(_event(agent, _("Away"), one.since, one.until or now + AHEAD, now=now))
    return bytes(calendar.to_ical())


def _work(person: Person, now: datetime) -> list[tuple[datetime, datetime]]:
    """Nothing for who has no hours at all: their calendar would be one long event."""
    if person.shown.is_always:
        return []
    return [one for one in person.shown.stretches(now - BACK) if one[0] < now + AHEAD]


def _event(agent: Agent, words: str, since: datetime, until: datetime, *, now: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{agent.pk}-{since:%Y%m%dT%H%M%S}-{'a' if words == _('Away') else 'd'}@makegood")
    event.add("dtstamp", now)
    event.add("summary", words)
    utc = ZoneInfo("UTC")
    event.add("dtstart", since.astimezone(utc))
    event.add("dtend", until.astimezone(utc))
    return event
