"""Taking an act back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.clocks import acts as clocks
from makegood.conversations import attached, rules
from makegood.conversations.acts import tags, timing
from makegood.conversations.acts.changing import change, lock, tell
from makegood.conversations.models import Conversation, State, Undo
from makegood.customers import acts as customers
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind

TIMES = ("closed_at", "replied_at")


def undo(undo_id: int, *, by: Agent, at: datetime) -> Conversation:
    """All stands as before the act. Raises TooLate after ten minutes, or when something else has happened."""
    with transaction.atomic():
        kept = Undo.objects.select_for_update().filter(pk=undo_id, by=by).first()
        if kept is None or at - kept.at > rules.UNDO_LIFE:
            raise rules.TooLate(_("That can no longer be taken back."))
        conversation = lock(kept.conversation_id)
        if conversation.version != kept.version:
            raise rules.TooLate(_("Something else has happened in this conversation since. Nothing was changed."))
        if "message" in kept.before:
            raise rules.TooLate(_("A reply is taken back by itself, while it has not left."))
        had_it = conversation.team_id
        for one in attached.everyone():
            one.undone(conversation, kept.before, by=by, at=at)
        restore(conversation, kept, at=at)
        _restore_rest(conversation, kept.before, by=by, at=at)
        kept.delete()
        about: dict[str, Any] = {"of": kept.at.isoformat()}
        if had_it != conversation.team_id:
            about["from_team"] = had_it
        tell(Kind.ACT_UNDONE, conversation, at=at, by=by, about=about)
    return conversation


def restore(conversation: Conversation, kept: Undo | None, *, at: datetime) -> None:
    """All is as before the act; if something was said meanwhile, it is open and the earlier clock stays."""
    if kept is None:
        change(conversation, at=at, state=State.OPEN, closed_at=None)
        return
    untouched = kept.version == conversation.version
    clocks.forget(kept.before["started"], at=at)
    timing.unpause(kept.before.get("paused", []))
    clocks.restore(kept.before["ended"], at=at)
    fields = _fields(kept.before["fields"])
    if not untouched or (fields["state"] == State.CLOSED and attached.owes(conversation)):
        fields = {"state": State.OPEN, "closed_at": None, "replied_at": fields["replied_at"]}
    change(conversation, at=at, **fields)


def _restore_rest(conversation: Conversation, before: dict[str, Any], *, by: Agent, at: datetime) -> None:
    if "tags" in before:
        tags.write(conversation, before["tags"])
    if "blocked" in before:
        customers.unblock(before["blocked"], by=by.pk, at=at)


def _fields(before: dict[str, Any]) -> dict[str, Any]:
    return {name: datetime.fromisoformat(value) if name in TIMES and value else value for name, value in before.items()}
