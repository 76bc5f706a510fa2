"""Guarantee 2, on ladders: nothing that climbs stands still, and each ladder has somebody at its top."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from makegood.clocks.models import Clock, Kind
from makegood.config.doctor.found import Found, found
from makegood.conversations.models import State
from makegood.escalations import queries
from makegood.escalations.models import Escalation
from makegood.people.queries import is_set_up


def what_climbs_has_a_clock(now: datetime) -> Found:
    """An escalation that has not ended has its clock, on an open conversation, and whoever was asked works here."""
    going = Escalation.objects.filter(ended_at=None)
    running = Clock.objects.filter(
        kind=Kind.RUNG, about_id=OuterRef("pk"), conversation_id=OuterRef("conversation_id"), ended_at=None
    )
    still = going.filter(~Exists(running)).values_list("conversation_id", flat=True)
    wrong = [f"#{number} was taken higher and no clock runs for that" for number in still]
    shut = going.exclude(conversation__state__in=[State.OPEN, State.WAITING])
    wrong += [f"#{number} is closed and still climbs" for number in shut.values_list("conversation_id", flat=True)]
    gone = going.filter(asked__is_active=False).values_list("conversation_id", flat=True)
    wrong += [f"#{number} climbed to somebody who no longer works here" for number in gone]
    return found(going.count(), wrong)


def ladders_have_a_top(now: datetime) -> Found:
    """Somebody active holds the last step of each open team's ladder."""
    teams = queries.empty_tops() if is_set_up() else []
    return found(len(teams), [f"nobody holds the last step of the ladder of {team}" for team in teams])


CHECKS = (what_climbs_has_a_clock, ladders_have_a_top)
