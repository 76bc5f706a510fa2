"""Webhooks as admins keep them. Where one leads and what it tells is its maker's alone: it shows what they may see."""

from __future__ import annotations

import base64
import secrets as random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.api import rules
from makegood.api.acts import telling
from makegood.api.models import InsideHost, Webhook, WebhookDelivery
from makegood.api.queries.webhooks import inside
from makegood.api.rules import Unusable
from makegood.base import places, secrets
from makegood.conversations.rules import Refused
from makegood.people.acts.common import admit
from makegood.people.models import Agent, Team
from makegood.people.rules import NotAllowed
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind
from makegood.timeline.queries import newest_id

FOLLOW = "hooks"


@dataclass(frozen=True, slots=True)
class Made:
    """A webhook, and the secret with which it is signed: shown now and never again."""

    webhook: Webhook
    secret: str


@transaction.atomic
def make(url: str, *, kinds: Iterable[str], team: Team | None, by: Agent, now: datetime) -> Made:
    """The address is told of what happens from now on, as far as its maker may see. Raises NotAllowed, Unusable."""
    admit(by)
    telling.told_until_now()
    secret = _new_secret()
    hook = Webhook.objects.create(
        url=_checked(url),
        secret=secrets.seal(secret),
        kinds=_known(kinds),
        team=team,
        created_by=by,
        created_at=now,
        after_event=newest_id(),
    )
    _begin(hook, by=by, now=now, did="added")
    return Made(hook, secret)


@transaction.atomic
def change(hook: Webhook, *, url: str, kinds: Iterable[str], team: Team | None, by: Agent, now: datetime) -> None:
    """It leads there and tells that. Only its maker may. Raises NotAllowed, Unusable."""
    _own(hook, by)
    hook.url, hook.kinds, hook.team = _checked(url), _known(kinds), team
    hook.save(update_fields=["url", "kinds", "team"])
    _tell(hook, by=by, now=now, did="changed")


@transaction.atomic
def renew_secret(hook: Webhook, *, by: Agent, now: datetime) -> str:
    """The secret with which it is signed from now on. Only its maker may. Raises NotAllowed."""
    _own(hook, by)
    secret = _new_secret()
    Webhook.objects.filter(pk=hook.pk).update(secret=secrets.seal(secret))
    _tell(hook, by=by, now=now, did="renewed")
    return secret


@transaction.atomic
def switch_on(hook: Webhook, *, by: Agent, now: datetime) -> None:
    """It is told of what happens from now on; what it missed can be sent from its log. Twice is once."""
    admit(by)
    telling.told_until_now()
    fresh = {"failing_since": None, "rests_until": None, "disabled_reason": "", "after_event": newest_id()}
    if Webhook.objects.filter(pk=hook.pk, is_active=False).update(is_active=True, **fresh):
        _begin(hook, by=by, now=now, did="on")


@transaction.atomic
def switch_off(hook: Webhook, *, by: Agent, now: datetime) -> None:
    """It is told nothing more. Twice is once. Raises NotAllowed."""
    admit(by)
    if Webhook.objects.filter(pk=hook.pk, is_active=True).update(is_active=False, disabled_reason=""):
        _tell(hook, by=by, now=now, did="off")


@transaction.atomic
def remove(hook: Webhook, *, by: Agent, now: datetime) -> None:
    """There is no such webhook, and no log of it. Raises NotAllowed."""
    admit(by)
    _tell(hook, by=by, now=now, did="removed")
    hook.delete()


@transaction.atomic
def again(delivery: WebhookDelivery, *, by: Agent, now: datetime) -> None:
    """It is told once more, under the same id. Raises NotAllowed, and Refused while its webhook is off."""
    admit(by)
    if not Webhook.objects.filter(pk=delivery.webhook_id, is_active=True).exists():
        raise Refused(_("The webhook is switched off. Switch it on first."))
    delivery.state, delivery.planned_at = WebhookDelivery.State.PLANNED, now
    delivery.save(update_fields=["state", "planned_at"])
    Webhook.objects.filter(pk=delivery.webhook_id).update(rests_until=None)
    telling.plan_turns([delivery], now=now)


@transaction.atomic
def allow_inside(host: str, port: int, *, by: Agent | None, now: datetime) -> None:
    """Webhooks may lead to this place in our own network. Twice is once. Raises NotAllowed, Unusable."""
    actor = admit(by)
    host = host.strip().lower().strip("[]")
    if not host or not 0 < port < 65536 or not host.isprintable() or any(letter in host for letter in " /@?#"):
        raise Unusable("host", _("is not a host; it looks like hooks.internal or 10.0.0.7"))
    _row, is_new = InsideHost.objects.get_or_create(host=host, port=port)
    if is_new:
        about = {"what": "hosts inside", "address": f"{host}:{port}", "added": True}
        record(Kind.WEBHOOK_CHANGED, at=now, by=actor, about=about)


@transaction.atomic
def forbid_inside(place: InsideHost, *, by: Agent | None, now: datetime) -> None:
    """Webhooks may not lead there any more. Raises NotAllowed."""
    actor = admit(by)
    about = {"what": "hosts inside", "address": str(place), "removed": True}
    record(Kind.WEBHOOK_CHANGED, at=now, by=actor, about=about)
    place.delete()


def _begin(hook: Webhook, *, by: Agent, now: datetime, did: str) -> None:
    _tell(hook, by=by, now=now, did=did)
    agenda.plan(FOLLOW, FOLLOW, run_at=now)


def _tell(hook: Webhook, *, by: Agent, now: datetime, did: str) -> None:
    about = {"webhook": hook.pk, "address": hook.url, did: True}
    record(Kind.WEBHOOK_CHANGED, at=now, by=by.pk, about=about)


def _own(hook: Webhook, by: Agent) -> None:
    admit(by)
    if hook.created_by_id != by.pk:
        raise NotAllowed(
            _("Only who made a webhook may change it, since it shows what they may see. You may switch it off.")
        )


def _checked(url: str) -> str:
    try:
        return places.check(url.strip(), inside())
    except ValueError as error:
        raise Unusable("url", str(error)) from error


def _known(kinds: Iterable[str]) -> list[str]:
    wanted = sorted(set(kinds))
    if unknown := [kind for kind in wanted if kind not in rules.PUBLIC_KINDS]:
        raise Unusable("kinds", _("%(kind)s is nothing that a webhook is told of") % {"kind": unknown[0]})
    return wanted


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(random.token_bytes(32)).decode()
