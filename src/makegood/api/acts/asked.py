"""What was asked under an Idempotency-Key, noted in the transaction of what it did."""

from __future__ import annotations

from datetime import datetime

from makegood.api import rules
from makegood.api.models import Asked, Token
from makegood.base import secrets


def begin(token: Token, key: str, digest: str, *, now: datetime) -> Asked:
    """The key is ours until the transaction ends; what is older than a day is forgotten. Raises IntegrityError."""
    Asked.objects.filter(at__lte=now - rules.ASKED_KEPT).delete()
    return Asked.objects.create(token=token, key=key, digest=digest, at=now)


def end(asked: Asked, *, status: int, body: bytes) -> None:
    """The same request will get the same answer. It is sealed: an answer may hold a secret that is shown but once."""
    asked.status, asked.body = status, secrets.seal(body.decode())
    asked.save(update_fields=["status", "body"])
