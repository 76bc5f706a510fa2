"""Guarantee 2, on what a matter has cost: what was to make it climb has, or the worker is about to look."""

from __future__ import annotations

from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from makegood.agenda.models import Turn
from makegood.config.doctor.found import Found, found
from makegood.conversations.models import Conversation, State
from makegood.effort import queries, rules
from makegood.effort.models import Measure, Threshold
from makegood.effort.rules import Effort


def what_cost_too_much_has_climbed(now: datetime) -> Found:
    """For each threshold that an open conversation has reached it has climbed, or is on the agenda for a look."""
    if not Threshold.objects.exists() or Turn.objects.filter(key="effort_sweep").exists():
        return found(0, [])
    looked_at = Turn.objects.filter(key=Concat(Value("effort:"), Cast(OuterRef("pk"), CharField())))
    still = Conversation.objects.filter(state__in=[State.OPEN, State.WAITING]).filter(~Exists(looked_at))
    rows = list(still.order_by("pk").values_list("pk", "team_id"))
    limits = {team: queries.thresholds_of(team) for team in {team for _pk, team in rows}}
    some = {pk: limits[team] for pk, team in rows if limits[team]}
    efforts = queries.efforts_of(list(some), now=now)
    wrong = [pk for pk, effort in efforts.items() if _is_overlooked(pk, effort, some[pk], now)]
    words = "has cost its customer what makes it climb, or soon will, and nobody is to look"
    return found(len(efforts), [f"#{pk} {words}" for pk in wrong])


def _is_overlooked(pk: int, effort: Effort, limits: dict[Measure, int], now: datetime) -> bool:
    if not rules.reached(effort, limits) and rules.waits_until(effort, limits, known=(), now=now) is None:
        return False  # most are far from it, and need no question of their own
    known = queries.reached_in(pk)
    new = [one for one in rules.reached(effort, limits) if one not in known]
    return bool(new) or rules.waits_until(effort, limits, known=known, now=now) is not None


CHECKS = (what_cost_too_much_has_climbed,)
