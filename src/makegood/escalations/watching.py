"""Ladders follow people's working time: nobody who is not there is left with what has climbed to them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from makegood.escalations import acts, queries
from makegood.escalations.rules import Step
from makegood.people.duty.queries import persons
from makegood.people.duty.rules import next_on_duty
from makegood.people.duty.watching import Watching
from makegood.people.models import Rank, Team
from makegood.people.rules import Post


class Ladders(Watching):
    """The top of a ladder has somebody who is known to come, and what waits for someone is looked at again."""

    def why_not(self, agents: Collection[int], *, at: datetime) -> str:
        """See Watching. One of these was the last on the top rung of a team who was known to come."""
        for team in queries.climbing_to(agents):
            top = queries.steps_of(team)[-1]
            if top.rank != Rank.ADMIN and any(one in top.people for one in agents) and not _is_held(top, at=at):
                return _why(team)
        return ""

    def why_not_take(self, post: Post, *, at: datetime) -> str:
        """See Watching. Nobody else is known to come to the top rung of a team, which was set to be of this rank."""
        for team in queries.below(post):
            top = queries.steps_of(team)[-1]
            if top.rank == post.rank and not _is_held(top, at=at):
                return _why(team)
        return ""

    def changed(self, agents: Collection[int], *, at: datetime) -> None:
        """See Watching."""
        acts.look_again(list(agents), at=at)

    def forced(self, agents: Collection[int], *, at: datetime) -> None:
        """See Watching. The admins see whatever is stranded."""
        acts.look_again(list(agents), at=at)


def _is_held(top: Step, *, at: datetime) -> bool:
    """Somebody on the rung is there, or known to come."""
    people = persons(top.people, at=at)
    return any(next_on_duty(one, at) is not None for one in people.values())


def _why(team: Team) -> str:
    return _(
        "Then nobody at the top of the ladder of %(team)s would be known to come. Name a stand-in first: an admin "
        "gives somebody else the same rank. An absence whose last day is known can be noted. If it cannot be helped, "
        "an admin may do it all the same, and the admins stand in."
    ) % {"team": team}
