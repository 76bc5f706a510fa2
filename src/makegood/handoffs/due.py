"""What happens when a handoff's time comes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.agenda.models import Turn
from makegood.clocks.models import Clock
from makegood.clocks.queries import running_clock
from makegood.handoffs.acts.answering import run_out
from makegood.handoffs.acts.common import held
from makegood.handoffs.acts.partners import fell_due, partner_offer_ran_out
from makegood.handoffs.models import Handoff


def offer(turn: Turn, *, now: datetime) -> datetime | None:
    """Nobody answered the offer in time: it goes back to whoever has the conversation."""
    with transaction.atomic():
        found = _due(turn)
        if found is None:
            return None
        clock, handoff = found
        handoff, conversation = held(handoff.pk)
        clock = running_clock(clock.pk) or clock  # it may have moved or ended while we waited for the lock
        if not handoff.is_open or clock.ended_at:
            return None
        if clock.turn_at > now:
            return clock.turn_at
        if handoff.partner_id:
            partner_offer_ran_out(handoff, conversation, at=now)
        else:
            run_out(handoff, conversation, at=now)
        return None


def partner(turn: Turn, *, now: datetime) -> datetime | None:
    """The day that a partner named has come without word: reminded, reminded again, taken back."""
    with transaction.atomic():
        found = _due(turn)
        if found is None:
            return None
        clock, handoff = found
        handoff, conversation = held(handoff.pk)
        clock = running_clock(clock.pk) or clock
        if not handoff.is_open or clock.ended_at:
            return None
        return clock.turn_at if clock.turn_at > now else fell_due(handoff, conversation, clock, at=now)


def _due(turn: Turn) -> tuple[Clock, Handoff] | None:
    clock = running_clock(turn.about["clock"])
    handoff = Handoff.objects.filter(pk=clock.about_id).first() if clock else None
    return (clock, handoff) if clock and handoff else None
