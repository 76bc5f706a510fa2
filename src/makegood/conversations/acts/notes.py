"""Said among colleagues. Nothing here can reach a customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base.html import sanitise_composed, to_text
from makegood.conversations import attached, rules
from makegood.conversations.acts import drafts
from makegood.conversations.acts.changing import lock, tell
from makegood.conversations.models import Conversation, Draft, File, Note
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind


def note(
    conversation: Conversation,
    *,
    text: str = "",
    html: str = "",
    files: Sequence[int] = (),
    by: Agent,
    at: datetime,
    once: str,
) -> Note:
    """The note stands in the conversation, for colleagues only. `once` makes a second press the same note."""
    html = sanitise_composed(html) if html else ""
    text = text or to_text(html)
    with transaction.atomic():
        conversation = lock(conversation.pk)
        if done := Note.objects.filter(once=once, conversation=conversation).first():
            return done
        if not text.strip() and not files:
            raise rules.Refused(_("There is nothing to note yet. Write something first."))
        written = Note.objects.create(conversation=conversation, by=by, text=text, html=html, at=at, once=once)
        mine = File.objects.filter(
            pk__in=list(files), conversation=conversation, draft__agent=by, draft__kind=Draft.Kind.NOTE
        )
        mine.update(draft=None, note=written)
        drafts.discard(conversation, by, Draft.Kind.NOTE)
        for one in attached.everyone():
            one.noted(written, conversation)
        tell(Kind.NOTE_WRITTEN, conversation, at=at, by=by, about={"note": written.pk})
    return written
