"""Guarantee 2, by phone: whoever waits for our call has a clock; every try and voicemail stands in a conversation."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from makegood.agenda.models import Turn
from makegood.calls.models import Call, Callback, Recording, State
from makegood.clocks.models import Clock, Kind
from makegood.config.doctor.found import Found, found
from makegood.conversations.models import State as Standing

OPEN = Q(state=State.OPEN)


def owed_calls_have_their_clock(now: datetime) -> Found:
    """Each call that is owed has its clock, at its time, on its conversation, with a turn; no other such clock runs."""
    running = Clock.objects.filter(kind=Kind.CALLBACK, about_id=OuterRef("pk"), ended_at=None)
    fitting = running.filter(conversation_id=OuterRef("conversation_id"), due_at=OuterRef("due_at"))
    owed = Callback.objects.filter(OPEN)
    bare = owed.filter(~Exists(fitting)).values_list("conversation_id", "number")
    wrong = [f"#{number}: no clock runs for the call to {phone}" for number, phone in bare]
    planned = set(Turn.objects.filter(kind="clock", state="planned").values_list("key", flat=True))
    still_open = set(owed.values_list("pk", flat=True))
    clocks = Clock.objects.filter(kind=Kind.CALLBACK, ended_at=None).values_list("pk", "conversation_id", "about_id")
    for pk, number, about in clocks.iterator():
        if about not in still_open:
            wrong.append(f"#{number}: a clock runs for a call that is not owed")
        elif f"clock:{pk}" not in planned:
            wrong.append(f"#{number}: nothing will happen when its call is due")
    return found(owed.count(), wrong)


def no_owed_call_is_buried(now: datetime) -> Found:
    """None is owed in a conversation that is closed or merged away."""
    buried = Callback.objects.filter(OPEN, conversation__state__in=[Standing.CLOSED, Standing.MERGED])
    wrong = [
        f"#{number} is closed over a call to {phone}"
        for number, phone in buried.values_list("conversation_id", "number")
    ]
    return found(Callback.objects.count(), wrong)


def calls_stand_with_what_was_said(now: datetime) -> Found:
    """What was said in a call stands in the same conversation as the call."""
    apart = Call.objects.filter(message__isnull=False).exclude(message__conversation=F("conversation"))
    wrong = [
        f"call {pk} and what was said in it stand in two conversations" for pk in apart.values_list("pk", flat=True)
    ]
    return found(Call.objects.count(), wrong)


def recordings_come(now: datetime) -> Found:
    """A recording that is not here has a turn that fetches it, or that is stuck and says why; what is here has a file
    of the message that it is of.
    """
    awaited = Recording.objects.filter(file=None).values_list("pk", "call__conversation_id")
    turns = set(Turn.objects.filter(kind="recording").values_list("key", flat=True))
    wrong = [
        f"#{number}: a recording is not here, and nothing will fetch it"
        for pk, number in awaited
        if f"recording:{pk}" not in turns
    ]
    apart = Recording.objects.filter(file__isnull=False).exclude(file__message=F("call__message"))
    wrong += [f"recording {pk} and its message do not belong together" for pk in apart.values_list("pk", flat=True)]
    return found(Recording.objects.count(), wrong)


RECORDED = (recordings_come,)
CHECKS = (owed_calls_have_their_clock, no_owed_call_is_buried, calls_stand_with_what_was_said)
