"""Conversations that belong beside each other, and greater matters with their parts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base.transactions import alone
from makegood.conversations import rules
from makegood.conversations.acts.changing import lock, tell
from makegood.conversations.acts.tray import tie
from makegood.conversations.models import Conversation, Link
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind

PARTS = "conversations.parts"


def link(one: Conversation, other: Conversation, *, by: Agent, at: datetime) -> None:
    """The two stand beside each other, whoever their customers are. Twice is once. Raises Refused."""
    if one.pk == other.pk:
        raise rules.Refused(_("A conversation cannot be linked with itself."))
    with transaction.atomic():
        first, second = (lock(number) for number in sorted((one.pk, other.pk)))
        tie(first.pk, second.pk, Link.Why.RELATED)
        tell(Kind.CONVERSATION_LINKED, one, at=at, by=by, about={"with": other.pk})
        tell(Kind.CONVERSATION_LINKED, other, at=at, by=by, about={"with": one.pk})


def unlink(one: Conversation, other: Conversation, *, by: Agent, at: datetime) -> None:
    """The two no longer stand beside each other."""
    with transaction.atomic():
        gone, _ = Link.objects.filter(one=min(one.pk, other.pk), other=max(one.pk, other.pk)).delete()
        if gone:
            tell(Kind.CONVERSATION_LINKED, one, at=at, by=by, about={"without": other.pk})
            tell(Kind.CONVERSATION_LINKED, other, at=at, by=by, about={"without": one.pk})


def make_part(part: Conversation, whole: Conversation | None, *, by: Agent, at: datetime) -> None:
    """The one is a part of the other, which does not close before it; None: of nothing any more. Raises Refused."""
    with transaction.atomic():
        alone(PARTS)  # two at once could each be a part of the other
        part = lock(part.pk)
        if whole and (why := rules.why_not_part(part, whole, above=above(whole))):
            raise rules.Refused(why)
        Conversation.objects.filter(pk=part.pk).update(parent=whole)
        tell(Kind.CONVERSATION_LINKED, part, at=at, by=by, about={"part_of": whole.pk if whole else None})


def above(conversation: Conversation) -> list[int]:
    """The numbers of the greater matters it is a part of, nearest first."""
    numbers: list[int] = []
    parent = Conversation.objects.filter(pk=conversation.pk).values_list("parent", flat=True).first()
    while parent is not None and parent not in numbers:
        numbers.append(parent)
        parent = Conversation.objects.filter(pk=parent).values_list("parent", flat=True).first()
    return numbers
