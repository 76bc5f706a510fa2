"""Whether someone is there, as a value for screens, and in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from makegood.base import clockwords
from makegood.base.words import word
from makegood.people.duty.rules.person import Person
from makegood.people.duty.rules.time import is_away, is_said, next_on_duty, off_duty_at, on_duty


class State(StrEnum):
    """Where somebody stands. Away is an absence; why is nobody's business here."""

    ON = "on"
    BREAK = "break"
    OFF = "off"
    AWAY = "away"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Status:
    """On duty until (None: no end is in sight), or off and back (None: nobody knows). Times are UTC."""

    agent: int
    state: State
    until: datetime | None = None
    back_at: datetime | None = None

    @property
    def is_on(self) -> bool:
        """On duty."""
        return self.state is State.ON

    def words(self, *, now: datetime, zone: tzinfo) -> str:
        """ "on duty until 17:00", "on a break until 13:00", "back Mon 08:00", "away, back unknown", "off"."""
        if self.state is State.GONE:
            return word("no longer works here")
        if self.is_on:
            return (
                word("on duty until {time}").format(time=_when(self.until, now, zone))
                if self.until
                else word("on duty")
            )
        if self.back_at is None:
            return word("away, back unknown") if self.state is State.AWAY else word("off")
        said = {State.BREAK: word("on a break until {time}"), State.AWAY: word("away, back {time}")}
        return said.get(self.state, word("back {time}")).format(time=_when(self.back_at, now, zone))


def _when(at: datetime, now: datetime, zone: tzinfo) -> str:
    return clockwords.moment(at, now=now, zone=zone)


def status_of(person: Person, at: datetime) -> Status:
    """How the person stands then."""
    if not person.is_active:
        return Status(person.agent, State.GONE)
    if on_duty(person, at):
        return Status(person.agent, State.ON, until=off_duty_at(person, at))
    back = next_on_duty(person, at)
    return Status(person.agent, _why_off(person, at), back_at=back)


def _why_off(person: Person, at: datetime) -> State:
    if is_away(person, at):
        return State.AWAY
    on_break = person.shown.holds(at) and not person.working.holds(at) and not is_said(person, at)
    return State.BREAK if on_break else State.OFF
