"""Somebody works here no more: nobody waits for them, stands in for them, or is stood in for by them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from makegood.agenda import acts as agenda
from makegood.people.duty.acts.absences import key_of
from makegood.people.duty.models import Absence, Feed, Override, Shift, Substitute
from makegood.people.models import Agent


def leave(agent: Agent, *, at: datetime) -> None:
    """Absences, standing in (both ways) and what they said of themselves are over; shifts to come and their calendar
    are gone. The weekly roster stays for a return. In the caller's transaction, which tells of it.
    """
    absences = Absence.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), agent=agent)
    for pk in absences.values_list("pk", flat=True):
        agenda.cancel(key_of(pk), now=at)
    standing_in = Substitute.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), Q(agent=agent) | Q(stand_in=agent))
    absences.filter(begins_at__gte=at).delete()
    standing_in.filter(begins_at__gte=at).delete()
    absences.filter(begins_at__lt=at).update(ends_at=at)
    standing_in.filter(begins_at__lt=at).update(ends_at=at)
    Override.objects.filter(agent=agent).delete()
    Shift.objects.filter(agent=agent, day__gt=at.date()).delete()
    Feed.objects.filter(agent=agent).delete()
