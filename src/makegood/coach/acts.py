"""A team tunes its coach."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from makegood.coach.kinds import Kind
from makegood.coach.models import LeftOut
from makegood.coach.queries import left_out
from makegood.people.acts.common import admit
from makegood.people.models import Agent, Team
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind as Event


def leave_out(team: Team, kinds: Iterable[Kind], *, by: Agent | None, at: datetime) -> None:
    """The team's agents are told of all but these from now on. Raises NotAllowed."""
    actor, wanted = admit(by), frozenset(kinds)
    with transaction.atomic():
        Team.objects.select_for_update().get(pk=team.pk)
        if wanted == left_out(team.pk):
            return
        LeftOut.objects.filter(team=team.pk).delete()
        LeftOut.objects.bulk_create(LeftOut(team=team, kind=kind.value) for kind in sorted(wanted))
        about = {"coach": team.pk, "left_out": sorted(kind.value for kind in wanted)}
        record(Event.SETTINGS_CHANGED, at=at, by=actor, team=team.pk, about=about)
