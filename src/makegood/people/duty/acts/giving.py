"""How new work finds its owner in a team, and giving it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.people.acts.common import admit, alter
from makegood.people.duty.models import LastGiven
from makegood.people.models import Agent, Gives, Team
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


@transaction.atomic
def set_giving(team: Team, gives: Gives, *, by: Agent | None, at: datetime) -> None:
    """New work of the team is given like this. The same again changes nothing. Raises NotAllowed."""
    actor = admit(by)
    changed = alter(team, gives=Gives(gives).value)
    if changed:
        about = {"name": team.name, "changed": changed}
        record(Kind.TEAM_CHANGED, at=at, by=actor, team=team.pk, location=team.location_id, about=about)


def gave(team: int, agent: int) -> None:
    """It is remembered who was given the team's newest work. In the caller's transaction."""
    LastGiven.objects.update_or_create(team_id=team, defaults={"agent_id": agent})
