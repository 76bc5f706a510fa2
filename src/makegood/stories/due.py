"""What happens when the time of a story or a comment comes."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda.models import Turn
from makegood.stories import acts, queries
from makegood.stories.models import State
from makegood.stories.rules import READ_WITHIN


def story(turn: Turn, *, now: datetime) -> datetime | None:
    """Who waits unread is brought to mind, what nobody needs is erased. When to look again; None: no more."""
    if comment := turn.about.get("comment"):
        return _comment(comment, now=now)
    found = queries.found(turn.about["story"])
    if found is None:
        return None
    if since := queries.waits_since(found):
        return acts.remind(found, waits_since=since, now=now)
    if found.state == State.PROPOSED:  # nobody answered for a month: their own words are to be read again
        acts.keep_own(found, at=now)
        return now + READ_WITHIN
    return acts.erase_old(found, now=now)


def _comment(pk: int, *, now: datetime) -> datetime | None:
    waiting = queries.waiting_comment(pk)
    return acts.remind(waiting.story, waits_since=waiting.at, now=now, comment=pk) if waiting else None
