"""What may become of a promise, by whom, and what time does to it. Pure decisions; `TABLE` is the whole list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noop

from makegood.clocks.hours import Hours
from makegood.conversations.rules import Refused
from makegood.promises.models import State

MAKER_MAY_WITHDRAW = timedelta(minutes=5)
MOST_MOVES = 2
LONGEST_MOVE_DAYS = 10
LONGEST_PROMISE = timedelta(days=366)
WARNED_WITH = (0.5, 0.2)  # so much of the time left
WARNED_BEFORE = timedelta(hours=1)  # of working time
OWNS_UP_AFTER = timedelta(hours=1)  # of working time
DUE_SOON = timedelta(days=1)

# What a promise can wait for beside its latest date: the event, and how one says it.
EVENTS = {
    "shipped": _("when it ships"),
    "arrived": _("when it arrives here"),
    "delivered": _("when it is delivered"),
    "repaired": _("when it is repaired"),
    "paid": _("when the payment is through"),
    "answered": _("when a partner has answered"),
}


class Verb(StrEnum):
    """What can be done with a promise."""

    MAKE = "make"
    KEEP = "keep"
    RENEGOTIATE = "renegotiate"
    BREAK = "break"
    CORRECT = "correct"
    MAKE_GOOD = "make good"
    WITHDRAW = "withdraw"


class Who(StrEnum):
    """As what somebody, or something, acts on a promise."""

    ANSWERER = "who may answer"
    RULE = "a rule"
    OWNER = "the owner"
    KEEPER = "the keeper"
    MAKER = "its maker, within 5 minutes"
    LEAD = "a lead"
    EVENT = "the event"
    CLOCK = "the clock"


HOLDERS = (Who.KEEPER, Who.OWNER, Who.LEAD)


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table. `past_due` is what comes of it once the promise is due, "" when time changes nothing."""

    verb: Verb
    comes_from: State | None
    to: State
    who: Sequence[Who]
    effect: str
    past_due: str = ""


TABLE: tuple[Move, ...] = (
    Move(
        Verb.MAKE,
        None,
        State.OPEN,
        (Who.ANSWERER, Who.RULE),
        noop("The promise clock runs; a closed conversation reopens. Upon an event that came before: kept at once."),
    ),
    Move(
        Verb.KEEP,
        State.OPEN,
        State.KEPT,
        (*HOLDERS, Who.EVENT),
        noop("Its clock ends. Upon an event, the customer is told by a mail."),
        noop("It breaks first, and is then made good."),
    ),
    Move(
        Verb.RENEGOTIATE,
        State.OPEN,
        State.OPEN,
        (*HOLDERS, Who.RULE),
        noop(
            "The customer is told why, in the same act; old times stay on record. Twice, each no longer than the first "
            "span or 10 working days; beyond that a lead, each time. A rule: when an order is put off, by its mail."
        ),
        noop("It breaks; a new word is another promise."),
    ),
    Move(
        Verb.BREAK,
        State.OPEN,
        State.BROKEN,
        (Who.CLOCK, *HOLDERS),
        noop(
            "The conversation opens, it escalates, an apology with a new promise is drafted. Unless somebody tells the "
            "customer within one working hour, one plain, true sentence goes by itself."
        ),
    ),
    Move(
        Verb.CORRECT,
        State.BROKEN,
        State.KEPT,
        HOLDERS,
        noop("Both times stay on record; it counts by the true time, marked as corrected."),
    ),
    Move(
        Verb.MAKE_GOOD,
        State.BROKEN,
        State.MADE_GOOD,
        (*HOLDERS, Who.EVENT),
        noop("The escalation that it caused ends. It counts as broken in every report."),
    ),
    Move(
        Verb.WITHDRAW,
        State.OPEN,
        State.WITHDRAWN,
        (Who.LEAD, Who.MAKER, Who.RULE),
        noop(
            "Only if the customer was not told, or is told now; a rule, when there is nothing to answer, its own "
            "promise of an answer."
        ),
        noop("It breaks; then it can only be made good."),
    ),
)
BY_VERB = {move.verb: move for move in TABLE}


class Gone(Refused):
    """Somebody else, or time, was first. The message names them and what is possible now."""


class Broke(Refused):
    """Its time had passed: it was broken in this act, and what was asked for is no longer possible."""


def possible(state: str) -> list[Verb]:
    """What can be done with a promise that stands so."""
    return [move.verb for move in TABLE if move.comes_from == state and move.verb is not Verb.MAKE]


