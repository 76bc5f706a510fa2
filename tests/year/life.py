"""The year, hour by hour: what is due outside and inside happens in the order of time, and the worker is punctual."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Any

from django.db import transaction

from makegood.agenda import queries as agenda
from makegood.agenda.models import Turn
from makegood.agenda.worker import Handle, work_one
from makegood.config.turns import Handlers
from makegood.conversations.rules import Refused
from makegood.people.duty.queries import persons
from makegood.people.duty.rules import Person, on_duty
from makegood.people.models import Agent, Role
from makegood.people.rules import NotAllowed, StillNeeded, Taken, Unfit
from tests.guarantees.thanking import HANDS
from tests.post import TAKES
from tests.year.scale import BEGINS, DAY, HOUR, MINUTE, Scale

REFUSED = (Refused, NotAllowed, StillNeeded, Taken, Unfit)
# Mails about news to the people themselves, and what looks outside: nobody here reads or hooks.
NOT_TAKEN = ("tell", "notice", "hooks", "webhook", "reconcile", "prove", "account_mail")
OUTAGE_EVERY = 24 * 20  # hours, on average

Deed = tuple[datetime, int, Callable[[datetime], object], str]


@dataclass
class Memory:
    """All that a year needs to go on where it stopped. Kept in the database, with the day that it belongs to."""

    scale: Scale
    day: int = 0
    chance: random.Random = field(default_factory=random.Random)
    coming: list[tuple[datetime, int, str, tuple[Any, ...]]] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    number: int = 0
    asleep_until: datetime | None = None
    seconds: float = 0.0  # on the wall
    busy: float = 0.0  # of the processor


class Life:
    """The chain lives through its days. `at` is its time."""

    def __init__(self, memory: Memory) -> None:
        self.memory, self.chance, self.done = memory, memory.chance, memory.done
        self.at = BEGINS + memory.day * DAY
        self.people: dict[int, Person] = {}
        self.members: dict[int, list[int]] = {}
        self.agents: dict[int, Agent] = {}
        self._deeds: list[Deed] = []
        known = Handlers()
        self._handlers: dict[str, Handle] = {kind: known[kind] for kind in known if kind not in NOT_TAKEN}
        self._handlers |= TAKES | HANDS | {"ask_mail": _unread, "kudos_letter": _unread}

    # What the others need

    def number(self) -> int:
        """A number that nobody had."""
        self.memory.number += 1
        return self.memory.number

    def is_on(self, agent: int | None) -> bool:
        """Whether they are at work now."""
        person = self.people.get(agent or 0)
        return person is not None and on_duty(person, self.at)

    def look_at(self, agents: Iterable[int] | None = None) -> None:
        """Who works when is read anew, of these or of everybody."""
        if agents is None:
            self.agents = Agent.objects.filter(is_active=True).in_bulk()
            self.members = {}
            for team, agent in Role.objects.filter(team__isnull=False).order_by("pk").values_list("team", "agent"):
                if agent in self.agents:
                    self.members.setdefault(team, []).append(agent)
            agents = list(self.agents)
        self.people |= persons(list(agents), at=self.at)

    def later(self, at: datetime, what: str, *about: Any) -> None:
        """Somebody outside does that then."""
        heappush(self.memory.coming, (at, self.number(), what, about))

    def soon(self, what: str, deed: Callable[[datetime], object], *, minute: float | None = None) -> None:
        """It is done at this minute, counted from now; without one, at some minute of this hour."""
        wanted = self.chance.random() * 60 if minute is None else minute
        at = (self.at + wanted * MINUTE).replace(microsecond=0)
        self._deeds.append((at, self.number(), deed, what))

    def came_due(self) -> list[tuple[str, tuple[Any, ...], datetime]]:
        """What somebody outside does in this hour."""
        found = []
        while self.memory.coming and self.memory.coming[0][0] < self.at + HOUR:
            at, _number, what, about = heappop(self.memory.coming)
            found.append((what, about, max(at, self.at)))
        return found

    # Time

    def do_all(self) -> None:
        """The deeds of the hour in the order of time, the worker between them; then the hour is over."""
        end = self.at + HOUR
        now = sorted((one for one in self._deeds if one[0] < end), key=lambda one: one[:2])
        self._deeds = [one for one in self._deeds if one[0] >= end]
        for at, _number, deed, what in now:
            self._work(at)
            self._do(at, deed, what)
        self._work(end)
        self.at = end

    def _do(self, at: datetime, deed: Callable[[datetime], object], what: str) -> None:
        try:
            with transaction.atomic():
                deed(at)
            self.done[what] += 1
        except REFUSED:
            self.done[f"{what}, refused"] += 1

    def _work(self, until: datetime) -> None:
        """The worker runs each turn when it is due; or sleeps, and catches up afterwards."""
        if self.memory.asleep_until and until < self.memory.asleep_until:
            return
        since, self.memory.asleep_until = self.memory.asleep_until, None
        while (due := agenda.next_due_at()) and due <= until:
            now = max(due, since) if since else due
            if not work_one(self._handlers, now=now, worker="year"):
                return
            self.done["turns of the agenda"] += 1

    def is_awake(self) -> bool:
        """The worker is there; sometimes it is not, for some hours."""
        if self.memory.asleep_until is None and self.chance.random() < 1 / OUTAGE_EVERY:
            self.memory.asleep_until = self.at + self.chance.choice((1, 2, 4, 9)) * HOUR
            self.done["outages of the worker"] += 1
        return self.memory.asleep_until is None


def _unread(turn: Turn, *, now: datetime) -> None:
    """Who is asked or told sees it in the desk; nobody here reads the mail about it."""


def in_hours(chance: random.Random, *, median: float, spread: float = 0.9) -> timedelta:
    """A while, most often about the median."""
    return timedelta(hours=median * chance.lognormvariate(0, spread))
