"""Automatic mail is counted, for the caps of the gate."""

from __future__ import annotations

from datetime import datetime, timedelta

from makegood.channels.mail.models import Automatic

REMEMBERED = timedelta(days=2)


def count_automatic(address: str, conversation: int, *, at: datetime) -> None:
    """One more automatic mail left. What the caps no longer ask for is forgotten."""
    Automatic.objects.create(address=address.lower(), conversation_id=conversation, at=at)
    Automatic.objects.filter(at__lt=at - REMEMBERED).delete()
