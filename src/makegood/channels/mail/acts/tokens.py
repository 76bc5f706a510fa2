"""What an OAuth provider gave us, sealed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from makegood.base import secrets
from makegood.channels.mail.models import Access, Token
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


def consented(access: Access, refresh_token: str, ends_at: datetime | None, *, by: int | None, now: datetime) -> None:
    """The provider lets us in with this refresh token from now on, and watches begin anew."""
    sealed = secrets.seal(refresh_token)
    with transaction.atomic():
        Access.objects.filter(pk=access.pk).update(
            refresh_sealed=sealed, consent_ends_at=ends_at, version=F("version") + 1
        )
        about = {"mailbox": access.mailbox_id, "address": access.mailbox.address, "changed": ["consent"]}
        record(Kind.MAILBOX_CHANGED, at=now, by=by, team=access.mailbox.team_id, about=about)
    access.refresh_from_db()


def renewed(access: Access, refresh_token: str, ends_at: datetime | None) -> None:
    """The provider changed the refresh token while it renewed ours; the old one may be worthless at once."""
    sealed = secrets.seal(refresh_token)
    Access.objects.filter(pk=access.pk).update(refresh_sealed=sealed, consent_ends_at=ends_at)
    access.refresh_sealed = sealed


def keep(access: Access, token: str, *, expires_at: datetime) -> None:
    """Every worker may use this token until it expires."""
    fields = {"sealed": secrets.seal(token), "expires_at": expires_at}
    Token.objects.update_or_create(access=access, defaults=fields)
