"""New work finds its owner: whoever takes it, or, where a team says so, by turn or by load, never someone off duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from makegood.conversations.models import Conversation
from makegood.conversations.queries.leaving import loads
from makegood.people.duty import acts as duty
from makegood.people.duty import queries
from makegood.people.duty.rules.giving import by_load, by_turn
from makegood.people.models import Agent, Gives, Team


@dataclass
class Giving:
    """Who has been given what in one transaction, so that the next one is another's turn.

    `finish` comes last in it, when no conversation is locked any more: two transactions then wait for each other only
    one way round.
    """

    members: dict[int, list[Agent]] = field(default_factory=dict)
    lasts: dict[int, int | None] = field(default_factory=dict)
    loads: dict[int, int] = field(default_factory=dict)
    given: dict[int, int] = field(default_factory=dict)

    def give_out(self, begun: Sequence[Conversation], *, at: datetime) -> list[Conversation]:
        """Each of these, not yet written, has an owner if its team gives work out and somebody is on duty.

        Returns those that now have one. No query for teams whose work is claimed, the same few for any number.
        """
        waiting = [one for one in begun if one.next_due and one.owner_id is None and one.team.gives != Gives.CLAIMED]
        self._know([one.team for one in waiting], at=at)
        for one in waiting:
            one.owner = self._next(one.team)
        return [one for one in waiting if one.owner_id is not None]

    def owner_for(self, team: Team, *, at: datetime) -> Agent | None:
        """Who of the team is given what opens again. None: whoever takes it, or nobody is on duty."""
        if team.gives == Gives.CLAIMED:
            return None
        self._know([team], at=at)
        return self._next(team)

    def finish(self) -> None:
        """It is remembered whose turn it was."""
        for team in sorted(self.given):
            duty.gave(team, self.given[team])

    def _know(self, teams: Sequence[Team], *, at: datetime) -> None:
        new = {one.pk: one for one in teams if one.pk not in self.members}
        if not new:
            return
        here = queries.team_on_duty(new, at=at)
        agents = Agent.objects.in_bulk({one for some in here.values() for one in some})
        self.members |= {team: [agents[one] for one in some] for team, some in here.items()}
        if any(one.gives == Gives.BY_TURN for one in new.values()):
            self.lasts |= queries.last_given(new)
        if any(one.gives == Gives.BY_LOAD for one in new.values()):
            self.loads |= {one: count for one, count in loads(agents).items() if one not in self.loads}

    def _next(self, team: Team) -> Agent | None:
        members = {one.pk: one for one in self.members[team.pk]}
        if team.gives == Gives.BY_LOAD:
            chosen = by_load(members, self.loads)
        else:
            chosen = by_turn(members, self.lasts.get(team.pk))
        if chosen is None:
            return None
        self.loads[chosen] = self.loads.get(chosen, 0) + 1
        if team.gives == Gives.BY_TURN:
            self.lasts[team.pk] = self.given[team.pk] = chosen
        return members[chosen]
