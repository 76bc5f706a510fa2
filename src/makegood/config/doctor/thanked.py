"""Guarantee 2, on what customers say afterwards: thanks have reached somebody, and "not solved" opens the matter."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from makegood.config.doctor.found import Found, found
from makegood.conversations.models import Message
from makegood.kudos.models import Kudos, Question
from makegood.kudos.queries import deciders_at
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event


def each_was_told(now: datetime) -> Found:
    """Whoever was thanked was told of it; what is to be decided has somebody who decides."""
    told = set(Event.objects.filter(kind=Kind.KUDOS_GIVEN).values_list("about__kudos", "about__agent"))
    given = set(Kudos.objects.filter(state=Kudos.State.GIVEN).values_list("pk", "agent_id"))
    wrong = [f"thanks {pk} reached nobody" for pk, _agent in sorted(given - told)]
    waiting = Kudos.objects.filter(state__in=(Kudos.State.WAITING, Kudos.State.HELD)).select_related("location")
    for one in waiting:
        if one.location is None or not deciders_at(one.location):
            wrong.append(f"thanks {one.pk} wait for somebody to say whom they are for, and nobody may")
    return found(len(given) + len(waiting), wrong)


def what_is_not_solved_was_opened(now: datetime) -> Found:
    """Who said that it is not solved said so in a message, which opens the conversation and starts its clock."""
    theirs = Message.objects.filter(
        conversation=OuterRef("conversation"), direction=Message.IN, at=OuterRef("answered_at")
    )
    # A matter that was merged has its messages elsewhere.
    no = Question.objects.filter(solved=False, conversation__merged_into=None)
    wrong = no.exclude(Exists(theirs)).values_list("conversation_id", flat=True)
    return found(no.count(), [f"#{pk}: its customer said no, and nothing came of it" for pk in wrong])


CHECKS = (each_was_told, what_is_not_solved_was_opened)
