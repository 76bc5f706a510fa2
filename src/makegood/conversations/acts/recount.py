"""Response clocks that run while hours, targets or a customer's group change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from makegood.clocks.models import Clock
from makegood.clocks.rules import RESPONSES
from makegood.conversations.acts.changing import list_anew, tell
from makegood.conversations.acts.timing import Timing, sooner
from makegood.conversations.models import Conversation
from makegood.timeline.kinds import Kind

BATCH = 100


def recount_some(*, after: int, teams: Collection[int] | None, customer: int | None, at: datetime) -> int | None:
    """The next response clocks past that number are due as hours and targets say now, and none later than before.

    Of these teams (None: of all), or of this customer. Returns the last number; None when there are no more.
    """
    with transaction.atomic():
        found = list(_running(teams, customer).filter(pk__gt=after).order_by("pk")[:BATCH])
        timing = Timing()
        for conversation in _locked({one.conversation_id for one in found}):
            _recount(conversation, timing, at=at)
    return found[-1].pk if found else None


def _running(teams: Collection[int] | None, customer: int | None) -> QuerySet[Clock]:
    clocks = Clock.objects.filter(kind__in=RESPONSES, ended_at=None)
    if customer is not None:
        theirs = Conversation.objects.filter(customer=customer, next_due__isnull=False)
        return clocks.filter(conversation_id__in=theirs.values("pk"))
    return clocks if teams is None else clocks.filter(team_id__in=teams)


def _locked(numbers: set[int]) -> list[Conversation]:
    """In the order of their numbers, as everyone locks them."""
    rows = Conversation.objects.select_for_update().prefetch_related("team", "customer")
    return list(rows.filter(pk__in=numbers).order_by("pk"))


def _recount(conversation: Conversation, timing: Timing, *, at: datetime) -> None:
    moved = sooner(conversation, timing)
    if not moved:
        return
    list_anew(conversation)
    about = {"kind": moved[0].kind, "due_at": moved[0].due_at.isoformat()}
    tell(Kind.CLOCK_MOVED, conversation, at=at, about=about)
