"""Being signed in: made for scripts, ended from elsewhere."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils.translation import gettext as _

from makegood.people.acts.common import admit
from makegood.people.models import Agent
from makegood.people.rules import Unfit
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


@transaction.atomic
def open_session(agent: Agent, *, now: datetime) -> str:
    """The key of a new session for a script, listed with the agent's others. Raises Unfit."""
    if not agent.is_active:
        raise Unfit(_("%(agent)s is deactivated.") % {"agent": agent})
    store = SessionStore()
    store[SESSION_KEY] = str(agent.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = agent.get_session_auth_hash()
    store.create()
    UserSession.objects.create(
        user=agent, session_key=store.session_key, ip="127.0.0.1", user_agent="makegood session", created_at=now
    )
    record(Kind.LINK_MADE, at=now, about={"agent": agent.pk, "name": agent.name, "for": "a script"})
    return str(store.session_key)


@transaction.atomic
def sign_out(agent: Agent, *, by: Agent | None, now: datetime, but: str = "") -> int:
    """How many sessions ended: all of the agent's but the one with this key. Raises NotAllowed."""
    actor = by.pk if by is not None and by.pk == agent.pk else admit(by)
    sessions = list(UserSession.objects.filter(user=agent.pk).exclude(session_key=but))
    for session in sessions:
        session.end()
    if sessions:
        about = {"agent": agent.pk, "name": agent.name, "sessions": len(sessions)}
        record(Kind.AGENT_SIGNED_OUT, at=now, by=actor, about=about)
    return len(sessions)
