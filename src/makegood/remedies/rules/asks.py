"""What may become of an ask, and who is asked next. Pure decisions; `ASKS` is the whole list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from makegood.base.money import Money
from makegood.people.duty.rules import Person, next_on_duty, off_duty_at, on_duty
from makegood.people.models import Rank
from makegood.people.rules import LADDER
from makegood.remedies.models import Ask

LINK_LASTS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class AskMove:
    """One line of the table of asks."""

    verb: str
    comes_from: Ask.State | None
    to: Ask.State
    who: str
    effect: str


ASKS: tuple[AskMove, ...] = (
    AskMove(
        "ask",
        None,
        Ask.State.ASKED,
        noop("who may answer"),
        noop(
            "Refused at once, in words, if nobody active but the asker and those below has the authority. The nearest "
            "on duty is told; else whoever comes first, and their time begins then."
        ),
    ),
    AskMove(
        "yes",
        Ask.State.ASKED,
        Ask.State.GRANTED,
        noop("anyone asked so far whose authority holds now"),
        noop("Granted by the policy in force now, whole or less. The first answer wins, later ones hear who gave it."),
    ),
    AskMove(
        "no",
        Ask.State.ASKED,
        Ask.State.REFUSED,
        noop("anyone asked so far whose authority holds now"),
        noop("With a reason, which the asker is told; the customer hears of it only from the asker."),
    ),
    AskMove(
        "run out",
        Ask.State.ASKED,
        Ask.State.ASKED,
        noop("the clock"),
        noop("The next person whose authority suffices."),
    ),
    AskMove(
        "run out",
        Ask.State.ASKED,
        Ask.State.UNANSWERED,
        noop("the clock"),
        noop("Nobody is left: the conversation opens, the asker's next response starts. It may be asked again."),
    ),
    AskMove(
        "silence",
        Ask.State.ASKED,
        Ask.State.GRANTED,
        noop("the clock"),
        noop(
            "Only up to the amount that the policy names, and only if who was asked was told and on duty to the end. "
            "Recorded as theirs."
        ),
    ),
    AskMove(
        "withdraw",
        Ask.State.ASKED,
        Ask.State.WITHDRAWN,
        noop("the asker, the owner, a lead"),
        noop("Nothing is booked."),
    ),
)


def what_became_of_ask(state: str, who: str) -> str:
    """The same for an ask."""
    words = {
        Ask.State.ASKED: gettext("Nobody has answered yet."),
        Ask.State.GRANTED: gettext("%(who)s has said yes already. It is granted."),
        Ask.State.REFUSED: gettext("%(who)s has said no already."),
        Ask.State.UNANSWERED: gettext("Nobody answered in time. It can be asked again."),
        Ask.State.WITHDRAWN: gettext("%(who)s took the question back. Nothing is to be answered."),
    }
    return words[Ask.State(state)] % {"who": who or gettext("Somebody")}


def may_decide(asker: Rank, other: Rank) -> bool:
    """Nobody says yes to those above them."""
    return LADDER.index(other) >= LADDER.index(asker)


@dataclass(frozen=True, slots=True)
class Next:
    """Who has it now. `answer_by` None: they come at `turn_at`, and their time begins then."""

    agent: int
    answer_by: datetime | None
    turn_at: datetime


def next_asked(
    line: Sequence[int], *, asked: Collection[int], people: Mapping[int, Person], at: datetime, until: datetime
) -> Next | None:
    """The first of the line, nearest first, who is on duty and was not asked; else whoever of them comes first.

    `until` is the end of the time of somebody who is told now. None: nobody is left, or none is known to come.
    """
    left = [people[one] for one in line if one not in asked and one in people]
    for person in left:
        if on_duty(person, at):
            leaves = off_duty_at(person, at)
            return Next(person.agent, until, max(min(until, leaves or until), at + timedelta(seconds=1)))
    coming = [(back, place, one.agent) for place, one in enumerate(left) if (back := next_on_duty(one, at))]
    return Next(min(coming)[2], None, min(coming)[0]) if coming else None


def silence_counts(
    person: Person | None, amount: Money, upto: Money | None, *, told_at: datetime, until: datetime, left: bool
) -> bool:
    """Whether the silence of who was told means yes: up to the rule's amount, and they were there to the end."""
    if upto is None or upto.currency != amount.currency or amount > upto or left or person is None:
        return False
    if not on_duty(person, told_at):
        return False
    leaves = off_duty_at(person, told_at)
    return leaves is None or leaves >= until