def is_late(state: str, due_at: datetime, *, now: datetime) -> bool:
    """Whether the promise must break before anything else is done with it. What is due now is due."""
    return state == State.OPEN and due_at <= now


def why_not(verb: Verb, whos: frozenset[Who]) -> str:
    """Empty when somebody who is all this may do it; else the reason, in words."""
    allowed = BY_VERB[verb].who
    if whos & set(allowed):
        return ""
    if verb is Verb.WITHDRAW:
        return gettext(
            "Only a lead, or who made the promise within 5 minutes, can withdraw it. You can keep it or own up."
        )
    return gettext("Only who keeps this promise, the owner of the conversation, or a lead can do that.")


def why_not_make(what: str, due_at: datetime, event: str, *, now: datetime) -> str:
    """Empty when this can be promised; else the reason, in words."""
    if not what.strip():
        return gettext("What do you promise? Write it as you would say it.")
    if len(what.strip()) > 300:
        return gettext("A promise is one sentence: 300 characters at most.")
    if event and event not in EVENTS:
        return gettext("Nobody here knows that event. Choose one from the list, or give a time alone.")
    return _why_not_by(due_at, now=now)


def _why_not_by(due_at: datetime, *, now: datetime) -> str:
    if due_at <= now:
        return gettext("That time has passed. By when will it be done?")
    return gettext("That is more than a year away. Promise a nearer time.") if due_at - now > LONGEST_PROMISE else ""


@dataclass(frozen=True, slots=True)
class Span:
    """How long a promise ran at first, how often it was moved, and the hours in which working days are counted."""

    made_at: datetime
    first_due_at: datetime
    due_at: datetime
    moves: int
    hours: Hours


def why_not_move(span: Span, due_at: datetime, reason: str, *, is_lead: bool, now: datetime) -> str:
    """Empty when the promise may be due then instead; else the reason, in words."""
    if not reason.strip():
        return gettext("Why is there a new time? The customer is told.")
    if due_at == span.due_at:
        return gettext("That is the time that was promised already.")
    if why := _why_not_by(due_at, now=now):
        return why
    if due_at < span.due_at or is_lead:
        return ""
    if span.moves >= MOST_MOVES:
        return gettext("It was moved twice already. Ask a lead, or own up.")
    longest = max(span.due_at + (span.first_due_at - span.made_at), span.hours.add_days(span.due_at, LONGEST_MOVE_DAYS))
    return (
        ""
        if due_at <= longest
        else gettext("That is later than you can agree alone. Ask a lead, or name a nearer time.")
    )


def why_not_kept_then(kept_at: datetime, *, made_at: datetime, now: datetime) -> str:
    """Empty when it can have been kept at that time; else the reason, in words."""
    if kept_at > now:
        return gettext("That time has not come yet. When was it kept?")
    return gettext("It was not promised yet at that time. When was it kept?") if kept_at < made_at else ""


def warnings(said_at: datetime, due_at: datetime, *, hours: Hours) -> list[datetime]:
    """When whoever is on duty hears that a promise comes due: at half and a fifth of its time, and an hour before."""
    shares = [due_at - (due_at - said_at) * share for share in WARNED_WITH]
    before = hours.before(due_at, WARNED_BEFORE)
    return sorted({at.replace(microsecond=0) for at in (*shares, before) if said_at < at < due_at})


def next_warning(said_at: datetime, due_at: datetime, *, after: datetime, hours: Hours) -> datetime | None:
    """The first warning after that moment; None when there is none left."""
    return next((at for at in warnings(said_at, due_at, hours=hours) if at > after), None)


def ended_words(state: str, who: str, *, what: str) -> str:
    """Why what was asked for is not possible: what was done, by whom, and what can be done now."""
    words = {
        State.KEPT: gettext("%(who)s kept this promise already. Nothing is left to do."),
        State.BROKEN: gettext("“%(what)s” is broken. Make it good, give a new word, or say when it was kept."),
        State.MADE_GOOD: gettext("%(who)s made this promise good already. Nothing is left to do."),
        State.WITHDRAWN: gettext("%(who)s withdrew this promise. Make a new one if it is to be done."),
        State.OPEN: gettext("“%(what)s” is still open. Keep it, agree a new time, or own up."),
    }
    by = who or (gettext("A rule") if state == State.WITHDRAWN else gettext("An event"))
    return words[State(state)] % {"who": by, "what": what}
