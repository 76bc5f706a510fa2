"""When someone is on duty: the roster, unless they say otherwise, and never while they are away."""

from __future__ import annotations

from datetime import datetime, timedelta

from makegood.people.duty.rules.person import LOOK_AHEAD, Person

NEVER_ENDS = timedelta(days=14)


def on_duty(person: Person, at: datetime) -> bool:
    """Whether the person works then."""
    if not person.is_active or is_away(person, at):
        return False
    if person.said and is_said(person, at):
        return person.said.is_on
    return person.working.holds(at)


def is_away(person: Person, at: datetime) -> bool:
    """An absence runs then."""
    return any(one.since <= at and (one.until is None or at < one.until) for one in person.absences)


def said_until(person: Person) -> datetime | None:
    """When what the person said of themselves no longer holds; None: not before they say something else.

    With a roster, the next time a shift begins or ends; without one, "I'm off" holds until the next opening.
    """
    said = person.said
    if said is None:
        return None
    at = person.shown.changes(said.at)
    if at is not None and not said.is_on and person.week is None and person.shown.holds(said.at):
        return person.shown.changes(at)  # the office closes first; it opens after that
    return at


def next_on_duty(person: Person, at: datetime) -> datetime | None:
    """`at` itself when on duty then, else when next. None: nobody knows, which is never."""
    if not person.is_active:
        return None
    last = at
    while last is not None and last - at <= LOOK_AHEAD + _longest(person, at):
        at_work = _past_what_stands_in_the_way(person, last)
        if at_work is None or at_work == last:
            return at_work
        last = at_work
    return None


def _longest(person: Person, at: datetime) -> timedelta:
    """How far ahead the last known absence ends."""
    return max((one.until - at for one in person.absences if one.until and one.until > at), default=timedelta())


def _past_what_stands_in_the_way(person: Person, at: datetime) -> datetime | None:
    """`at` when on duty then; else a later moment before which they are not; None when there is none."""
    for one in person.absences:
        if one.since <= at and (one.until is None or at < one.until):
            return one.until
    if person.said and is_said(person, at):
        return at if person.said.is_on else said_until(person)
    return person.working.begins(at)


def off_duty_at(person: Person, at: datetime) -> datetime | None:
    """When someone who is on duty then goes off; None: not within two weeks, or they are off already."""
    until: datetime | None = at
    while until is not None and until < at + NEVER_ENDS and on_duty(person, until):
        until = _next_change(person, until)
    return until if until is not None and at < until < at + NEVER_ENDS else None


def _next_change(person: Person, at: datetime) -> datetime | None:
    """The next moment at which being on duty can change."""
    some = [person.working.changes(at), said_until(person), *(one.since for one in person.absences)]
    return min((one for one in some if one is not None and one > at), default=None)


def changes_at(person: Person, at: datetime) -> datetime | None:
    """When the person, as far as is known, next goes on or off duty; None: not within sight."""
    return off_duty_at(person, at) if on_duty(person, at) else next_on_duty(person, at)


def is_said(person: Person, at: datetime) -> bool:
    """What the person said of themselves holds then."""
    if person.said is None or at < person.said.at:
        return False
    until = said_until(person)
    return until is None or at < until
