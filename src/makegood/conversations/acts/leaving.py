"""When a person or a team goes, what is open goes on with somebody else, in the same transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.conversations import attached
from makegood.conversations.acts.changing import change, lock, tell
from makegood.conversations.models import Conversation
from makegood.conversations.queries.leaving import open_of, owning_teams
from makegood.people import acts as people
from makegood.people.models import Agent, Team
from makegood.people.queries import audience, first_team
from makegood.people.rules import Post
from makegood.timeline.kinds import Kind


def deactivate(agent: Agent, *, heir: Agent | None, by: Agent | None, now: datetime, insists: bool = False) -> int:
    """The agent is signed out; what they had open is the heir's, or their teams' and nobody's yet. How many it was.

    Raises NotAllowed, LastAdmin, StillNeeded (see people.acts.deactivate): then nothing has changed.
    """
    with transaction.atomic():
        people.deactivate(agent, by=by, now=now, owning=owning_teams(), insists=insists)
        numbers = list(open_of(agent=agent.pk))
        for number in numbers:
            _pass_on(lock(number), owner=heir, by=by, now=now)
        for one in attached.everyone():
            one.left(agent, by=by, at=now)
    return len(numbers)


def take_role(agent: Agent, post: Post, *, by: Agent | None, now: datetime, insists: bool = False) -> None:
    """The agent no longer holds the post; what they had open and may not see any more is its team's again.

    Raises as people.acts.take_role: then nothing has changed.
    """
    with transaction.atomic():
        people.take_role(agent, post, by=by, now=now, owning=owning_teams(), insists=insists)
        seen = audience(agent.pk)
        for number in list(open_of(agent=agent.pk)):
            conversation = lock(number)
            if not seen.includes(conversation.team_id):
                _pass_on(conversation, owner=None, by=by, now=now)


def close_team(team: Team, *, heir: Team | None, by: Agent | None, now: datetime) -> int:
    """The team takes no more work; its mailboxes and what it had open are the heir's. How many conversations it was.

    Raises NotAllowed, Unfit, StillNeeded: then nothing has changed.
    """
    with transaction.atomic():
        numbers = list(open_of(team=team.pk)) if heir and heir.is_active else []
        for number in numbers:
            _pass_on(lock(number), team=heir, owner=None, by=by, now=now)
        people.close_team(team, heir=heir, by=by, now=now, owning=owning_teams())
        for one in attached.everyone():
            one.team_closed(team, heir=heir or first_team(), at=now)
    return len(numbers)


def _pass_on(
    conversation: Conversation, *, owner: Agent | None, by: Agent | None, now: datetime, team: Team | None = None
) -> None:
    """Whoever may see the conversation can have it; nobody else does."""
    team = team or conversation.team
    owner = owner if owner and audience(owner.pk).includes(team.pk) else None
    about = {"to": owner.pk if owner else None, "team": team.pk, "from_team": conversation.team_id}
    change(conversation, at=now, by=by, team=team, owner=owner)
    tell(Kind.CONVERSATION_ASSIGNED, conversation, at=now, by=by, about=about)
