"""Guarantee 2, on what customers say afterwards: thanks have reached somebody, once; they are asked once, and never who
has thanked; "not solved" opens the matter."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.models import Count, Exists, OuterRef

from makegood.config.doctor.found import Found, found
from makegood.conversations.models import Message
from makegood.kudos.models import Kudos, Question, Way
from makegood.kudos.queries import deciders_at
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event


def each_was_told(now: datetime) -> Found:
    """Whoever was thanked was told of it, once; what is to be decided has somebody who decides."""
    told = Counter(Event.objects.filter(kind=Kind.KUDOS_GIVEN).values_list("about__kudos", "about__agent"))
    given = set(Kudos.objects.filter(state=Kudos.State.GIVEN).values_list("pk", "agent_id"))
    wrong = [f"thanks {pk} reached nobody" for pk, _agent in sorted(given - told.keys())]
    wrong += [f"thanks {pk} were told {times} times" for (pk, _agent), times in sorted(told.items()) if times > 1]
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


def nobody_is_asked_again(now: datetime) -> Found:
    """One mail a matter asks whether it was solved, and none whose customer had thanked before."""
    asked = Event.objects.filter(kind=Kind.QUESTION_ASKED)
    often = asked.values("conversation_id").annotate(times=Count("pk")).filter(times__gt=1)
    wrong = [f"#{pk}: its customer was asked more than once" for pk in often.values_list("conversation_id", flat=True)]
    # Thanks to a person who is named; those to somebody described may have been dropped, and come back since.
    earlier = Kudos.objects.filter(
        way=Way.PAGE, whom="", conversation=OuterRef("conversation"), at__lt=OuterRef("asked_at")
    )
    thanked = Question.objects.filter(Exists(earlier)).values_list("conversation", flat=True)
    wrong += [f"#{pk}: its customer was asked after they had said thanks" for pk in thanked]
    return found(asked.count(), wrong)


CHECKS = (each_was_told, nobody_is_asked_again, what_is_not_solved_was_opened)
