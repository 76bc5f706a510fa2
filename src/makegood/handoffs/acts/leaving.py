"""When a person, a place or a partner goes, nothing stays offered to them, and links end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.conversations.acts import leaving
from makegood.conversations.acts.changing import change
from makegood.handoffs import queries
from makegood.handoffs.acts.common import end, held, say
from makegood.handoffs.acts.partners import partner_ended
from makegood.handoffs.models import Handoff, State
from makegood.people import acts as people
from makegood.people.models import Agent, Location, Partner, Team
from makegood.timeline.kinds import Kind


def deactivate(agent: Agent, *, heir: Agent | None, by: Agent | None, now: datetime, insists: bool = False) -> int:
    """As conversations.acts.leaving; what was offered to the agent is with its owner again. How many were passed on."""
    with transaction.atomic():
        passed_on = leaving.deactivate(agent, heir=heir, by=by, now=now, insists=insists)
        _give_back(queries.open_to(agent=agent.pk), by=by, at=now)
    return passed_on


def close_team(team: Team, *, heir: Team | None, by: Agent | None, now: datetime) -> int:
    """The same for a team, and for its location when it has no other."""
    with transaction.atomic():
        passed_on = leaving.close_team(team, heir=heir, by=by, now=now)
        _give_back(queries.open_to(team=team.pk), by=by, at=now)
        if not Team.objects.filter(location=team.location_id, is_active=True).exists():
            _give_back(queries.open_to(location=team.location_id), by=by, at=now)
    return passed_on


def close_location(location: Location, *, by: Agent | None, now: datetime) -> None:
    """The location is closed, and nothing is offered to it any more. Raises as people.acts.close_location."""
    with transaction.atomic():
        people.close_location(location, by=by, now=now)
        _give_back(queries.open_to(location=location.pk), by=by, at=now)


def end_partner(partner: Partner, *, by: Agent | None, now: datetime) -> int:
    """We no longer work with the partner: what they had is its owners' again, and their links are dead. How many."""
    with transaction.atomic():
        people.switch_partner(partner, on=False, by=by, now=now)
        theirs = list(Handoff.objects.filter(partner=partner, ended_at=None).order_by("pk"))
        for one in theirs:
            partner_ended(one, by=by, at=now)
    return len(theirs)


def _give_back(handoffs: list[Handoff], *, by: Agent | None, at: datetime) -> None:
    for one in handoffs:
        handoff, conversation = held(one.pk)
        if not handoff.is_open:
            continue
        why = _("%(name)s is no longer there.") % {"name": handoff.to_name}
        end(handoff, conversation, to=State.RETURNED, at=at, by=by, why=why)
        change(conversation, at=at, by=by)
        say(Kind.HANDOFF_RETURNED, handoff, conversation, at=at, by=by, why=handoff.why)
