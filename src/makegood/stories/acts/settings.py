"""What an admin decides: whether there is a wall, who reads first, what stories are about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from makegood.people.acts.common import admit, once
from makegood.people.models import Agent, Company
from makegood.stories import rules
from makegood.stories.models import Moderator, Topic, Wall
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


def change_wall(
    *, is_on: bool, frames: Iterable[str], moderators: Iterable[Agent], by: Agent | None, at: datetime
) -> Wall:
    """So it is from now on. Switched off, nobody sees any story; those that were told are kept. Raises NotAllowed."""
    actor, people = admit(by), sorted({one.pk for one in moderators})
    with transaction.atomic():
        wall, _new = Wall.objects.get_or_create(pk=1)
        wall.is_on, wall.frames = is_on, list(frames)
        wall.save(update_fields=["is_on", "frames"])
        Company.objects.filter(pk=1).update(tells_stories=is_on)
        Moderator.objects.exclude(agent__in=people).delete()
        there = set(Moderator.objects.values_list("agent_id", flat=True))
        Moderator.objects.bulk_create(Moderator(agent_id=pk) for pk in people if pk not in there)
        about = {"stories": "on" if is_on else "off", "moderators": people, "frames": wall.frames}
        record(Kind.SETTINGS_CHANGED, at=at, by=actor, about=about)
    return wall


def add_topic(name: str, *, by: Agent | None, at: datetime) -> Topic:
    """Stories can be about this. Raises NotAllowed, Taken."""
    actor, name = admit(by), rules.name_said(name)
    with transaction.atomic():
        slug = slugify(name) or slugify(name, allow_unicode=True)
        topic = once(lambda: Topic.objects.create(name=name, slug=slug[:60]), taken=name)
        record(Kind.SETTINGS_CHANGED, at=at, by=actor, about={"topic": topic.name})
    return topic


def remove_topic(topic: Topic, *, by: Agent | None, at: datetime) -> None:
    """No story is about this any more; the stories stay. Raises NotAllowed."""
    actor = admit(by)
    with transaction.atomic():
        if Topic.objects.filter(pk=topic.pk).delete()[0]:
            record(Kind.SETTINGS_CHANGED, at=at, by=actor, about={"topic_removed": topic.name})
