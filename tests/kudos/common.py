"""Eva's page, and what reaches whom."""

from __future__ import annotations

from makegood.conversations.queries import Opened, by_token
from makegood.timeline.models import Event
from tests.portal.common import NOW


def opened(token: str) -> Opened:
    """What the token opens now."""
    found = by_token(token, at=NOW)
    assert found is not None
    return found


def heard(kind: str) -> list[int]:
    """Who hears of the newest event of the kind."""
    hears: list[int] = Event.objects.filter(kind=kind).latest("pk").about["hears"]
    return hears
