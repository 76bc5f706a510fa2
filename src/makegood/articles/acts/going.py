"""Files that go along with a saved reply: kept with it, and in the letter of whoever takes it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.articles import rules
from makegood.articles.acts.common import tell
from makegood.articles.acts.saved import about, held
from makegood.articles.models import SavedFile, SavedReply
from makegood.base import files
from makegood.conversations import acts as conversations
from makegood.conversations.letter import Attachment
from makegood.conversations.models import Conversation, File
from makegood.conversations.rules import Refused
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind


def put_with(reply: SavedReply, one: Attachment, *, by: Agent, at: datetime) -> SavedFile:
    """The file goes along with the saved reply. The same again is the one that is there.

    Raises NotAllowed; Refused for too many, too large, and nothing.
    """
    if why := rules.why_not_along(one.size):
        raise Refused(why)
    with transaction.atomic():
        reply = held(reply, by)
        if reply.gone_at is not None:
            raise Refused(rules.was_put_away())
        there = list(SavedFile.objects.filter(reply=reply))
        if same := next((old for old in there if _is_same(old, one)), None):
            return same
        if len(there) >= rules.MOST_ALONG:
            raise Refused(_("A saved reply has at most %(count)d files.") % {"count": rules.MOST_ALONG})
        kept = SavedFile.objects.create(
            reply=reply,
            stored=files.keep(one.content),
            name=_name(one),
            type=one.type[:120],
            size=one.size,
            at=at,
            by=by,
        )
        tell(Kind.SAVED_REPLY_CHANGED, by.pk, at=at, about=about(reply) | {"file": kept.name}, team=reply.team_id)
    return kept


def take_off(file: SavedFile, *, by: Agent, at: datetime) -> None:
    """The saved reply has it no more; letters that took it keep theirs. Twice is once. Raises NotAllowed."""
    with transaction.atomic():
        reply = held(file.reply, by)
        if SavedFile.objects.filter(pk=file.pk).delete()[0]:
            gone = about(reply) | {"file": file.name, "gone": True}
            tell(Kind.SAVED_REPLY_CHANGED, by.pk, at=at, about=gone, team=reply.team_id)
            transaction.on_commit(lambda: files.drop(file.stored))


def bring_along(reply: SavedReply, conversation: Conversation, *, by: Agent, at: datetime) -> list[File]:
    """Its files are in the agent's reply to the customer, each once however often it is taken; those that are new."""
    along = [
        Attachment(one.name, one.type, files.read(one.stored))
        for one in SavedFile.objects.filter(reply=reply).order_by("pk")
    ]
    return conversations.attach_missing(conversation, along, by=by, at=at) if along else []


def _is_same(old: SavedFile, one: Attachment) -> bool:
    return (old.name, old.size) == (_name(one), one.size) and files.read(old.stored) == one.content


def _name(one: Attachment) -> str:
    return (rules.one_line(one.name.replace("\\", "/").rpartition("/")[2]) or "file")[:200]
