"""Browsers, signed in."""

from __future__ import annotations

import time

from django.test import Client

from makegood.people.models import Agent

HOUR = 3600


def opens(agent: Agent, *, fresh: bool = True) -> Client:
    """A browser in which the agent signed in a moment ago; not fresh: an hour ago."""
    client = Client()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - (0 if fresh else HOUR)}]
    session["account_authentication_methods_user"] = str(agent.pk)
    session.save()
    return client


def signed_in(client: Client) -> int | None:
    """Who is signed in in this browser."""
    found = client.session.get("_auth_user_id")
    return int(found) if found else None
