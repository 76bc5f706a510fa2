"""Who asks: the agent whose token came with the request. Cookies open nothing here, so no page can ask for them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from makegood.api.acts import tokens as acts
from makegood.api.models import Scope, Token
from makegood.api.problems import Problem
from makegood.api.queries import tokens
from makegood.people import queries as people
from makegood.people.models import Agent

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Caller:
    """The agent in whose name a program asks, and the token it holds."""

    agent: Agent
    token: Token


def find(request: HttpRequest) -> Caller:
    """Who asks; kept on the request. Raises Problem (401) when the token opens nothing."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    now = timezone.now()
    fits = scheme.lower() == "bearer" and 0 < len(secret) <= LONGEST
    token = tokens.opened_by(secret.strip(), now=now) if fits else None
    if token is None:
        raise Problem(401, "unknown-token", _("Send a token that is valid: Authorization: Bearer mg_…"))
    acts.used(token, now=now)
    caller = Caller(token.agent, token)
    request.caller = caller  # type: ignore[attr-defined]
    return caller


def agent_of(request: HttpRequest) -> Agent:
    """The agent in whose name the program asks."""
    return caller_of(request).agent


def caller_of(request: HttpRequest) -> Caller:
    """Who asks, as the door has found out."""
    caller: Caller = request.caller  # type: ignore[attr-defined]
    return caller


class Bearer(HttpBearer):
    """The token is good for this: read for looking, write for changing, and for settings admin."""

    def __init__(self, *, admin: bool = False) -> None:
        super().__init__()
        self.is_admin = admin

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Who asks. Raises Problem (403) when this token, or its agent, may not do that."""
        caller = caller_of(request)
        needed = Scope.ADMIN if self.is_admin else Scope.READ if request.method in ("GET", "HEAD") else Scope.WRITE
        if needed not in caller.token.scopes:
            raise Problem(
                403,
                "scope",
                _("This token is not good for that: it needs the scope %(scope)s.") % {"scope": needed.value},
            )
        if self.is_admin and not people.is_admin(caller.agent):
            raise Problem(403, "forbidden", _("Only an admin may do that."))
        return caller
