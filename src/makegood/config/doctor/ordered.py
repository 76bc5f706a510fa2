"""Guarantees 1 and 3: what shops posted is taken in, a notice goes on, what the watch promised was told."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda.models import Turn
from makegood.config.doctor.found import Found, found
from makegood.notices.models import Notice
from makegood.notices.models import State as Sending
from makegood.orders.models import Posted
from makegood.watch.models import Watched


def what_was_posted_will_be_taken_in(now: datetime) -> Found:
    """Each posting that is not taken in yet, or waits for its order, has its turn on the agenda."""
    planned = set(Turn.objects.filter(kind="posted").values_list("key", flat=True))
    waiting = Posted.objects.filter(state__in=[Posted.State.KEPT, Posted.State.WAITING])
    rows = waiting.values_list("pk", "source__name").iterator()
    wrong = [f"posting {pk} of {name} will never be taken in" for pk, name in rows if f"posted:{pk}" not in planned]
    return found(Posted.objects.count(), wrong)


def a_notice_that_is_being_sent_goes_on(now: datetime) -> Found:
    """Each has the turn of its next wave on the agenda."""
    planned = set(Turn.objects.filter(kind="notice_wave").values_list("key", flat=True))
    going = list(Notice.objects.filter(state=Sending.SENDING).values_list("pk", "subject"))
    wrong = [
        f"notice {pk} ({subject}) tells nobody more" for pk, subject in going if f"notice-wave:{pk}" not in planned
    ]
    return found(len(going), wrong)


def who_was_told_of_an_order_was_promised_something(now: datetime) -> Found:
    """Whoever we spoke to first has our word: the promise stands in a conversation of theirs, and is told."""
    spoken = Watched.objects.filter(promise__isnull=False)
    untold = spoken.filter(promise__told_at=None)
    wrong = [
        f"order {number}: a promise of the watch was told to nobody"
        for number in untold.values_list("order__number", flat=True)
    ]
    return found(spoken.count(), wrong)


LOST = (what_was_posted_will_be_taken_in, a_notice_that_is_being_sent_goes_on)
CHECKS = (who_was_told_of_an_order_was_promised_something,)
