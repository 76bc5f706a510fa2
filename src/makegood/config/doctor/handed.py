"""Guarantee 2, of what is handed on: while it is open a clock runs for it, and its owner answers for it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from makegood.agenda.models import Turn
from makegood.clocks.models import Clock, Kind
from makegood.config.doctor.found import Found, found
from makegood.conversations.models import Guest
from makegood.conversations.models import State as Standing
from makegood.handoffs.models import AUTOMATIC, MOST_AUTOMATIC, Handoff, Mail, State

OPEN = Handoff.objects.filter(ended_at=None)


def handoffs_have_a_clock(now: datetime) -> Found:
    """Offered: a clock to accept. At a partner's: theirs. Ended: none."""
    running = Clock.objects.filter(about_id=OuterRef("pk"), ended_at=None)
    offer, partner = Exists(running.filter(kind=Kind.OFFER)), Exists(running.filter(kind=Kind.PARTNER))
    bare = Handoff.objects.filter(
        Q(state=State.OFFERED) & ~Q(offer) | Q(state=State.ACCEPTED, ended_at=None) & ~Q(partner)
    )
    idle = Handoff.objects.exclude(ended_at=None).filter(Q(offer) | Q(partner))
    wrong = [f"#{number}: its handoff {pk} is open and no clock runs for it" for pk, number in _named(bare)]
    wrong += [f"#{number}: its handoff {pk} is over and a clock still runs for it" for pk, number in _named(idle)]
    return found(Handoff.objects.count(), wrong)


def handoffs_are_alive(now: datetime) -> Found:
    """Nothing is handed on in a closed or merged conversation, and nobody else became its owner under an offer."""
    done = OPEN.filter(conversation__state__in=[Standing.CLOSED, Standing.MERGED])
    inside = OPEN.filter(partner=None)
    other = inside.exclude(owner=F("conversation__owner")).exclude(owner=None, conversation__owner=None)
    twice = inside.values("conversation").annotate(n=Count("pk")).filter(n__gt=1)
    wrong = [f"#{number} is closed and its handoff {pk} is open" for pk, number in _named(done)]
    wrong += [f"#{number} has another owner than when its handoff {pk} was offered" for pk, number in _named(other)]
    wrong += [f"#{row['conversation']} is offered to {row['n']} at once" for row in twice]
    return found(OPEN.count(), wrong)


def partners_are_not_pestered(now: datetime) -> Found:
    """Four automatic mails a handoff at most; what waits to leave has its turn."""
    many = Mail.objects.filter(kind__in=AUTOMATIC).values("handoff").annotate(n=Count("pk"))
    wrong = [
        f"handoff {row['handoff']} has had {row['n']} automatic mails" for row in many.filter(n__gt=MOST_AUTOMATIC)
    ]
    planned = set(Turn.objects.filter(key__startswith="partner_").values_list("key", flat=True))
    waiting = Mail.objects.filter(state=Mail.State.PLANNED).values_list("pk", "kind", "handoff__partner")
    wrong += [
        f"mail {pk} to a partner waits, and nothing is planned to send it"
        for pk, kind, partner in waiting
        if (f"partner_reminders:{partner}" if kind == Mail.Kind.REMINDER else f"partner_mail:{pk}") not in planned
    ]
    return found(Mail.objects.count(), wrong)


def guests_were_offered_something(now: datetime) -> Found:
    """Whoever sees a conversation because it is offered to them is still offered it."""
    offered = OPEN.filter(pk=OuterRef("about"), partner=None, conversation=OuterRef("conversation"))
    astray = Guest.objects.filter(~Exists(offered), why=Kind.OFFER).values_list("conversation", flat=True)
    return found(
        Guest.objects.count(), [f"#{number} is seen by someone to whom it is offered no more" for number in astray]
    )


def _named(handoffs: QuerySet[Handoff]) -> list[tuple[int, int]]:
    return list(handoffs.order_by("pk").values_list("pk", "conversation_id"))


CHECKS = (handoffs_have_a_clock, handoffs_are_alive, partners_are_not_pestered)
SIGHT = (guests_were_offered_something,)
