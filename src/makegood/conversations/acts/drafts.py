"""What is being written, saved as typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from makegood.base import files as stored
from makegood.base.html import sanitise_composed, to_text
from makegood.conversations import rules
from makegood.conversations.letter import Address, Attachment
from makegood.conversations.models import Conversation, Draft, File, Message
from makegood.people.models import Agent

LARGEST = 25 * 1024 * 1024


def save(
    conversation: Conversation,
    kind: str,
    *,
    by: Agent,
    html: str = "",
    text: str = "",
    to: Sequence[Address] = (),
    cc: Sequence[Address] = (),
    seen: int = 0,
    at: datetime,
) -> Draft:
    """The agent's draft says this. The revision goes up, so that two devices see who wrote last."""
    html = sanitise_composed(html) if html else ""
    said = {
        "html": html,
        "text": text or to_text(html),
        "to": [{"name": one.name, "address": one.address} for one in to],
        "cc": [{"name": one.name, "address": one.address} for one in cc],
        "seen": seen,
        "saved_at": at,
    }
    with transaction.atomic():
        draft = _draft(conversation, by, kind, at=at)
        for name, value in said.items():
            setattr(draft, name, value)
        draft.revision += 1
        draft.save(update_fields=[*said, "revision"])
    return draft


def attach(conversation: Conversation, kind: str, attachment: Attachment, *, by: Agent, at: datetime) -> File:
    """The file is safe and belongs to the agent's draft. Raises Refused when it is too large to mail."""
    if attachment.size > LARGEST:
        raise rules.Refused(
            "This file is larger than 25 MB; most mail servers would send it back. Share a link instead."
        )
    name = stored.keep(attachment.content)
    with transaction.atomic():
        return File.objects.create(
            conversation=conversation,
            draft=_draft(conversation, by, kind, at=at),
            name=attachment.name[:255],
            type=attachment.type[:120],
            size=attachment.size,
            stored=name,
            cid=attachment.cid[:255],
            is_inline=attachment.inline,
        )


def detach(file: File, *, by: Agent) -> None:
    """The draft has the file no more."""
    File.objects.filter(pk=file.pk, draft__agent=by).delete()


def discard(conversation: Conversation, by: Agent, kind: str) -> None:
    """The agent has no such draft in the conversation."""
    Draft.objects.filter(conversation=conversation, agent=by, kind=kind).delete()


def from_message(message: Message, *, by: Agent, at: datetime) -> Draft:
    """A message that never left is its author's draft again, files and all. What was typed since stays below it."""
    draft = _draft(message.conversation, by, Draft.Kind.REPLY, at=at)
    draft.html = "".join(part for part in (message.html, draft.html) if part)
    draft.text = "\n\n".join(part for part in (message.text, draft.text) if part)
    draft.to, draft.cc, draft.saved_at = message.to, message.cc, at
    draft.revision += 1
    draft.save(update_fields=["html", "text", "to", "cc", "saved_at", "revision"])
    message.files.update(message=None, draft=draft)
    return draft


def _draft(conversation: Conversation, by: Agent, kind: str, *, at: datetime) -> Draft:
    return Draft.objects.get_or_create(conversation=conversation, agent=by, kind=kind, defaults={"saved_at": at})[0]
