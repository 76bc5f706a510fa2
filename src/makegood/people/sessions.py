"""Sessions as Django keeps them, read as each page needs them. Named in the settings."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from makegood.base.plain import ask, moment

LIVING = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """The name is Django's too: it is part of what signs a session."""

    def load(self) -> dict[str, Any]:
        """What the session holds while it lives; nothing when there is none, any more."""
        found = ask(LIVING, (self.session_key, moment(timezone.now())))
        if found:
            return self.decode(found[0][0])
        self._session_key = None
        return {}
