"""What may become of a call that we owe, and when the next one is tried. Pure decisions; `TABLE` is the whole list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from makegood.calls.models import State
from makegood.clocks.hours import Hours

MOST_TRIES, MOST_HOURS = 9, 99
LONGEST_WISH = timedelta(days=90)
# Tries lie at different times of day: so far apart on the clock on the wall at least.
APART = timedelta(hours=2)
STEP = timedelta(hours=1)
MOST_STEPS = 12


class Verb(StrEnum):
    """What can be done about a call that we owe."""

    ASK = "ask"
    REACH = "reach"
    TRY = "try"
    LAST_TRY = "last try"
    CALL_OFF = "call off"


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table."""

    verb: Verb
    comes_from: State | None
    to: tuple[State, ...]
    effect: str


TABLE: tuple[Move, ...] = (
    Move(
        Verb.ASK,
        None,
        (State.OPEN,),
        noop(
            "A logged call, a voicemail or a colleague says so: the callback clock runs, a closed conversation opens."
        ),
    ),
    Move(Verb.REACH, State.OPEN, (State.REACHED,), noop("Somebody spoke with them: the clock ends.")),
    Move(
        Verb.TRY,
        State.OPEN,
        (State.OPEN,),
        noop(
            "Nobody answered, or a message was left: counted; the clock moves to the next try, at another time of day."
        ),
    ),
    Move(
        Verb.LAST_TRY,
        State.OPEN,
        (State.WRITTEN, State.UNREACHED),
        noop("The customer is written to, once; without an address a line says so. The conversation waits, as usual."),
    ),
    Move(Verb.CALL_OFF, State.OPEN, (State.CALLED_OFF,), noop("It is wanted no more, and why. The clock ends.")),
)


@dataclass(frozen=True, slots=True)
class Trying:
    """How often we call before we write, and how much working time lies after the first try, and after each later."""

    tries: int = 3
    first: timedelta = timedelta(hours=3)
    later: timedelta = timedelta(hours=6)

    def after(self, tried: int) -> timedelta:
        """From the latest of so many tries to the next."""
        return self.first if tried <= 1 else self.later


USUAL = Trying()


def why_not_try(trying: Trying) -> str:
    """Empty when one can try so; else the reason, in words."""
    if not 1 <= trying.tries <= MOST_TRIES:
        return gettext("Call once at least, and %(most)d times at most.") % {"most": MOST_TRIES}
    if not all(timedelta(hours=1) <= one <= timedelta(hours=MOST_HOURS) for one in (trying.first, trying.later)):
        return gettext("Let one working hour lie between two calls at least, and %(most)d at most.") % {
            "most": MOST_HOURS
        }
    return ""


def next_try(tried: Sequence[datetime], *, hours: Hours, trying: Trying = USUAL) -> datetime:
    """When to call again, after these tries, the last last: in working time, at a time of day that was not tried yet.

    `tried` is not empty. Where every time of day was tried, the first that is long enough after.
    """
    first = when = hours.add(tried[-1], trying.after(len(tried)))
    for _ in range(MOST_STEPS):
        if all(_apart(when, one, hours) >= APART for one in tried):
            return when
        when = hours.add(when, STEP)
    return first


def _apart(one: datetime, other: datetime, hours: Hours) -> timedelta:
    """How far two moments are from each other on the clock on the wall, whatever the day."""
    minutes = [at.astimezone(hours.tz).hour * 60 + at.astimezone(hours.tz).minute for at in (one, other)]
    span = abs(minutes[0] - minutes[1])
    return timedelta(minutes=min(span, 24 * 60 - span))


def why_not_call_at(when: datetime | None, *, now: datetime) -> str:
    """Empty when the customer can be called back then (None: as soon as usual); else the reason, in words."""
    if when is None:
        return ""
    if when <= now:
        return gettext("That time has passed. When do they want to be called?")
    return gettext("That is more than 90 days away. Choose a nearer day.") if when - now > LONGEST_WISH else ""


def why_not_close(number: str) -> str:
    """What keeps a conversation open while somebody waits for our call, and what to do instead."""
    words = gettext("They wait for a call back on %(number)s. Call them, or call it off and say why.")
    return words % {"number": number}


def possible(state: str) -> list[Verb]:
    """What can be done about a call back that stands so."""
    return [move.verb for move in TABLE if move.comes_from == state]
