"""The turns of webhooks: one that follows what happens, and one for each event on its way."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from makegood.agenda.models import Turn
from makegood.agenda.rules import wait
from makegood.api import rules
from makegood.api.acts import telling
from makegood.api.models import WebhookDelivery
from makegood.api.queries import webhooks as queries
from makegood.api.webhooks import sending
from makegood.base import secrets
from makegood.people.queries import audience

LOOK_EVERY = timedelta(seconds=1)
GONE = 410


def follow(turn: Turn, *, now: datetime) -> datetime | None:
    """What has happened is planned for those who want to hear of it. Ends when nobody does; a new webhook begins it."""
    match telling.plan_new(now=now):
        case telling.Look.NOBODY:
            return None
        case telling.Look.MORE:
            return now
        case telling.Look.DONE:
            return now + LOOK_EVERY


def deliver(turn: Turn, *, now: datetime) -> datetime | None:
    """The event is told, or tried again later, or given up with the reason. Told twice, it has the same id."""
    delivery = queries.on_its_way(turn.about["delivery"])
    if delivery is None:
        return None
    if why := _why_not(delivery):
        telling.stuck(delivery, answer=why, status=None, at=now)
        return None
    rest = delivery.webhook.rests_until
    return rest if rest and rest > now else _tell(delivery, now=now)


def _why_not(delivery: WebhookDelivery) -> str:
    """Why the webhook is not told any more; "" when it is. Sight is asked for anew: roles may have changed."""
    hook, event = delivery.webhook, queries.happened(delivery.event_id)
    if not hook.is_active:
        return "The webhook is switched off."
    if event is None or not rules.may_hear(hook.created_by_id, audience(hook.created_by_id), event):
        return "Whoever made this webhook may not see this any more."
    return ""


def _tell(delivery: WebhookDelivery, *, now: datetime) -> datetime | None:
    hook = delivery.webhook
    try:
        secret = secrets.unseal(hook.secret)
    except secrets.Unreadable as error:
        telling.stuck(delivery, answer=str(error), status=None, at=now)
        return None
    got = sending.send(
        hook.url, queries.event(delivery.event_id), webhook=hook.pk, secret=secret, inside=queries.inside(), now=now
    )
    if got.is_taken:
        telling.sent(delivery, answer=got.answer, status=got.status, at=now)
        return None
    if got.status == GONE:
        telling.switch_off(hook, why="It answered that it is gone (410).", at=now)
    again = now + wait(delivery.attempts + 1, chance=random.random())  # noqa: S311 - spreads retries, guards nothing
    return telling.failed(delivery, answer=got.answer, status=got.status, at=now, again=again)
