"""Guarantee 2, of people: who stands in and who is away is data that can be true, and nobody waits for who has gone."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from makegood.config.doctor.found import Found, found
from makegood.conversations.models import Conversation
from makegood.people.duty.models import Absence, Override, Substitute
from makegood.people.duty.queries import Held, covers
from makegood.people.duty.rules.standing_in import StandIn, circle
from makegood.people.models import Agent
from makegood.people.queries import is_set_up

SHOWN = 50


def nobody_stands_in_a_circle(now: datetime) -> Found:
    """From now on, at no moment do people stand in for each other in a circle."""
    rows = Substitute.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now)).order_by("pk")
    links = [StandIn(*row) for row in rows.values_list("agent_id", "stand_in_id", "begins_at", "ends_at")]
    names = dict(Agent.objects.values_list("pk", "name"))
    wrong = [
        "they stand in for each other in a circle: " + ", ".join(names[pk] for pk in people)
        for number, one in enumerate(links)
        if (people := circle(one, links[:number]))
    ]
    return found(len(links), wrong)


def nobody_waits_for_who_has_gone(now: datetime) -> Found:
    """No absence, standing in or "I'm on" of somebody who works here no more goes on."""
    lasting = Q(ends_at=None) | Q(ends_at__gt=now)
    absences = Absence.objects.filter(lasting, agent__is_active=False)
    standing_in = Substitute.objects.filter(lasting).filter(Q(agent__is_active=False) | Q(stand_in__is_active=False))
    said = Override.objects.filter(agent__is_active=False)
    wrong = [
        f"{name} no longer works here and is noted as away" for name in absences.values_list("agent__name", flat=True)
    ]
    wrong += [
        f"{stand_in} stands in for {agent}, and one of them no longer works here"
        for agent, stand_in in standing_in.values_list("agent__name", "stand_in__name")
    ]
    wrong += [
        f"{name} no longer works here and has said so or otherwise"
        for name in said.values_list("agent__name", flat=True)
    ]
    return found(Absence.objects.count() + Substitute.objects.count() + Override.objects.count(), wrong)


def somebody_is_known_to_come(now: datetime) -> Found:
    """For what is open or waiting somebody is on duty who may see it, or known to come, and when."""
    pairs = Conversation.objects.filter(next_due__isnull=False).order_by().values_list("owner_id", "team_id").distinct()
    held = [Held((owner, team), owner, team, now) for owner, team in pairs]
    uncovered = {key for key, cover in covers(held, at=now).items() if cover is None} if is_set_up() else set()
    alone = [(one.owner, one.team) for one in held if one.key in uncovered]
    wrong = [
        f"#{pk}: nobody who may see it is on duty, and nobody is known to come" for pair in alone for pk in _of(*pair)
    ]
    return found(len(held), wrong)


def _of(owner: int | None, team: int) -> list[int]:
    rows = Conversation.objects.filter(next_due__isnull=False, owner=owner, team=team).order_by("next_due", "pk")
    return list(rows.values_list("pk", flat=True)[:SHOWN])


CHECKS = (nobody_stands_in_a_circle, nobody_waits_for_who_has_gone, somebody_is_known_to_come)
