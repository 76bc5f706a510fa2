"""How far a folder has been read. A position moves only after what it passes is durable, and only forward."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from makegood.channels.mail.models import Passed, Position


def begin(
    access_id: int,
    source: str,
    uidvalidity: int,
    *,
    start_uid: int,
    older: bool,
    since: datetime | None,
    now: datetime,
) -> Position:
    """Reading of this folder begins: from `start_uid` up, and of what is `older` too. Twice is once.

    What an earlier UIDVALIDITY of the same source had passed means nothing any more and goes.
    """
    fields = {
        "access_id": access_id,
        "start_uid": start_uid,
        "last_uid": start_uid - 1,
        "older_uid": 0 if older and start_uid > 1 else None,
        "since": since,
        "created_at": now,
    }
    with transaction.atomic():
        position, is_new = Position.objects.get_or_create(source=source, uidvalidity=uidvalidity, defaults=fields)
        if is_new:
            Passed.objects.filter(source=source).exclude(position__startswith=f"{uidvalidity}:").delete()
    return position


def move(position: Position, uid: int) -> None:
    """Everything up to this UID has been dealt with."""
    if uid <= position.last_uid:
        return
    Position.objects.filter(pk=position.pk, last_uid__lt=uid).update(last_uid=uid)
    position.last_uid = uid


def move_older(position: Position, uid: int) -> None:
    """Everything from before up to this UID has been dealt with."""
    done = uid >= position.start_uid - 1
    Position.objects.filter(pk=position.pk, older_uid__lt=uid).update(older_uid=None if done else uid)
    position.older_uid = None if done else uid


def pass_over(source: str, position: str, why: Passed.Why, *, now: datetime) -> bool:
    """The mail at this position needs no arrival. False when that was known."""
    try:
        with transaction.atomic():
            Passed.objects.create(source=source, position=position, why=why, at=now)
    except IntegrityError:
        return False
    return True
