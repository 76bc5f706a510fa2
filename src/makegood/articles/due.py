"""What time does: a closed conversation is looked at for what helped."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda.models import Turn
from makegood.articles.acts import learn


def good_answer(turn: Turn, *, now: datetime) -> None:
    """The answer that the customer thanked for can be found again."""
    learn(turn.about["conversation"], at=now)
