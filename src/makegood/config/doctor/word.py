"""Guarantee 3: our word is kept or owned up to. It never just lapses, and nothing that is said erases it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from makegood.agenda.models import Turn
from makegood.agenda.queries import last_beat_at
from makegood.clocks.models import Clock, Kind
from makegood.config.doctor.dropped import PATIENCE
from makegood.config.doctor.found import Found, found
from makegood.conversations.models import State as Standing
from makegood.promises.models import Promise, State, Term

OPEN = Q(state=State.OPEN)


def open_promises_have_their_clock(now: datetime) -> Found:
    """Each open promise has its clock, at its time, on its conversation, with a turn that will come."""
    running = Clock.objects.filter(kind=Kind.PROMISE, about_id=OuterRef("pk"), ended_at=None)
    fitting = running.filter(conversation_id=OuterRef("conversation_id"), due_at=OuterRef("due_at"))
    promises = Promise.objects.filter(OPEN)
    bare = promises.filter(~Exists(fitting)).values_list("conversation_id", "what")
    wrong = [f"#{number}: no clock runs for “{what}”" for number, what in bare]
    planned = set(Turn.objects.filter(kind="promise", state="planned").values_list("key", flat=True))
    clocks = Clock.objects.filter(kind=Kind.PROMISE, ended_at=None).values_list("pk", "conversation_id", "about_id")
    still_open = set(promises.values_list("pk", flat=True))
    for pk, number, about in clocks.iterator():
        if about not in still_open:
            wrong.append(f"#{number}: a clock runs for a promise that is not open")
        elif f"clock:{pk}" not in planned:
            wrong.append(f"#{number}: nothing will happen when its promise is due")
    return found(promises.count(), wrong)


def no_promise_lapses(now: datetime) -> Found:
    """While workers run, none is open past its time; none was kept, withdrawn or moved once it was due."""
    wrong: list[str] = []
    beat = last_beat_at()
    if beat and now - beat < PATIENCE:
        late = Promise.objects.filter(OPEN, due_at__lt=now - PATIENCE).values_list("conversation_id", "what")
        wrong += [f"#{number}: “{what}” was due more than 10 minutes ago and nobody owned up" for number, what in late]
    kept = Promise.objects.filter(state=State.KEPT, corrected_at=None, kept_at__gte=F("due_at"))
    withdrawn = Promise.objects.filter(state=State.WITHDRAWN, withdrawn_at__gte=F("due_at"))
    for done, rows in (("kept", kept), ("withdrawn", withdrawn)):
        numbers = rows.values_list("conversation_id", "what")
        wrong += [f"#{number}: “{what}” was {done} when it was due already" for number, what in numbers]
    moved = Term.objects.filter(was_due_at__lte=F("said_at")).values_list("promise__conversation", "promise__what")
    wrong += [f"#{number}: “{what}” was given a new time when it was due already" for number, what in moved]
    return found(Promise.objects.count(), wrong)


def no_promise_is_buried(now: datetime) -> Found:
    """None is open on a conversation that is closed or merged away; each has its first time on record."""
    promises = Promise.objects.filter(OPEN)
    ended = promises.filter(conversation__state__in=[Standing.CLOSED, Standing.MERGED])
    wrong = [f"#{number} is closed over “{what}”" for number, what in ended.values_list("conversation_id", "what")]
    first = Term.objects.filter(promise=OuterRef("pk"), was_due_at=None, due_at=OuterRef("first_due_at"))
    unsaid = Promise.objects.filter(~Exists(first)).values_list("conversation_id", "what")
    wrong += [f"#{number}: the first time of “{what}” is not on record" for number, what in unsaid]
    return found(promises.count(), wrong)


CHECKS = (open_promises_have_their_clock, no_promise_lapses, no_promise_is_buried)
