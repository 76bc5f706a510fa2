"""What time does to a refund: it is sent, looked after, taken in as told. No network in a transaction."""

from __future__ import annotations

import json
import random
from datetime import datetime
from typing import Any

from makegood.agenda.models import Turn
from makegood.agenda.rules import TryAgain, wait
from makegood.base.secrets import Unreadable
from makegood.channels.stripe import client
from makegood.payments import acts as payments
from makegood.payments import queries, rules
from makegood.payments.models import Account, Refund, State, Told
from makegood.remedies import acts

HEARD = ("refund.created", "refund.updated", "refund.failed", "charge.refund.updated")


def send(turn: Turn, *, now: datetime) -> datetime | None:
    """The money goes back, once; a time: nobody could say, and it is tried again then with the same key."""
    refund = acts.claim_payout(turn.about["refund"], at=now)
    if refund is None:
        return None
    try:
        answer = client.pay_back(_secret(), refund)
    except client.NotPaid as error:
        acts.payout_refused(refund.pk, rules.why_refused(error.code, str(error)), at=now)
    except client.Unreachable as error:
        return _later(refund, str(error), now=now)
    else:
        acts.payout_answered(refund.pk, answer, at=now)
    return None


def _later(refund: Refund, why: str, *, now: datetime) -> datetime | None:
    """When it is tried again; None: for days nobody could say, so that a person has to see to it."""
    if refund.sent_at and now - refund.sent_at > rules.GIVES_UP_AFTER:
        acts.payout_given_up(refund.pk, why, at=now)
        return None
    return now + wait(refund.tries, chance=random.random())  # noqa: S311 - spreads retries, guards nothing


def look(turn: Turn, *, now: datetime) -> datetime | None:
    """What is on its way is looked after each day, should Stripe's posting of it be lost."""
    refund = queries.refund(turn.about["refund"])
    if refund.state != State.SENT or now - refund.moved_at > rules.LOOKS_FOR:
        return None
    _look_at(refund, now=now)
    return now + rules.LOOKS_AGAIN_AFTER if queries.refund(refund.pk).state == State.SENT else None


def told(turn: Turn, *, now: datetime) -> None:
    """What Stripe posted: the refund that it is about is looked at, for postings come in any order."""
    posted = queries.told(turn.about["told"])
    if posted.state != Told.State.KEPT:
        return
    try:
        kind, about = _read(bytes(posted.content))
    except ValueError as error:
        payments.stuck(posted, str(error))
        return
    refund = _known(about) if kind in HEARD else None
    if refund is None:
        payments.passed(posted, f"Nothing of ours is known by this {kind}.")
        return
    _look_at(refund, now=now, stripe=str(about.get("id", "")))
    payments.taken(posted)


def _read(content: bytes) -> tuple[str, dict[str, Any]]:
    """The kind of event, and what it is about. Raises ValueError."""
    said = json.loads(content)
    kind, data = (said.get("type"), said.get("data")) if isinstance(said, dict) else (None, None)
    about = data.get("object") if isinstance(data, dict) else None
    if not isinstance(kind, str) or not isinstance(about, dict):
        raise ValueError("It is no event of Stripe's.")
    return kind, about


def _known(about: dict[str, Any]) -> Refund | None:
    """The refund of ours that it names: by Stripe's id, else by ours, which it carries from the first moment."""
    metadata = about.get("metadata")
    ours = metadata.get(client.OURS) if isinstance(metadata, dict) else None
    return queries.known_as(str(about.get("id", "")), str(ours or ""))


def _look_at(refund: Refund, *, now: datetime, stripe: str = "") -> None:
    """It stands as Stripe says now. Raises TryAgain when Stripe does not say."""
    try:
        answer = client.look(_secret(), refund.stripe or stripe)
    except (client.Unreachable, client.NotPaid) as error:
        raise TryAgain(str(error)) from error
    acts.payout_answered(refund.pk, answer, at=now)


def _secret() -> str:
    """The key of the account. Raises NotPaid when none is connected, or none can be read."""
    account = queries.connected()
    if account is None or not client.is_there():
        raise client.NotPaid("gone", "no account")
    try:
        return queries.key_of(account)
    except Unreadable as error:
        raise client.NotPaid("key", str(error)) from error


def try_account(account: Account, *, now: datetime) -> str:
    """What is wrong with its key, in words; "" it works. Asks Stripe."""
    trouble = ""
    try:
        client.try_key(queries.key_of(account))
    except client.NotPaid as error:
        trouble = rules.why_refused(error.code, str(error))
    except client.Unreachable:
        trouble = rules.why_unreachable()
    except Unreadable as error:
        trouble = str(error)
    payments.tried(account, trouble, at=now)
    return trouble
