"""Reads of tokens. None of them gives a secret: there is none to give."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from makegood.api.models import Token
from makegood.base import secrets
from makegood.people import queries as people
from makegood.people.models import Agent


def opened_by(secret: str, *, now: datetime) -> Token | None:
    """The living token with this secret, of an active agent; None for anything else. One query."""
    living = Q(expires_at=None) | Q(expires_at__gt=now)
    tokens = Token.objects.select_related("agent").filter(living, revoked_at=None, agent__is_active=True)
    return tokens.filter(hashed=secrets.hashed(secret)).first()


def of(agent: Agent, *, now: datetime) -> list[Token]:
    """The agent's living tokens, the newest first."""
    return list(_living(now).filter(agent=agent))


def all_for(admin: Agent, *, now: datetime) -> list[Token]:
    """Everyone's living tokens for an admin, the newest first; for others their own."""
    return list(_living(now)) if people.is_admin(admin) else of(admin, now=now)


def for_(agent: Agent, pk: int) -> Token:
    """The token, if it is the agent's or the agent is an admin. Raises Token.DoesNotExist."""
    tokens = Token.objects.select_related("agent")
    return (tokens if people.is_admin(agent) else tokens.filter(agent=agent)).get(pk=pk)


def _living(now: datetime) -> QuerySet[Token]:
    tokens = Token.objects.select_related("agent").filter(revoked_at=None)
    return tokens.filter(Q(expires_at=None) | Q(expires_at__gt=now)).order_by("-pk")


def own(agent: Agent, pk: int) -> Token:
    """The agent's own token. Raises Token.DoesNotExist."""
    return Token.objects.get(agent=agent, pk=pk)
