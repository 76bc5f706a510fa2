"""Which rungs a ladder has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.escalations import queries
from makegood.escalations.models import Rung
from makegood.people.acts.common import admit
from makegood.people.models import Agent, Rank, Team
from makegood.people.rules import LADDER, Unfit
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind

MOST_RUNGS = 8
LONGEST = timedelta(days=30)


def set_ladder(
    team: Team | None, lines: Sequence[tuple[str, timedelta]], *, by: Agent | None, at: datetime
) -> list[Rung]:
    """The team climbs by these ranks, each with its time; None: every team without a ladder of its own does.

    No line: the team climbs by everyone's, everyone by the usual one. Raises NotAllowed; Unfit, in words: then nothing
    has changed.
    """
    actor = admit(by)
    _refuse_unfit(lines)
    with transaction.atomic():
        Rung.objects.filter(team=team).delete()
        rungs = Rung.objects.bulk_create(
            Rung(team=team, place=place, rank=rank, minutes=int(time.total_seconds() // 60))
            for place, (rank, time) in enumerate(lines, start=1)
        )
        if empty := queries.empty_tops():
            names = ", ".join(str(one) for one in empty[:3])
            raise Unfit(
                _("Nobody holds the last step for %(names)s. Choose one that somebody holds.") % {"names": names}
            )
        about = {"ladder": team.pk if team else None, "rungs": [rank for rank, _time in lines]}
        record(Kind.SETTINGS_CHANGED, at=at, by=actor, team=team.pk if team else None, about=about)
    return rungs


def _refuse_unfit(lines: Sequence[tuple[str, timedelta]]) -> None:
    ranks = [rank for rank, _time in lines]
    order = {rank: number for number, rank in enumerate(LADDER)}
    if len(lines) > MOST_RUNGS:
        raise Unfit(_("A ladder has %(count)s steps at most.") % {"count": MOST_RUNGS})
    if any(rank not in order or rank == Rank.AGENT for rank in ranks):
        raise Unfit(_("A step is a lead, a manager, a regional manager or head office."))
    if ranks != sorted(set(ranks), key=lambda rank: order[Rank(rank)]):
        raise Unfit(_("Each step stands above the one before it, and comes once."))
    if any(not timedelta(minutes=1) <= time <= LONGEST for _rank, time in lines):
        raise Unfit(_("Each step has a time between one minute and thirty days."))
