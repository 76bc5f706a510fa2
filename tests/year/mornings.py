"""Once a day: who is ill, who goes on holiday, who goes home early, who leaves for good and who comes instead."""

from __future__ import annotations

from datetime import datetime, timedelta

from makegood.handoffs.acts.leaving import deactivate
from makegood.people.acts.agents import add_agent
from makegood.people.duty import acts as duty
from makegood.people.duty.models import Absence
from makegood.people.models import Agent, Rank, Role
from makegood.people.rules import Post, StillNeeded
from tests.year.life import Life
from tests.year.scale import DAY

ILL, HOLIDAY, HOME_EARLY, LEAVES = 0.012, 0.004, 0.01, 0.08 / 365


class Mornings:
    """What chance brings to each of our people on a day."""

    def __init__(self, life: Life) -> None:
        self.life, self.chance = life, life.chance

    def day(self) -> None:
        """The day's news of people are among the deeds of its hours."""
        self.admin = Agent.objects.filter(roles__rank=Rank.ADMIN, is_active=True).order_by("pk")[0]
        away = set(Absence.objects.filter(ends_at=None).values_list("agent", flat=True))
        away |= set(Absence.objects.filter(ends_at__gt=self.life.at).values_list("agent", flat=True))
        for agent in self.life.agents.values():
            if agent.pk == self.admin.pk or agent.pk in away:
                continue
            dice = self.chance.random()
            if dice < ILL:
                self._is_ill(agent)
            elif dice < ILL + HOLIDAY:
                self._goes_on_holiday(agent)
            elif dice < ILL + HOLIDAY + HOME_EARLY:
                self._goes_home(agent)
            elif dice < ILL + HOLIDAY + HOME_EARLY + LEAVES:
                self._leaves(agent)

    def _is_ill(self, agent: Agent) -> None:
        """Some know until when, some do not; where somebody is needed, an admin notes it all the same."""
        days = 1 + int(self.chance.lognormvariate(0.5, 0.7))
        knows = self.chance.random() < 0.75
        until = self.life.at + days * DAY

        def call_in(at: datetime) -> None:
            said = {"since": at, "until": until if knows else None, "why": "ill", "at": at}
            try:
                absence = duty.begin_absence(agent, by=agent, **said)
            except StillNeeded:
                absence = duty.begin_absence(agent, by=self.admin, insists=True, **said)
                self.life.done["an admin insists"] += 1
            if not knows:
                self.life.later(until, "back", absence.pk)
            self.life.look_at([agent.pk])

        self.life.soon("people fall ill", call_in, minute=6 * 60 + self.chance.random() * 60)

    def _goes_on_holiday(self, agent: Agent) -> None:
        """From tomorrow, for a week or two; most name who stands in."""
        since = self.life.at + DAY
        until = since + self.chance.choice((7, 10, 14)) * DAY
        colleagues = [pk for some in self.life.members.values() if agent.pk in some for pk in some if pk != agent.pk]

        def go(at: datetime) -> None:
            here = [pk for pk in colleagues if pk in self.life.agents]  # who has not left this morning
            if here and self.chance.random() < 0.6:
                stand_in = self.life.agents[self.chance.choice(here)]
                duty.set_substitute(agent, stand_in, since=since, until=until, by=agent, at=at)
            duty.begin_absence(agent, since=since, until=until, why="holiday", by=agent, at=at)
            self.life.look_at([agent.pk])

        self.life.soon("people go on holiday", go, minute=12 * 60)

    def _goes_home(self, agent: Agent) -> None:
        def go(at: datetime) -> None:
            duty.say_off(agent, by=agent, at=at)
            self.life.look_at([agent.pk])

        self.life.soon("people say that they are off", go, minute=(9 + self.chance.random() * 8) * 60)

    def _leaves(self, agent: Agent) -> None:
        """For good; somebody comes instead, in the same post and week."""
        role = Role.objects.filter(agent=agent).order_by("pk").first()
        if role is None or role.rank == Rank.HEAD_OFFICE:
            return
        number = self.life.number()
        post = Post(Rank(role.rank), role.team_id or role.location_id or role.region_id)

        def go(at: datetime) -> None:
            add_agent(f"n{number}@pine.example", f"N{number} Example", posts=[post], by=self.admin, now=at)
            deactivate(agent, heir=None, by=self.admin, now=at + timedelta(minutes=1))
            self.life.look_at()

        self.life.soon("people leave for good", go, minute=5 * 60)
