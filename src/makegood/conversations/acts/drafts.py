"""What is being written, saved as typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from makegood.base import files as stored
from makegood.base.html import sanitise_composed, to_text
from makegood.base.transactions import alone
from makegood.conversations import rules
from makegood.conversations.letter import Address, Attachment
from makegood.conversations.models import Conversation, Draft, File, Message
from makegood.people.models import Agent, Mailbox

LARGEST = 25 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class First:
    """What a first letter says besides its words: from which mailbox (None: not chosen yet), about what."""

    mailbox: Mailbox | None = None
    subject: str = ""


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
    said = _words(html, text) | _people(to, cc) | {"seen": seen, "saved_at": at}
    with transaction.atomic():
        return _say(_draft(conversation, by, kind, at=at), said)


def save_first(
    first: First,
    *,
    by: Agent,
    html: str = "",
    text: str = "",
    to: Sequence[Address] = (),
    cc: Sequence[Address] = (),
    at: datetime,
    once: str = "",
) -> Draft | None:
    """The agent's first letter says this. None: what the form `once` said was sent already, so nothing is kept."""
    about = {"mailbox": first.mailbox, "subject": first.subject[:500], "saved_at": at}
    said = _words(html, text) | _people(to, cc) | about
    with transaction.atomic():
        alone_with_first(by)
        if once and Message.objects.filter(once=once).exists():
            return None
        return _say(_draft(None, by, Draft.Kind.FIRST, at=at), said)


def _words(html: str, text: str) -> dict[str, Any]:
    html = sanitise_composed(html) if html else ""
    return {"html": html, "text": text or to_text(html)}


def _people(to: Sequence[Address], cc: Sequence[Address]) -> dict[str, Any]:
    return {
        "to": [{"name": one.name, "address": one.address} for one in to],
        "cc": [{"name": one.name, "address": one.address} for one in cc],
    }


def _say(draft: Draft, said: dict[str, Any]) -> Draft:
    for name, value in said.items():
        setattr(draft, name, value)
    draft.revision += 1
    draft.save(update_fields=[*said, "revision"])
    return draft


def attach(conversation: Conversation, kind: str, attachment: Attachment, *, by: Agent, at: datetime) -> File:
    """The file is safe and belongs to the agent's draft. Raises Refused when it is too large to mail."""
    name = _keep(attachment)
    with transaction.atomic():
        return _file(_draft(conversation, by, kind, at=at), attachment, name)


def attach_missing(conversation: Conversation, along: Sequence[Attachment], *, by: Agent, at: datetime) -> list[File]:
    """Those of the files that the agent's reply has not yet are safe and belong to it. Raises Refused."""
    with transaction.atomic():
        draft = _draft(conversation, by, Draft.Kind.REPLY, at=at)
        there = set(draft.files.values_list("name", "size"))
        new = [one for one in along if (one.name, one.size) not in there]
        return [_file(draft, one, _keep(one)) for one in new]


def attach_first(attachment: Attachment, *, by: Agent, at: datetime) -> File:
    """The file is safe and belongs to the agent's first letter. Raises Refused when it is too large to mail."""
    name = _keep(attachment)
    with transaction.atomic():
        alone_with_first(by)
        return _file(_draft(None, by, Draft.Kind.FIRST, at=at), attachment, name)


def _keep(attachment: Attachment) -> str:
    if attachment.size > LARGEST:
        raise rules.Refused(
            _("This file is larger than 25 MB; most mail servers would send it back. Share a link instead.")
        )
    return stored.keep(attachment.content)


def _file(draft: Draft, attachment: Attachment, name: str) -> File:
    return File.objects.create(
        conversation_id=draft.conversation_id,
        draft=draft,
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
    drafts_of(by, conversation, kind).delete()


def discard_first(by: Agent) -> None:
    """The agent is writing no first letter."""
    with transaction.atomic():
        alone_with_first(by)
        drafts_of(by, None, Draft.Kind.FIRST).delete()


def drafts_of(by: Agent, conversation: Conversation | None, kind: str) -> QuerySet[Draft]:
    """The agent's draft of that kind there, if there is one."""
    return Draft.objects.filter(conversation=conversation, agent=by, kind=kind)


def alone_with_first(by: Agent) -> None:
    """Until the transaction ends, nobody else changes the agent's first letter."""
    alone(f"first letter:{by.pk}")


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


def _draft(conversation: Conversation | None, by: Agent, kind: str, *, at: datetime) -> Draft:
    """Held to the end of the transaction: a reply that goes out in the same moment takes it away before or after."""
    held = Draft.objects.select_for_update()
    return held.get_or_create(conversation=conversation, agent=by, kind=kind, defaults={"saved_at": at})[0]
