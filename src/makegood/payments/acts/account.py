"""Stripe is connected, tried, switched off, by an admin."""

from __future__ import annotations

import secrets as random
from datetime import datetime
from typing import Any

from django.db import transaction

from makegood.base import secrets
from makegood.payments import rules
from makegood.payments.models import Account
from makegood.people.acts.common import admit
from makegood.people.models import Agent
from makegood.people.rules import Unfit
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


@transaction.atomic
def connect(key: str, *, by: Agent | None, at: datetime) -> Account:
    """Refunds go out through the account of this key from now on. Raises NotAllowed, Unfit."""
    actor, key = admit(by), key.strip()
    if why := rules.why_not_key(key):
        raise Unfit(why)
    new = {"key": secrets.seal(key), "is_live": rules.is_live(key), "is_active": True, "tried_at": None, "trouble": ""}
    fresh = {"slug": random.token_hex(12), "created_at": at}
    account, _new = Account.objects.update_or_create(only=True, defaults=new, create_defaults=new | fresh)
    _say(actor, at=at, connected=True, live=account.is_live)
    return account


@transaction.atomic
def entered_hook_secret(account: Account, secret: str, *, by: Agent | None, at: datetime) -> None:
    """What it posts is checked by this secret from now on. Raises NotAllowed, Unfit."""
    actor, secret = admit(by), secret.strip()
    if why := rules.why_not_hook_secret(secret):
        raise Unfit(why)
    Account.objects.filter(pk=account.pk).update(hook_secret=secrets.seal(secret))
    _say(actor, at=at, secret=True)


@transaction.atomic
def switch(account: Account, *, on: bool, by: Agent | None, at: datetime) -> None:
    """Refunds go out through it, or by hand as before. Twice is once. Raises NotAllowed."""
    actor = admit(by)
    if Account.objects.filter(pk=account.pk, is_active=not on).update(is_active=on):
        _say(actor, at=at, on=on)


def tried(account: Account, trouble: str, *, at: datetime) -> None:
    """What became of trying its key; "" it works."""
    Account.objects.filter(pk=account.pk).update(tried_at=at, trouble=trouble[:300])


def _say(actor: int | None, *, at: datetime, **about: Any) -> None:
    record(Kind.PAYMENTS_CHANGED, at=at, by=actor, about=about)
