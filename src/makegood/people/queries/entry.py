"""How people come in, and where they are signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from makegood.base import secrets
from makegood.people.models import Agent, SignInLink
from makegood.people.rules import browser_in_words


@dataclass(frozen=True, slots=True)
class WaysIn:
    """How an agent may sign in."""

    password: bool
    passkeys: int
    app: bool
    recovery_codes: bool


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser in which an agent is signed in. Times are UTC."""

    browser: str
    ip: str
    since: datetime
    is_here: bool


def open_link(token: str, *, now: datetime) -> SignInLink | None:
    """The one-time link with this token if it still opens; None when unknown, used or past its time."""
    return (
        SignInLink.objects.select_related("agent")
        .filter(hashed=secrets.hashed(token), used_at=None, expires_at__gt=now)
        .first()
    )


def is_set_up() -> bool:
    """Whether anyone can sign in yet."""
    return Agent.objects.exists()


def ways_in(agent: Agent) -> WaysIn:
    """What opens the agent's account. One query."""
    types = list(Authenticator.objects.filter(user=agent.pk).values_list("type", flat=True))
    kinds = Authenticator.Type
    return WaysIn(
        password=agent.has_usable_password(),
        passkeys=types.count(kinds.WEBAUTHN),
        app=kinds.TOTP in types,
        recovery_codes=kinds.RECOVERY_CODES in types,
    )


def sessions_of(agent: Agent, *, here: str, now: datetime) -> list[SignedIn]:
    """Where the agent is signed in, this browser first, then the newest. `here`: the session's own key. Two queries."""
    rows = list(UserSession.objects.filter(user=agent.pk).order_by("-created_at"))
    keys = [row.session_key for row in rows]
    living = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=now).values_list("session_key", flat=True)
    )
    signed_in = [
        SignedIn(browser_in_words(row.user_agent), row.ip, row.created_at, row.session_key == here)
        for row in rows
        if row.session_key in living
    ]
    return sorted(signed_in, key=lambda one: not one.is_here)
