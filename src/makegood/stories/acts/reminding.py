"""Nobody's story lies unread."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from makegood.stories import queries, rules
from makegood.stories.acts import common
from makegood.stories.models import Story
from makegood.timeline.kinds import Kind


def remind(story: Story, *, waits_since: datetime, now: datetime, comment: int | None = None) -> datetime:
    """Moderators hear that it still waits, or a comment on it does; when to say it again.

    The second time head office and admins hear it too.
    """
    with transaction.atomic():
        is_long = now >= waits_since + 2 * rules.READ_WITHIN
        hears = queries.moderators() | (queries.above_moderators() if is_long else set())
        about: dict[str, Any] = {} if comment is None else {"comment": comment}
        common.tell(Kind.STORY_UNREAD, story, at=now, hears=common.hears(hears), **about)
    return now + rules.READ_WITHIN
