"""Reads of what was asked under an Idempotency-Key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from makegood.api import rules
from makegood.api.models import Asked, Token
from makegood.base import secrets


@dataclass(frozen=True, slots=True)
class Earlier:
    """A request that was answered, and how."""

    digest: str
    status: int
    body: bytes


def earlier(token: Token, key: str, *, now: datetime) -> Earlier | None:
    """What was answered under this key within a day; None when nothing was. One query."""
    found = Asked.objects.filter(token=token, key=key, at__gt=now - rules.ASKED_KEPT).first()
    return Earlier(found.digest, found.status, secrets.unseal(found.body).encode()) if found else None
