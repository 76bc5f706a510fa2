"""A story ends: withdrawn by its teller, at once and for good, or erased because nothing became of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.stories import rules
from makegood.stories.acts import common
from makegood.stories.models import Comment, Mask, State, Story, StoryMail
from makegood.timeline.kinds import Kind


def withdraw(story: Story, *, at: datetime) -> Story:
    """Nothing of it is shown or kept any more, but that there was a yes, and when it was taken back. Twice is once."""
    with transaction.atomic():
        story = common.lock(story.pk)
        if story.state != State.WITHDRAWN:
            _erase(story, at=at)
            common.tell(Kind.STORY_WITHDRAWN, story, at=at)
    return story


def erase_old(story: Story, *, now: datetime) -> datetime | None:
    """Erased when nobody said yes to it for a month, or it was not to be shown a season ago.

    When to look again otherwise; None: no more.
    """
    with transaction.atomic():
        story = common.lock(story.pk)
        kept_for = {State.TELLER: rules.UNANSWERED_FOR, State.DECLINED: rules.DECLINED_FOR}.get(State(story.state))
        if kept_for is None:
            return None
        if now < story.changed_at + kept_for:
            return story.changed_at + kept_for
        _erase(story, at=now)
        common.tell(Kind.STORY_ERASED, story, at=now)
    return None


def _erase(story: Story, *, at: datetime) -> None:
    common.end_consent(story, at=at, is_withdrawn=True)
    Mask.objects.filter(story=story).delete()
    Comment.objects.filter(story=story).delete()  # they speak of what nobody may read any more
    StoryMail.objects.filter(story=story, sent_at=None).delete()
    gone = {
        "title": "",
        "text": "",
        "sealed": "",
        "name": "",
        "new_title": "",
        "new_text": "",
        "address": "",
        "why": "",
    }
    common.move(story, State.WITHDRAWN, at=at, topic=None, **gone)
