"""Who is asked next when something climbs: pure decisions, no database. Times are UTC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from makegood.authority.facts import Need
from makegood.clocks.hours import ALWAYS
from makegood.escalations.models import Ask, Cause, Escalation
from makegood.people.duty.rules import Person, is_away, next_on_duty, off_duty_at, on_duty
from makegood.people.models import Rank
from makegood.people.rules import LADDER

# The ladder of a company that has set none: whom to ask, and their working time.
USUAL: tuple[tuple[Rank, timedelta], ...] = (
    (Rank.LEAD, timedelta(hours=2)),
    (Rank.MANAGER, timedelta(hours=4)),
    (Rank.REGIONAL, timedelta(hours=8)),
    (Rank.HEAD_OFFICE, timedelta(hours=8)),
)
# What ends an escalation, by its cause. Closing by the rung or above, and the customer's own yes, end any.
ENDS: dict[str, str] = {
    Cause.LATE_ANSWER: noop("anyone's reply"),
    Cause.LATE_CALL: noop("the customer reached, written to after the last try, or the call called off"),
    Cause.BROKEN_PROMISE: noop("a new promise that the customer was told, or the broken one made good"),
    Cause.SILENT_PARTNER: noop("the owner's reply, or taking it over"),
    Cause.UNANSWERED_OFFER: noop("the owner's reply, or a handoff that is accepted"),
    Cause.AGENT: noop("a reply by whoever has it now, or above"),
    Cause.EFFORT: noop("a reply by whoever has it now, or above"),
    Cause.CUSTOMER: noop("a reply by whoever has it now, or above"),
}
# What climbs is taken over by a cause that counts for more: by what is not ended so easily. All others count for 3.
COUNTS = {Cause.LATE_ANSWER: 0, Cause.LATE_CALL: 1, Cause.SILENT_PARTNER: 2, Cause.UNANSWERED_OFFER: 2}
# These outrank a late answer, and one that comes while another runs takes it a rung higher.
CLIMBS_ON = (Cause.BROKEN_PROMISE, Cause.EFFORT, Cause.CUSTOMER)
DAILY = timedelta(days=1)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Step:
    """A rung with the people that it means here, the first first. `place` counts from 1."""

    place: int
    rank: str
    people: tuple[int, ...]
    time: timedelta


@dataclass(frozen=True, slots=True)
class Takes:
    """What is to be granted, in words, and the rank that may at least; both "" when nothing in particular is."""

    words: str = ""
    rank: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """Somebody who was not asked, and why."""

    agent: int
    rung: int
    why: Ask.Skipped


@dataclass(frozen=True, slots=True)
class Next:
    """Who has it now. `told`: on duty, and told at once; else they come later, or nobody is known to (agent None).

    `answer_by` is the end of their time; `turn_at` when to look again, which is earlier if they go off duty before.
    """

    rung: int
    agent: int | None
    told: bool
    answer_by: datetime | None
    turn_at: datetime
    skipped: tuple[Skip, ...] = ()


def above_owner(steps: Sequence[Step], owner: int | None) -> list[Step]:
    """The rungs above the owner's own. All of them when there is none above: they are reminded of it themselves.

    Rungs that mean the same people are one rung, the lowest of them.
    """
    own = max((one.place for one in steps if owner in one.people), default=0)
    return folded([one for one in steps if one.place > own] or steps)


def folded(steps: Sequence[Step]) -> list[Step]:
    """Each rung once, where the same people stand on several; those on which nobody stands stay."""
    met: set[frozenset[int]] = set()
    found = []
    for one in steps:
        who = frozenset(one.people)
        if not who or who not in met:
            found.append(one)
        met.add(who)
    return found


def climb(
    steps: Sequence[Step],
    *,
    beyond: int,
    asked: frozenset[int],
    subject: int | None,
    people: Mapping[int, Person],
    at: datetime,
    avoids: frozenset[int] = frozenset(),
    powerless: frozenset[int] = frozenset(),
) -> Next:
    """The first on duty on a rung after `beyond`; else whoever of them comes first, who until then uses up no rung.

    Whoever was asked in this pass is asked again only when nobody else is there, or is known to come. Nobody is: looked
    at again a day later. `steps` are in order, without the owner's own. `avoids` are those of a place that the customer
    wants nothing to do with, `powerless` those who may not grant what is needed: asked only when nobody else is known
    to come, the first before the second.
    """
    nobody: frozenset[int] = frozenset()
    passes = [(avoids, powerless), (nobody, powerless), (nobody, nobody)]
    for left_out, unable in dict.fromkeys(passes):
        found = _climb(steps, beyond, _Out(asked, subject, left_out, unable), people=people, at=at)
        if found.agent is not None:
            break
    return found


@dataclass(frozen=True, slots=True)
class _Out:
    """Who is not asked: those who were, whom it is about, those of an avoided place, those who may not grant it."""

    asked: frozenset[int]
    subject: int | None
    avoids: frozenset[int] = frozenset()
    powerless: frozenset[int] = frozenset()

    def has(self, agent: int) -> bool:
        return agent == self.subject or any(agent in some for some in (self.asked, self.avoids, self.powerless))


def _climb(steps: Sequence[Step], beyond: int, out: _Out, *, people: Mapping[int, Person], at: datetime) -> Next:
    skipped: list[Skip] = []
    for step, agent in _each(steps, beyond):
        person = people.get(agent)
        if why := _why_not(agent, person, out, at=at):
            skipped.append(Skip(agent, step.place, why))
        elif person is not None:
            return _told(step, person, at, skipped)
    anyone = replace(out, asked=frozenset())
    for step, agent in _each(steps, beyond):
        person = people.get(agent)
        if person is not None and not _why_not(agent, person, anyone, at=at):
            return _told(step, person, at, [one for one in skipped if one.agent != agent])
    for who in (out, anyone):
        if coming := _coming(steps, beyond, who, people=people, at=at):
            return replace(coming, skipped=tuple(skipped))
    return Next(_reached(steps, beyond), None, False, None, at + DAILY, tuple(skipped))


def _reached(steps: Sequence[Step], beyond: int) -> int:
    """While nobody is there every rung after `beyond` remains: whoever of them comes first has it."""
    top = max((one.place for one in steps), default=0)
    return min((one.place for one in steps if one.place > beyond), default=top)


def _each(steps: Sequence[Step], beyond: int) -> Iterator[tuple[Step, int]]:
    return ((step, agent) for step in steps if step.place > beyond for agent in step.people)


def _why_not(agent: int, person: Person | None, out: _Out, *, at: datetime) -> Ask.Skipped | None:
    if agent == out.subject:
        return Ask.Skipped.SUBJECT
    if agent in out.avoids:
        return Ask.Skipped.AVOIDED
    if agent in out.asked:
        return Ask.Skipped.ASKED
    if agent in out.powerless:
        return Ask.Skipped.POWER
    if person is None or not person.is_active or is_away(person, at):
        return Ask.Skipped.ABSENT
    return None if on_duty(person, at) else Ask.Skipped.OFF


def _told(step: Step, person: Person, at: datetime, skipped: Iterable[Skip]) -> Next:
    answer_by = (person.hours[0] if person.hours else ALWAYS).add(at, step.time)
    leaves = off_duty_at(person, at)
    turn_at = min(answer_by, leaves) if leaves else answer_by
    return Next(step.place, person.agent, True, answer_by, max(turn_at, at + timedelta(minutes=1)), tuple(skipped))


def _coming(
    steps: Sequence[Step],
    beyond: int,
    out: _Out,
    *,
    people: Mapping[int, Person],
    at: datetime,
) -> Next | None:
    known: list[tuple[datetime, int, int]] = []
    for step, agent in _each(steps, beyond):
        person = people.get(agent)
        back = next_on_duty(person, at) if person and not out.has(agent) else None
        if back is not None:
            known.append((back, step.place, agent))
    if not known:
        return None
    back, _place, agent = min(known)
    return Next(_reached(steps, beyond), agent, False, None, min(back, at + DAILY))


def of_avoided_place(steps: Sequence[Step]) -> frozenset[int]:
    """Whoever leads or manages the place alone; who stands higher too is of more than this place."""
    ours = (Rank.LEAD, Rank.MANAGER)
    here = {agent for one in steps if one.rank in ours for agent in one.people}
    return frozenset(here - {agent for one in steps if one.rank not in ours for agent in one.people})


def powerless(steps: Sequence[Step], needs: str) -> frozenset[int]:
    """Whoever stands on no rung of that rank or above, so may not grant what is needed. "": nothing in particular is.

    Admins stand in for a ladder that nobody is on, with all that it could grant.
    """
    if not needs:
        return frozenset()
    enough = {*LADDER[LADDER.index(Rank(needs)) :], Rank.ADMIN}
    able = {agent for one in steps if one.rank in enough for agent in one.people}
    return frozenset(agent for one in steps for agent in one.people) - able


def words_of(need: Need, currency: str) -> str:
    """What is to be granted, in words: "refund, 120.00 EUR"."""
    amount = "" if need.amount is None else f"{need.amount.quantize(CENT)} {currency}".strip()
    return ", ".join(part for part in (need.kind, amount) if part)[:120]


def start_above(remembered: int, steps: Sequence[Step], cause: str) -> int:
    """After which rung a new escalation begins: one above the rung reached before, for a customer or a broken word."""
    if cause not in CLIMBS_ON or not remembered:
        return 0
    return min(remembered, max((one.place for one in steps), default=1) - 1)


def may_answer_for(escalation: Escalation, steps: Sequence[Step], agent: int, *, owner: int | None) -> bool:
    """Whether the agent was asked, or stands on a rung as high or above it, and above the owner's own."""
    return agent == escalation.asked_id or any(
        agent in one.people for one in above_owner(steps, owner) if one.place >= escalation.rung
    )


def why_not_ask_higher(*, is_open: bool, missed: bool, remembered: int, top: int, until: datetime | None) -> str:
    """Empty when the customer may take it higher now; else "running", "early" or "top", for the page to put in words.

    They may once the owner's time has passed, or once a rung has answered and it is not solved.
    """
    if is_open:
        return "running"
    if remembered >= top > 0:
        return "top"
    return "" if missed or remembered else "early"


def takes_over(cause: Cause, other: str) -> bool:
    """Whether what climbs about the other cause climbs about this one from now on."""
    return COUNTS.get(cause, 3) > COUNTS.get(Cause(other), 3)


def ends_with(cause: str) -> str:
    """What ends an escalation of the cause, in words."""
    return _(ENDS[cause])
