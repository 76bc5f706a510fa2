"""Sessions as Django keeps them, read as each page needs them. Named in the settings."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from makegood.base.plain import moment
from makegood.base.prepared import Prepared

LIVING = Prepared(lambda: Session.objects.filter(session_key="").filter(expire_date__gt=timezone.now()))


class SessionStore(db.SessionStore):
    """The name is Django's too: it is part of what signs a session."""

    def _get_session_from_db(self) -> Session | None:
        """The session while it lives; None when there is none, any more."""
        found = LIVING.first(self.session_key, moment(timezone.now()))
        if found is None:
            self._session_key = None
        return found
