"""What time does: a closed matter is asked about once."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from makegood.agenda.models import Turn
from makegood.kudos import acts


def solved(turn: Turn, *, now: datetime) -> None:
    """Its customer is asked whether it was solved, if they still are to be asked and there is a page to answer on."""
    if settings.PUBLIC_URL is not None:
        acts.ask(turn.about["conversation"], at=now)
