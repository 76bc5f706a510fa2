"""Guarantee 1: nothing is lost. Every arrival has its bytes and its end; every reply is on its way, or says why not."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from makegood.agenda.models import State as TurnState
from makegood.agenda.models import Turn
from makegood.articles.models import Enclosure, SavedFile
from makegood.base import files
from makegood.config.doctor.found import Found, found
from makegood.conversations.acts.writing import delivery_key
from makegood.conversations.models import Channel, Delivery, File, Message
from makegood.handoffs.models import Said
from makegood.intake.acts import CALLS, FILING, PHONE
from makegood.intake.models import Arrival, Outcome, Raw, State
from makegood.worklog.models import Receipt

PATIENCE = timedelta(minutes=10)


def arrivals_have_their_bytes(now: datetime) -> Found:
    """Each arrival's raw bytes are there, whole."""
    bare = Arrival.objects.filter(~Exists(Raw.objects.filter(arrival=OuterRef("pk"))))
    wrong = [f"arrival {pk} has no bytes" for pk in bare.values_list("pk", flat=True)]
    for pk, stored, size in Raw.objects.exclude(stored="").values_list("pk", "stored", "arrival__size"):
        path = files.path(stored)
        if not path.exists() or path.stat().st_size != size:
            wrong.append(f"arrival {pk}: its file is gone or not whole")
    return found(Arrival.objects.count(), wrong)


def arrivals_end(now: datetime) -> Found:
    """An arrival is filed, refused or stuck; one that is only kept has a turn that will file it."""
    kept = Arrival.objects.filter(state=State.KEPT)
    of_calls = Q(source__startswith=PHONE)
    wrong = _unfiled(kept.exclude(of_calls), FILING, now) + _unfiled(kept.filter(of_calls), CALLS, now)
    return found(kept.count(), wrong)


def _unfiled(kept: QuerySet[Arrival], turn: str, now: datetime) -> list[str]:
    if not Turn.objects.filter(key=turn, state=TurnState.PLANNED).exists():
        return [f"arrival {pk} is kept, and nothing is planned to file it" for pk in kept.values_list("pk", flat=True)]
    late = kept.filter(at__lt=now - PATIENCE).values_list("pk", flat=True)
    return [f"arrival {pk} has waited more than 10 minutes to be filed" for pk in late]


def filed_arrivals_are_messages(now: datetime) -> Found:
    """What is filed stands in a conversation, once; what a partner wrote, in its handoff."""
    filed = Arrival.objects.filter(state=State.FILED)
    message = Message.objects.filter(arrival_id=OuterRef("pk"))
    said = Said.objects.filter(arrival_id=OuterRef("pk"))
    by_customers = filed.exclude(outcome__in=[Outcome.DUPLICATE, Outcome.PARTNER])
    unseen = [
        *by_customers.filter(~Exists(message)).values_list("pk", flat=True),
        *filed.filter(~Exists(said), outcome=Outcome.PARTNER).values_list("pk", flat=True),
    ]
    nowhere = filed.filter(conversation_id=None).values_list("pk", flat=True)
    twice = Message.objects.exclude(arrival_id=None).values("arrival_id").annotate(n=Count("pk")).filter(n__gt=1)
    wrong = [f"arrival {pk} is filed, but no message holds it" for pk in unseen]
    wrong += [f"arrival {pk} is filed, but in no conversation" for pk in nowhere]
    wrong += [f"arrival {row['arrival_id']} stands {row['n']} times in conversations" for row in twice]
    return found(filed.count(), wrong)


def files_are_there(now: datetime) -> Found:
    """Each attachment, each receipt, each file of an article or a saved reply lies on disk, whole."""
    columns = ("pk", "stored", "size")
    kept = [("file", *row) for row in File.objects.values_list(*columns)]
    kept += [("receipt", *row) for row in Receipt.objects.values_list(*columns)]
    kept += [("article file", *row) for row in Enclosure.objects.values_list(*columns)]
    kept += [("saved reply file", *row) for row in SavedFile.objects.values_list(*columns)]
    wrong = [f"{what} {pk} is gone or not whole" for what, pk, stored, size in kept if not _is_whole(stored, size)]
    return found(len(kept), wrong)


def _is_whole(stored: str, size: int) -> bool:
    path = files.path(stored)
    return path.exists() and path.stat().st_size == size


def replies_are_on_their_way(now: datetime) -> Found:
    """Each message of ours has a delivery to everyone it names; each open one has its turn on the agenda."""
    ours = Message.objects.filter(direction=Message.OUT).exclude(channel=Channel.PHONE)  # that was spoken
    wrong = [f"message {pk} goes to nobody" for pk in ours.filter(deliveries=None).values_list("pk", flat=True)]
    wrong += [f"message {pk} has no Message-ID" for pk in ours.filter(message_id="").values_list("pk", flat=True)]
    twice = ours.values("message_id").annotate(n=Count("pk")).filter(n__gt=1)
    wrong += [f"{row['n']} messages share the Message-ID {row['message_id']}" for row in twice]
    open_ones = Delivery.objects.filter(state__in=[Delivery.State.PLANNED, Delivery.State.RETRY])
    for pk in open_ones.values_list("pk", flat=True):
        if not Turn.objects.filter(key=delivery_key(pk)).exists():
            wrong.append(f"delivery {pk} waits, and nothing is planned to send it")
    silent = Delivery.objects.filter(state=Delivery.State.STUCK, reason="").values_list("pk", flat=True)
    wrong += [f"delivery {pk} is stuck and does not say why" for pk in silent]
    return found(ours.count(), wrong)


def stuck_ones_say_why(now: datetime) -> Found:
    """Everything on the shelf has its reason in words."""
    shelf = Arrival.objects.filter(state__in=[State.STUCK, State.REFUSED])
    wrong = [
        f"arrival {pk} does not say why it is there" for pk in shelf.filter(reason="").values_list("pk", flat=True)
    ]
    early = Message.objects.filter(Q(direction=Message.IN) & Q(at__lt=F("conversation__created_at")))
    wrong += [f"message {pk} is older than its conversation" for pk in early.values_list("pk", flat=True)[:10]]
    return found(shelf.count(), wrong)


CHECKS = (
    arrivals_have_their_bytes,
    arrivals_end,
    filed_arrivals_are_messages,
    files_are_there,
    replies_are_on_their_way,
    stuck_ones_say_why,
)
