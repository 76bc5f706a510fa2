"""Who watches a mailbox, how it goes, and the alarms that follow."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from makegood.channels.mail.models import Access, Watch
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind

LEASE = timedelta(seconds=90)
PATIENCE = timedelta(minutes=10)
WRITE_AGAIN = timedelta(minutes=1)


def take(access_id: int, *, worker: str, now: datetime) -> bool:
    """True when this worker alone watches the mailbox from now on."""
    Watch.objects.bulk_create([Watch(access_id=access_id)], ignore_conflicts=True)
    free = Q(until=None) | Q(until__lte=now) | Q(by=worker)
    return bool(Watch.objects.filter(free, access=access_id).update(by=worker, until=now + LEASE))


def renew(access_ids: Collection[int], *, worker: str, now: datetime) -> set[int]:
    """The leases among these that are still this worker's; they run on from now."""
    ours = Watch.objects.filter(by=worker, access__in=access_ids)
    ours.update(until=now + LEASE)
    return set(ours.values_list("access_id", flat=True))


def leases() -> list[tuple[int, str]]:
    """Each mailbox that is watched, and by which worker."""
    return list(Watch.objects.exclude(by="").values_list("access_id", "by"))


def leave(access_id: int, *, worker: str) -> None:
    """Another worker may watch the mailbox at once."""
    Watch.objects.filter(access=access_id, by=worker).update(by="", until=None)


def went_well(access_id: int, *, now: datetime) -> None:
    """The mailbox was read to its end. An alarm that stood is over. Writes once a minute at most while all is well."""
    watch = Watch.objects.filter(access=access_id)
    if not watch.filter(Q(ok_at=None) | Q(ok_at__lte=now - WRITE_AGAIN) | Q(failing_since__isnull=False)).exists():
        return
    with transaction.atomic():
        stood = watch.filter(alarmed_at__isnull=False, difference="").update(alarmed_at=None)
        watch.update(ok_at=now, failing_since=None, last_error="")
        if stood:
            _tell(Kind.ALARM_CLEARED, access_id, "The mailbox can be read again.", now=now)


def went_wrong(access_id: int, words: str, *, needs_person: bool, now: datetime) -> None:
    """The mailbox cannot be read. An alarm, once: at once when a person must act, else after ten minutes of it."""
    with transaction.atomic():
        watch = Watch.objects.select_for_update().get(access=access_id)
        watch.failing_since = watch.failing_since or now
        watch.last_error = words
        alarm = watch.alarmed_at is None and (needs_person or now - watch.failing_since >= PATIENCE)
        watch.alarmed_at = now if alarm else watch.alarmed_at
        watch.save(update_fields=["failing_since", "last_error", "alarmed_at"])
        if alarm:
            _tell(Kind.ALARM_RAISED, access_id, words, now=now)


def reconciled(access_id: int, difference: str, *, now: datetime) -> None:
    """The mailbox was compared with the store. `difference` in words raises an alarm; "" ends it."""
    with transaction.atomic():
        watch, _ = Watch.objects.select_for_update().get_or_create(access_id=access_id)
        before, watch.difference, watch.reconciled_at = watch.difference, difference, now
        if difference and watch.alarmed_at is None:
            watch.alarmed_at = now
            _tell(Kind.ALARM_RAISED, access_id, difference, now=now)
        elif before and not difference and watch.failing_since is None:
            watch.alarmed_at = None
            _tell(Kind.ALARM_CLEARED, access_id, "The mailbox and the store agree again.", now=now)
        watch.save(update_fields=["difference", "reconciled_at", "alarmed_at"])


def _tell(kind: Kind, access_id: int, words: str, *, now: datetime) -> None:
    mailbox = Access.objects.select_related("mailbox").get(pk=access_id).mailbox
    about = {"mailbox": mailbox.pk, "address": mailbox.address, "why": words}
    record(kind, at=now, team=mailbox.team_id, about=about)


def told(access_id: int, words: str, *, now: datetime) -> None:
    """Something about the mailbox that somebody must hear once; nothing stands."""
    with transaction.atomic():
        _tell(Kind.ALARM_RAISED, access_id, words, now=now)
