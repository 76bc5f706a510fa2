"""What webhooks are told: planned behind the events, sent, tried again, given up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import connection, transaction

from makegood.agenda import acts as agenda
from makegood.agenda.rules import GIVE_UP_AFTER
from makegood.api import rules
from makegood.api.models import Told, Webhook, WebhookDelivery
from makegood.conversations.queries import with_guests
from makegood.people.queries import audience
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind
from makegood.timeline.queries import Happened, newest_id, since
from makegood.timeline.running import Running, running_transactions

AT_ONCE = 2000
LOG_KEPT = timedelta(days=30)
SETTLES_IN = timedelta(seconds=5)
LONGEST_REST = timedelta(minutes=10)
OFF_AFTER = timedelta(days=5)
State = WebhookDelivery.State


class Look(StrEnum):
    """What a look at the events brought."""

    NOBODY = "nobody"
    DONE = "done"
    MORE = "more"


def told_until_now() -> None:
    """Whoever begins to listen hears of what comes. Called in the transaction that makes or switches on a webhook,
    before it does: the row is the lock between the two."""
    told, _ = Told.objects.select_for_update().get_or_create(pk=1, defaults={"up_to": newest_id()})
    if not Webhook.objects.filter(is_active=True).exists():
        Told.objects.filter(pk=told.pk).update(up_to=newest_id(), seen=None, fence=None, since=None)


def plan_new(*, now: datetime) -> Look:
    """Each event so far is planned once for each webhook that wants it and may, even when this is cut off and repeated.

    An event is passed only once no lower one can be committed any more.
    """
    if not Webhook.objects.filter(is_active=True).exists() and not _somebody_begins():
        return Look.NOBODY
    told = Told.objects.get(pk=1)
    if newest_id() == told.up_to:
        return Look.DONE
    running = running_transactions()  # before the events: whoever had ended by then has been read
    with transaction.atomic():
        told = Told.objects.select_for_update().get(pk=1)
        looked = since(told.up_to, limit=AT_ONCE)
        _plan(looked, now=now)
        _pass(told, [event.id for event in looked], running, now=now)
    return Look.MORE if len(looked) == AT_ONCE and told.seen is None else Look.DONE


def _somebody_begins() -> bool:
    """Asked under the lock, so that a webhook made at this moment is not overlooked."""
    with transaction.atomic():
        list(Told.objects.select_for_update())
        return Webhook.objects.filter(is_active=True).exists()


def _plan(looked: Iterable[Happened], *, now: datetime) -> None:
    public = with_guests([event for event in looked if event.kind in rules.PUBLIC_KINDS])
    if not public:
        return
    known = set(
        WebhookDelivery.objects.filter(event_id__in=[event.id for event in public]).values_list(
            "webhook_id", "event_id"
        )
    )
    new = [
        WebhookDelivery(webhook=hook, event_id=event.id, planned_at=now)
        for hook in Webhook.objects.filter(is_active=True).order_by("pk")
        for event in _wanted(hook, public)
        if (hook.pk, event.id) not in known
    ]
    plan_turns(WebhookDelivery.objects.bulk_create(new), now=now)
    WebhookDelivery.objects.filter(planned_at__lt=now - LOG_KEPT, state__in=[State.SENT, State.STUCK]).delete()


def _wanted(hook: Webhook, events: Iterable[Happened]) -> list[Happened]:
    """What the webhook asks for, and whoever made it may see."""
    seen = audience(hook.created_by_id)
    return [
        event
        for event in events
        if event.id > hook.after_event
        and (not hook.kinds or event.kind in hook.kinds)
        and hook.team_id in (None, event.team_id, event.from_team_id, *event.teams)
        and rules.may_hear(hook.created_by_id, seen, event)
    ]


def plan_turns(deliveries: Iterable[WebhookDelivery], *, now: datetime) -> None:
    """Each is told soon."""
    turns = [agenda.turn("webhook", f"webhook:{one.pk}", run_at=now, about={"delivery": one.pk}) for one in deliveries]
    if turns:
        agenda.plan_all(turns)


def _pass(told: Told, ids: list[int], running: Running, *, now: datetime) -> None:
    """Go on behind the events that nothing lower can follow any more: all, where numbers come in the order of commits;
    else up to the first gap, and past it when every transaction that may fill it has ended."""
    top = ids[-1] if ids else told.up_to
    if connection.vendor != "postgresql":
        told.up_to = top
    else:
        told.up_to = _without_gap(told.up_to, ids)
        _past_the_gap(told, top, running, now=now)
    told.save(update_fields=["up_to", "seen", "fence", "since"])


def _without_gap(up_to: int, ids: Iterable[int]) -> int:
    for id_ in ids:
        if id_ != up_to + 1:
            break
        up_to = id_
    return up_to


def _past_the_gap(told: Told, top: int, running: Running, *, now: datetime) -> None:
    if told.seen is not None and told.up_to >= told.seen:
        told.seen = told.fence = told.since = None
    if told.up_to == top:
        return
    if told.seen is None or told.since is None:
        told.seen, told.fence, told.since = top, None, now
    elif told.fence is None:  # only at a later look: an id may be taken a moment before its transaction has a number
        told.fence = running.next
    elif running.oldest >= told.fence and now - told.since >= SETTLES_IN:
        told.up_to, told.seen, told.fence, told.since = told.seen, None, None, None


def sent(delivery: WebhookDelivery, *, answer: str, status: int | None, at: datetime) -> None:
    """The other side has it; the webhook works."""
    with transaction.atomic():
        _note(delivery, State.SENT, answer, status, at=at)
        Webhook.objects.filter(pk=delivery.webhook_id).update(failing_since=None, rests_until=None)


def failed(
    delivery: WebhookDelivery, *, answer: str, status: int | None, at: datetime, again: datetime
) -> datetime | None:
    """When it is tried again; None: it has been tried for three days, or its webhook for five, and is given up."""
    with transaction.atomic():
        hook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
        if hook.is_active and at - (hook.failing_since or at) >= OFF_AFTER:
            switch_off(hook, why=f"It has taken nothing for {OFF_AFTER.days} days.", at=at)
        if not hook.is_active or at - delivery.planned_at >= GIVE_UP_AFTER:
            stuck(delivery, answer=answer, status=status, at=at)
            return None
        _note(delivery, State.RETRY, answer, status, at=at)
        rest = min(again, at + LONGEST_REST)
        Webhook.objects.filter(pk=hook.pk).update(failing_since=hook.failing_since or at, rests_until=rest)
    return again


def stuck(delivery: WebhookDelivery, *, answer: str, status: int | None, at: datetime) -> None:
    """It is not told by itself any more; the log says why, and it can be sent again."""
    with transaction.atomic():
        _note(delivery, State.STUCK, answer, status, at=at)
        if delivery.webhook.is_active:  # of one that is off, the alarm says it once for all
            about = {"webhook": delivery.webhook_id, "delivery": delivery.pk, "address": delivery.webhook.url}
            record(Kind.WEBHOOK_STUCK, at=at, about=about | {"reason": answer[:200]})


def _note(delivery: WebhookDelivery, state: str, answer: str, status: int | None, *, at: datetime) -> None:
    delivery.state, delivery.answer, delivery.status, delivery.at = state, answer, status, at
    delivery.attempts += 1
    delivery.save(update_fields=["state", "answer", "status", "at", "attempts"])


def switch_off(hook: Webhook, *, why: str, at: datetime) -> None:
    """It is told nothing more, and an alarm says why. Twice is once."""
    with transaction.atomic():
        off = {"is_active": False, "disabled_reason": why[:300]}
        if Webhook.objects.filter(pk=hook.pk, is_active=True).update(**off):
            about = {"webhook": hook.pk, "address": hook.url, "reason": why}
            record(Kind.ALARM_RAISED, at=at, about=about)
    hook.is_active = False
