"""What the acts of this package share: one story held, moved, and told of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from makegood.agenda import acts as agenda
from makegood.conversations.rules import Refused
from makegood.people.models import Agent
from makegood.stories import queries, rules
from makegood.stories.models import Consent, State, Story
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


def lock(pk: int) -> Story:
    """The story, which nobody else changes until the caller's transaction ends."""
    return Story.objects.select_for_update().get(pk=pk)


def move(story: Story, to: State, *, at: datetime, **new: Any) -> None:
    """It has gone there, and these columns are written. Raises Refused when it cannot go there any more."""
    if why := rules.why_not_move(State(story.state), to):
        raise Refused(why)
    story.state = to
    write(story, at=at, state=to, **new)


def write(story: Story, *, at: datetime, **new: Any) -> None:
    """These columns are so."""
    for name, value in (new | {"changed_at": at}).items():
        setattr(story, name, value)
    story.save(update_fields=[*new, "changed_at"])


def tell(kind: Kind, story: Story, *, at: datetime, by: Agent | None = None, **about: Any) -> None:
    """The event; never a word of the story is in it."""
    team = story.conversation.team if story.conversation else None
    record(
        kind,
        at=at,
        by=by.pk if by else None,
        conversation=story.conversation_id,
        customer=story.customer_id,
        team=team.pk if team else None,
        location=team.location_id if team else story.location_id,
        about={"story": story.pk, **about},
    )


def end_consent(story: Story, *, at: datetime, is_withdrawn: bool) -> None:
    """The consent in force is none any more, and of its words only their digest is left."""
    gone = {"title": "", "text": "", "name": "", "ended_at": at, "is_withdrawn": is_withdrawn}
    Consent.objects.filter(story=story, ended_at=None).update(**gone)


def moderating(by: Agent) -> Agent:
    """Who moderates. Raises Refused, in words, for anybody else."""
    if not queries.may_moderate(by):
        raise Refused(queries.NOT_YOURS())
    return by


def plan(story: Story, *, run_at: datetime) -> None:
    """Somebody looks at it then: whether it lies unread, or is to be erased."""
    agenda.plan("story", f"story:{story.pk}", run_at=run_at, about={"story": story.pk})


def hears(people: Iterable[int]) -> list[int]:
    """Whom an event is told to by mail, as it keeps them."""
    return sorted(set(people))
