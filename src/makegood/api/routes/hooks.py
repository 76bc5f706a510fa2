"""Settings: webhooks, their log, the hosts inside; and everyone's tokens."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from makegood.api.acts import tokens as token_acts
from makegood.api.acts import webhooks as acts
from makegood.api.bearer import Bearer, agent_of
from makegood.api.models import Webhook
from makegood.api.paging import next_of, number_after
from makegood.api.queries import tokens as token_queries
from makegood.api.queries import webhooks as queries
from makegood.api.shapes import made
from makegood.api.shapes.common import After, Limit, Page, PathId, answers
from makegood.api.shapes.found import TokenOut
from makegood.api.shapes.webhooks import (
    InsideIn,
    InsideOut,
    NewWebhookOut,
    SecretOut,
    WebhookDeliveryOut,
    WebhookIn,
    WebhookOut,
)
from makegood.people import queries as people
from makegood.people.models import Team

router = Router(tags=["settings: webhooks and tokens"], auth=Bearer(admin=True))
HERE, INSIDE, TOKENS = "/settings/webhooks", "/settings/hosts-inside", "/settings/tokens"
ONE = answers(WebhookOut, also=(404,))


@router.get(HERE, response=answers(list[WebhookOut]), summary="List webhooks")
def webhooks(request: HttpRequest) -> list[WebhookOut]:
    """All, without their secrets."""
    return [WebhookOut(**_shown(one)) for one in queries.webhooks()]


@router.post(HERE, response=answers(NewWebhookOut, status=201, also=(404,)), summary="Add a webhook")
def add(request: HttpRequest, said: WebhookIn) -> Status[NewWebhookOut]:
    """It is told of what happens from now on, as far as you may see. The answer holds its secret, this once."""
    team = _team(said)
    new = acts.make(said.url, kinds=said.kinds, team=team, by=agent_of(request), now=timezone.now())
    return Status(201, NewWebhookOut(secret=new.secret, **_shown(new.webhook)))


@router.put(HERE + "/{pk}", response=ONE, summary="Change a webhook")
def change(request: HttpRequest, pk: PathId, said: WebhookIn) -> WebhookOut:
    """Where it leads and what it tells. Only who made it may: it shows what they may see."""
    hook, team = queries.webhook(pk), _team(said)
    acts.change(hook, url=said.url, kinds=said.kinds, team=team, by=agent_of(request), now=timezone.now())
    return WebhookOut(**_shown(queries.webhook(pk)))


@router.delete(HERE + "/{pk}", response=answers(None, status=204, also=(404,)), summary="Remove a webhook")
def remove(request: HttpRequest, pk: PathId) -> Status[None]:
    """With its log."""
    acts.remove(queries.webhook(pk), by=agent_of(request), now=timezone.now())
    return Status(204, None)


@router.post(HERE + "/{pk}/on", response=ONE, summary="Switch a webhook on")
def on(request: HttpRequest, pk: PathId) -> WebhookOut:
    """It hears of what happens from now on."""
    acts.switch_on(queries.webhook(pk), by=agent_of(request), now=timezone.now())
    return WebhookOut(**_shown(queries.webhook(pk)))


@router.post(HERE + "/{pk}/off", response=ONE, summary="Switch a webhook off")
def off(request: HttpRequest, pk: PathId) -> WebhookOut:
    """It is told nothing more."""
    acts.switch_off(queries.webhook(pk), by=agent_of(request), now=timezone.now())
    return WebhookOut(**_shown(queries.webhook(pk)))


@router.post(HERE + "/{pk}/secret", response=answers(SecretOut, also=(404,)), summary="Renew a webhook's secret")
def renew(request: HttpRequest, pk: PathId) -> SecretOut:
    """From now on it is signed with the new one alone. Only who made it may."""
    return SecretOut(secret=acts.renew_secret(queries.webhook(pk), by=agent_of(request), now=timezone.now()))


@router.get(HERE + "/{pk}/deliveries", response=answers(Page[WebhookDeliveryOut], also=(404,)), summary="Read its log")
def log(request: HttpRequest, pk: PathId, after: After = "", limit: Limit = 50) -> Page[WebhookDeliveryOut]:
    """What it was told within a month, the newest first."""
    found = queries.log(queries.webhook(pk), before=number_after(after) or None, limit=limit + 1)
    items = [WebhookDeliveryOut.model_validate(one) for one in found[:limit]]
    return Page[WebhookDeliveryOut](items=items, next=next_of(items, more=len(found) > limit))


@router.post(
    HERE + "/{pk}/deliveries/{delivery}/again",
    response=answers(WebhookDeliveryOut, also=(404, 409)),
    summary="Tell it once more",
)
def again(request: HttpRequest, pk: PathId, delivery: PathId) -> WebhookDeliveryOut:
    """The same event under the same webhook-id. 409 while the webhook is off."""
    hook = queries.webhook(pk)
    acts.again(queries.delivery(hook, delivery), by=agent_of(request), now=timezone.now())
    return WebhookDeliveryOut.model_validate(queries.delivery(hook, delivery))


@router.get(INSIDE, response=answers(list[InsideOut]), summary="List hosts inside")
def inside(request: HttpRequest) -> list[InsideOut]:
    """Where in our own network webhooks may lead."""
    return [InsideOut.model_validate(one) for one in queries.inside_hosts()]


@router.post(INSIDE, response=answers(list[InsideOut], status=201), summary="Allow a host inside")
def allow(request: HttpRequest, said: InsideIn) -> Status[list[InsideOut]]:
    """Webhooks may lead there. Twice is once."""
    acts.allow_inside(said.host, said.port, by=agent_of(request), now=timezone.now())
    return Status(201, inside(request))


@router.delete(INSIDE + "/{pk}", response=answers(None, status=204, also=(404,)), summary="Forbid a host inside")
def forbid(request: HttpRequest, pk: PathId) -> Status[None]:
    """Webhooks may not lead there any more."""
    acts.forbid_inside(queries.inside_host(pk), by=agent_of(request), now=timezone.now())
    return Status(204, None)


@router.get(TOKENS, response=answers(list[TokenOut]), summary="List everyone's tokens")
def tokens(request: HttpRequest) -> list[TokenOut]:
    """Whose they are, what they are good for, when they were used. Never a secret."""
    return [made.token(one) for one in token_queries.all_for(agent_of(request), now=timezone.now())]


@router.delete(TOKENS + "/{pk}", response=answers(None, status=204, also=(404,)), summary="Revoke anyone's token")
def revoke(request: HttpRequest, pk: PathId) -> Status[None]:
    """It opens nothing any more."""
    agent = agent_of(request)
    token_acts.revoke(token_queries.for_(agent, pk), by=agent, now=timezone.now())
    return Status(204, None)


def _team(said: WebhookIn) -> Team | None:
    return people.team(said.team) if said.team else None


def _shown(hook: Webhook) -> dict[str, Any]:
    same = ("url", "kinds", "is_active", "failing_since", "disabled_reason")
    shown = {name: getattr(hook, name) for name in same}
    return shown | {"id": hook.pk, "team": hook.team_id, "created_by": hook.created_by.name}
