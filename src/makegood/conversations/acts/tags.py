"""Words by which conversations are found again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.conversations import attached, rules
from makegood.conversations.acts import timing
from makegood.conversations.acts.changing import change, lock, tell, undoable
from makegood.conversations.models import Conversation, Tag, Tagging, Undo
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind


def tag(conversation: Conversation, names: Iterable[str], *, by: Agent, at: datetime) -> Undo | None:
    """The conversation carries exactly these tags. None when that was so before."""
    wanted = _clean(names)
    with transaction.atomic():
        conversation = lock(conversation.pk)
        had = list(conversation.tags)
        if wanted == had:
            return None
        write(conversation, wanted)
        timing.sooner(conversation, timing.Timing())  # a target may be for a tag
        before = change(conversation, at=at)
        tell(Kind.CONVERSATION_TAGGED, conversation, at=at, by=by, about={"tags": wanted, "had": had})
        return undoable(conversation, before, by=by, at=at, tags=had)


def write(conversation: Conversation, names: list[str]) -> None:
    """The rows and the repeated list say the same."""
    Tagging.objects.filter(conversation=conversation).delete()
    for name in sorted(names):  # in one order everywhere, so that no two wait for each other's new tags
        Tagging.objects.create(conversation=conversation, tag=Tag.objects.get_or_create(name=name)[0])
    conversation.tags = names
    conversation.save(update_fields=["tags"])
    for one in attached.everyone():
        one.changed(conversation)


def _clean(names: Iterable[str]) -> list[str]:
    """Lower-case, single spaces, each once, in order; Raises Refused when one is too long or they are too many."""
    wanted = list(dict.fromkeys(" ".join(name.lower().split()) for name in names if name.strip()))
    if any(len(name) > 60 for name in wanted):
        raise rules.Refused(_("A tag can have 60 letters at most."))
    if len(wanted) > 20:
        raise rules.Refused(_("A conversation can have 20 tags at most."))
    return wanted
