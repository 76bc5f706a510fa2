"""Tokens: made, used, revoked."""

from __future__ import annotations

import secrets as random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from makegood.api import rules
from makegood.api.models import Scope, Token
from makegood.base import secrets
from makegood.people import queries as people
from makegood.people.models import Agent
from makegood.people.rules import NotAllowed, Unfit
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


@dataclass(frozen=True, slots=True)
class Made:
    """A new token, and its secret: known now and never again."""

    token: Token
    secret: str


@transaction.atomic
def make(
    agent: Agent,
    *,
    name: str,
    scopes: Iterable[str],
    by: Agent | None,
    now: datetime,
    expires_at: datetime | None = None,
) -> Made:
    """A token with which a program acts as the agent; it ends at `expires_at` (None: when it is revoked).

    Each makes their own; `by` None is the owner of the data folder. Raises NotAllowed, Unfit.
    """
    if by is not None and by.pk != agent.pk:
        raise NotAllowed(_("Each makes their own tokens: with one, a program acts as its owner."))
    wanted = _checked(agent, scopes, name)
    if expires_at is not None and expires_at <= now:
        raise Unfit(_("A token must last longer than that."))
    secret = rules.TOKEN_START + random.token_urlsafe(32)
    token = Token.objects.create(
        agent=agent,
        name=name.strip()[:80],
        prefix=secret[:8],
        hashed=secrets.hashed(secret),
        scopes=wanted,
        created_at=now,
        expires_at=expires_at,
    )
    record(Kind.TOKEN_MADE, at=now, by=by.pk if by else None, about=_about(token) | {"scopes": wanted})
    return Made(token, secret)


def _checked(agent: Agent, scopes: Iterable[str], name: str) -> list[str]:
    """The scopes in their order. Raises Unfit."""
    wanted = set(scopes)
    if not name.strip():
        raise Unfit(_("Give the token a name, so that you know later what uses it."))
    if not wanted or not wanted <= set(Scope.values):
        raise Unfit(_("Choose what the token is good for: %(scopes)s.") % {"scopes": ", ".join(Scope.values)})
    if not agent.is_active:
        raise Unfit(_("%(agent)s is deactivated.") % {"agent": agent})
    if Scope.ADMIN in wanted and not people.is_admin(agent):
        raise Unfit(_("Only an admin's token can open the settings."))
    return [scope for scope in Scope.values if scope in wanted]


@transaction.atomic
def revoke(token: Token, *, by: Agent | None, now: datetime) -> bool:
    """The token opens nothing any more. False when it was revoked before. Its owner and admins may: else NotAllowed."""
    if by is not None and by.pk != token.agent_id and not people.is_admin(by):
        raise NotAllowed(_("Only its owner or an admin may revoke a token."))
    changed = Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)
    if changed:
        record(Kind.TOKEN_REVOKED, at=now, by=by.pk if by else None, about=_about(token))
    return bool(changed)


def used(token: Token, *, now: datetime) -> None:
    """It is on record, to the minute, that the token was used."""
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - rules.USE_NOTED_EVERY)
    if token.last_used_at is None or now - token.last_used_at >= rules.USE_NOTED_EVERY:
        Token.objects.filter(stale, pk=token.pk).update(last_used_at=now)


def _about(token: Token) -> dict[str, object]:
    return {"token": token.pk, "agent": token.agent_id, "name": token.name}
