"""Matters climb the ladder when they have cost the customer as much as a place lets them cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.agenda.models import Turn
from makegood.conversations.acts.changing import change, lock
from makegood.conversations.models import Conversation, State
from makegood.effort import queries, rules
from makegood.effort.models import Measure, Reached, Threshold
from makegood.escalations.acts.climbing import Why, begin
from makegood.escalations.models import Cause
from makegood.people.acts.common import admit
from makegood.people.models import Agent, Team
from makegood.people.rules import Unfit
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind

MOST = {Measure.TOLD: 50, Measure.WAITED: 24 * 365, Measure.TRANSFERS: 50}
SWEPT = 200


def set_thresholds(team: Team | None, amounts: Mapping[Measure, int], *, by: Agent | None, at: datetime) -> None:
    """The team's conversations climb from then on when one of these is reached; None: everyone's without their own.

    None given: the team climbs by everyone's, everyone by none. What is open already is looked at, too.
    Raises NotAllowed, Unfit.
    """
    actor = admit(by)
    if wrong := [measure for measure, amount in amounts.items() if not 1 <= amount <= MOST[measure]]:
        most = MOST[wrong[0]]
        raise Unfit(_("%(what)s: a whole number from 1 to %(most)s.") % {"what": wrong[0].label, "most": most})
    with transaction.atomic():
        Threshold.objects.filter(team=team).delete()
        Threshold.objects.bulk_create(
            Threshold(team=team, measure=measure, amount=amount) for measure, amount in amounts.items()
        )
        if amounts:
            agenda.plan("effort_sweep", "effort_sweep", run_at=at, about={"after": 0})
        about = {"thresholds": team.pk if team else None, **{one.value: amount for one, amount in amounts.items()}}
        record(Kind.SETTINGS_CHANGED, at=at, by=actor, team=team.pk if team else None, about=about)


def plan_looks(conversations: Iterable[Conversation], *, at: datetime) -> None:
    """Those whose team asks for it are looked at by the worker, next. One query when none is."""
    some = {one.pk: one for one in conversations if one.state in (State.OPEN, State.WAITING)}
    watched = queries.watched({one.team_id for one in some.values()}) if some else frozenset()
    turns = [_turn(pk, at=at) for pk, one in sorted(some.items()) if one.team_id in watched]
    if turns:
        agenda.plan_all(turns)


def _turn(number: int, *, at: datetime) -> Turn:
    return agenda.turn("effort", f"effort:{number}", run_at=at, about={"conversation": number})


def sweep(after: int, *, now: datetime) -> None:
    """The next two hundred open ones are looked at, and the rest by another turn of the same."""
    rows = Conversation.objects.filter(pk__gt=after, state__in=[State.OPEN, State.WAITING]).order_by("pk")[:SWEPT]
    some = list(rows)
    with transaction.atomic():
        plan_looks(some, at=now)
        if len(some) == SWEPT:
            agenda.plan("effort_sweep", "effort_sweep", run_at=now, about={"after": some[-1].pk})


def look(number: int, *, now: datetime) -> datetime | None:
    """The conversation has climbed for each threshold that is reached, once. When to look again; None: by an act."""
    with transaction.atomic():
        conversation = lock(number)
        if conversation.state not in (State.OPEN, State.WAITING):
            return None
        thresholds = queries.thresholds_of(conversation.team_id)
        effort = queries.effort_of(conversation, now=now) if thresholds else None
        if effort is None:
            return None
        known = queries.reached_in(number)
        new = [one for one in rules.reached(effort, thresholds) if one not in known]
        if new:
            _climb(conversation, new, at=now)
    return rules.waits_until(effort, thresholds, known=known, now=now)


def _climb(conversation: Conversation, new: list[tuple[Measure, int]], *, at: datetime) -> None:
    """One step, however many were reached at once."""
    Reached.objects.bulk_create(
        Reached(conversation=conversation, measure=measure, amount=amount, at=at) for measure, amount in new
    )
    begin(conversation, Why(Cause.EFFORT, at), at=at)
    change(conversation, at=at, state=State.OPEN)
