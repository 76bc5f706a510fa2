"""What happens to the work log when two conversations are made one, or one two again."""

from __future__ import annotations

from datetime import datetime

from makegood.conversations.attached import Attached
from makegood.conversations.models import Conversation
from makegood.people.models import Agent
from makegood.worklog import acts
from makegood.worklog.models import Entry


class Worked(Attached):
    """The log goes along, and what is to be told of it is told there."""

    def moved(self, source: Conversation, target: Conversation, *, by: Agent, at: datetime) -> None:
        """See Attached."""
        for one in Entry.objects.filter(conversation=source).order_by("pk"):
            _carry(one, target, path=[*one.path, source.pk], at=at)

    def restored(self, source: Conversation, target: Conversation, *, by: Agent, at: datetime) -> None:
        """See Attached."""
        for one in Entry.objects.filter(conversation=target).order_by("pk"):
            if source.pk in one.path:
                _carry(one, source, path=one.path[: one.path.index(source.pk)], at=at)


def _carry(one: Entry, to: Conversation, *, path: list[int], at: datetime) -> None:
    one.conversation, one.path = to, path
    one.save(update_fields=["conversation", "path"])
    if one.tells and one.told_by_id is None and one.struck_at is None:
        acts.plan_mail(to.pk, at=at)
