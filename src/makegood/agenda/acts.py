"""Every change to the agenda: plan, cancel, claim, done, failed, retry."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.db.models.functions import Now

from makegood.agenda.models import State, Turn

FRESH = ["kind", "run_at", "about", "state", "mark", "attempts", "lost", "failing_since", "last_error", "planned_at"]


def plan(kind: str, key: str, *, run_at: datetime, about: Mapping[str, Any] | None = None) -> Turn:
    """The one turn of this key, to run at that time.

    Planned again, its time and matter move and a stuck one is planned anew; if it runs at this moment, it runs once
    more. One query, in the caller's transaction if there is one.
    """
    turn = Turn(kind=kind, key=key, run_at=run_at, about=dict(about or {}), mark=secrets.token_hex(8), planned_at=Now())
    [planned] = Turn.objects.bulk_create([turn], update_conflicts=True, unique_fields=["key"], update_fields=FRESH)
    return planned


def cancel(key: str, *, now: datetime) -> bool:
    """Take the turn off the agenda. False when it is gone, or is running at this moment."""
    deleted, _ = Turn.objects.filter(_free(now), key=key).delete()
    return bool(deleted)


def _free(now: datetime) -> Q:
    return Q(lease_until=None) | Q(lease_until__lte=now)
