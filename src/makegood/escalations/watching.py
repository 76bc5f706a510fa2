"""Ladders follow people's working time: nobody who is not there is left with what has climbed to them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from makegood.escalations import acts, queries
from makegood.people.duty.queries import persons
from makegood.people.duty.rules import next_on_duty
from makegood.people.duty.watching import Watching
from makegood.people.models import Rank


class Ladders(Watching):
    """The top of a ladder has somebody who is known to come, and what waits for someone is looked at again."""

    def why_not(self, agents: Collection[int], *, at: datetime) -> str:
        """See Watching. One of these was the last on the top rung of a team who was known to come."""
        for team in queries.climbing_to(agents):
            top = queries.steps_of(team)[-1]
            if top.rank == Rank.ADMIN or not any(one in top.people for one in agents):
                continue
            people = persons(top.people, at=at)
            if all(next_on_duty(one, at) is None for one in people.values()):
                return _(
                    "Then nobody at the top of the ladder of %(team)s would be known to come. "
                    "Name a stand-in of the same rank first."
                ) % {"team": team}
        return ""

    def changed(self, agents: Collection[int], *, at: datetime) -> None:
        """See Watching."""
        acts.look_again(list(agents), at=at)

    def forced(self, agents: Collection[int], *, at: datetime) -> None:
        """See Watching. The admins see whatever is stranded."""
        acts.look_again(list(agents), at=at)
