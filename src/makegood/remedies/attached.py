"""What happens to remedies and asks when something happens to their conversation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from makegood.clocks import acts as clocks
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.queries import running_about
from makegood.conversations.attached import Attached
from makegood.conversations.models import Conversation, Guest, Message
from makegood.people.models import Agent
from makegood.remedies import acts, queries
from makegood.remedies.models import Ask, Remedy, State


class Remedies(Attached):
    """An open ask and a stuck remedy keep the conversation open."""

    def why_not_close(self, conversation: Conversation, *, by: Agent | None) -> str:
        """See Attached."""
        if asks := queries.open_asks(conversation):
            name = str(asks[0].asked or _("Somebody"))
            return _("%(name)s has been asked and has not answered. Wait, or take the question back.") % {"name": name}
        if queries.is_stuck(conversation):
            return _("Something that was granted is stuck. Try it again, or take it back.")
        return ""

    def why_not_hold(self, conversation: Conversation, *, until: datetime) -> str:
        """See Attached."""
        return self.why_not_close(conversation, by=None)

    def keeps_open(self, conversation: Conversation) -> bool:
        """See Attached."""
        return bool(queries.open_asks(conversation) or queries.is_stuck(conversation))

    def unreplied(self, message: Message, conversation: Conversation, *, at: datetime) -> None:
        """See Attached."""
        acts.unsay(message, conversation, at=at)

    def undone(self, conversation: Conversation, before: Mapping[str, Any], *, by: Agent, at: datetime) -> None:
        """See Attached."""
        acts.undo(conversation, before, by=by, at=at)

    def moved(self, source: Conversation, target: Conversation, *, by: Agent, at: datetime) -> None:
        """See Attached."""
        for one in _all(Remedy.objects.filter(conversation=source), Ask.objects.filter(conversation=source)):
            _carry(one, target, path=[*one.path, source.pk])

    def restored(self, source: Conversation, target: Conversation, *, by: Agent, at: datetime) -> None:
        """See Attached."""
        remedies = Remedy.objects.filter(conversation=target, state__in=[State.GRANTED, State.STUCK])
        for one in _all(remedies, Ask.objects.filter(conversation=target, state=Ask.State.ASKED)):
            if source.pk in one.path:
                _carry(one, source, path=one.path[: one.path.index(source.pk)])

    def split(
        self, source: Conversation, target: Conversation, *, messages: Sequence[int], by: Agent, at: datetime
    ) -> None:
        """See Attached. What a message told goes along with it."""
        for one in Remedy.objects.filter(conversation=source, told_by__in=list(messages)):
            _carry(one, target, path=one.path)

    def left(self, agent: Agent, *, by: Agent | None, at: datetime) -> None:
        """See Attached. What they asked is not asked any more; what they were asked goes to the next."""
        for one in Ask.objects.filter(by=agent, state=Ask.State.ASKED).order_by("pk"):
            acts.leave(one, by=by, at=at)


def _all(remedies: Iterable[Remedy], asks: Iterable[Ask]) -> list[Remedy | Ask]:
    return [*remedies, *asks]


def _carry(one: Remedy | Ask, to: Conversation, *, path: list[int]) -> None:
    """With its clock, and whoever sees the conversation because of it."""
    one.conversation, one.path = to, path
    one.save(update_fields=["conversation", "path"])
    if isinstance(one, Ask):
        clock = running_about(ClockKind.ASK, one.pk)
        if clock is not None:
            clocks.carry([clock], to=to.pk)
        Guest.objects.filter(why=ClockKind.ASK, about=one.pk).update(conversation=to)
