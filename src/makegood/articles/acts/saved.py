"""Saved replies: written, changed, taken, put away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from makegood.articles import rules, variables
from makegood.articles.acts import indexing
from makegood.articles.acts.common import Between, tell
from makegood.articles.models import NoHelp, SavedReply, SavedVersion
from makegood.conversations.rules import Refused
from makegood.people.models import Agent, Team
from makegood.people.queries import standing_now
from makegood.people.rules import NotAllowed
from makegood.timeline.kinds import Kind

MOST_AT_ONCE = 1000
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Saved:
    """What is to be saved; `folder` and `other_words` may be empty."""

    name: str
    text: str
    folder: str = ""
    other_words: str = ""


def save(said: Saved, *, team: Team | None, by: Agent, at: datetime) -> SavedReply:
    """There is a saved reply, the team's or (None) one's own. Raises NotAllowed; Refused for a name that is taken."""
    said = _kept(said)
    with transaction.atomic():
        _may_share(team.pk if team else None, by)
        reply = _made(said, team, by, at=at)
        tell(Kind.SAVED_REPLY_CHANGED, by.pk, at=at, about=about(reply), team=reply.team_id)
    return reply


def change(reply: SavedReply, said: Saved, *, seen: int, by: Agent, at: datetime) -> SavedReply:
    """It has these words from now on. The same again changes nothing.

    Raises NotAllowed, Refused; Between when `seen` is not the newest revision any more.
    """
    said = _kept(said)
    with transaction.atomic():
        reply = held(reply, by)
        if reply.gone_at is not None:
            raise Refused(rules.was_put_away())
        if _says(reply) == said:
            return reply
        if seen != reply.revision:
            raise Between(reply.revision)
        reply.name, reply.text, reply.folder, reply.other_words = said.name, said.text, said.folder, said.other_words
        reply.revision, reply.changed_at, reply.changed_by = reply.revision + 1, at, by
        _once(lambda: reply.save(update_fields=[*_WRITTEN, "revision", "changed_at", "changed_by"]))
        _version(reply, by, at=at)
        indexing.reply_found(reply)
        tell(Kind.SAVED_REPLY_CHANGED, by.pk, at=at, about=about(reply), team=reply.team_id)
    return reply


def put_back(reply: SavedReply, number: int, *, by: Agent, at: datetime) -> SavedReply:
    """It says again what it said in that version. Raises SavedVersion.DoesNotExist, NotAllowed, Refused."""
    old = SavedVersion.objects.get(reply=reply, number=number)
    now = SavedReply.objects.get(pk=reply.pk)
    return change(reply, Saved(old.name, old.text, old.folder, old.other_words), seen=now.revision, by=by, at=at)


def put_away(reply: SavedReply, *, by: Agent, at: datetime) -> None:
    """Nobody is offered it any more; its versions stay. Twice is once. Raises NotAllowed."""
    with transaction.atomic():
        reply = held(reply, by)
        if reply.gone_at is not None:
            return
        reply.gone_at = at
        reply.save(update_fields=["gone_at"])
        indexing.reply_lost(reply)
        tell(Kind.SAVED_REPLY_CHANGED, by.pk, at=at, about=about(reply) | {"gone": True}, team=reply.team_id)


def take(reply: SavedReply) -> None:
    """It was taken once more."""
    SavedReply.objects.filter(pk=reply.pk).update(used=F("used") + 1)


def take_in(rows: Sequence[Saved], *, team: Team | None, by: Agent, at: datetime) -> tuple[int, int]:
    """Each of them is saved, or stands instead of the one of its name: all, or none. How many are new, and changed.

    Raises NotAllowed, and Refused with the name of the first that cannot be saved.
    """
    if len(rows) > MOST_AT_ONCE:
        raise Refused(_("A file has %(count)d saved replies at most.") % {"count": MOST_AT_ONCE})
    new = changed = 0
    with transaction.atomic():
        _may_share(team.pk if team else None, by)
        for said in rows:
            there = _same_name(said.name, team, by)
            before = there.revision if there else 0
            try:
                reply = change(there, said, seen=before, by=by, at=at) if there else save(said, team=team, by=by, at=at)
            except Refused as why:
                raise Refused(_("“%(name)s”: %(why)s") % {"name": said.name[:60], "why": why}) from None
            new, changed = new + (there is None), changed + (there is not None and reply.revision > before)
    return new, changed


def want_help(by: Agent, *, wanted: bool) -> None:
    """The person is shown what may help while they write, or is left alone."""
    if wanted:
        NoHelp.objects.filter(agent=by).delete()
    else:
        NoHelp.objects.get_or_create(agent=by)


_WRITTEN = ("name", "text", "folder", "other_words")


def _kept(said: Saved) -> Saved:
    said = Saved(
        rules.one_line(said.name), rules.whole(said.text), rules.one_line(said.folder), rules.one_line(said.other_words)
    )
    unknown = variables.unknown(said.text)
    if why := rules.why_not_save(said.name, said.folder, said.text, unknown):
        raise Refused(why)
    return Saved(said.name, said.text, said.folder, said.other_words[: rules.LONGEST_OTHER])


def _may_share(team: int | None, by: Agent) -> None:
    """Raises NotAllowed for who does not work in the team, or works nowhere."""
    here = standing_now(by)
    if not (here.audience.everything or here.audience.teams or here.is_admin):
        raise NotAllowed(_("Only who works in a team may save replies."))
    if team is not None and not here.audience.includes(team) and not here.is_admin:
        raise NotAllowed(_("Only who works in the team may save replies for it."))


def held(reply: SavedReply, by: Agent) -> SavedReply:
    """The reply of now, held. Raises NotAllowed for who may not change it."""
    held = SavedReply.objects.select_for_update().get(pk=reply.pk)
    if held.owner_id is not None and held.owner_id != by.pk:
        raise NotAllowed(_("This saved reply is somebody else's own."))
    _may_share(held.team_id, by)
    return held


def _same_name(name: str, team: Team | None, by: Agent) -> SavedReply | None:
    own = {"team": team} if team else {"owner": by}
    return SavedReply.objects.filter(**own, name=rules.one_line(name), gone_at=None).first()


def _made(said: Saved, team: Team | None, by: Agent, *, at: datetime) -> SavedReply:
    own: dict[str, Any] = {"team": team} if team else {"owner": by}
    reply = _once(
        lambda: SavedReply.objects.create(
            name=said.name,
            text=said.text,
            folder=said.folder,
            other_words=said.other_words,
            changed_at=at,
            changed_by=by,
            **own,
        )
    )
    _version(reply, by, at=at)
    indexing.reply_found(reply)
    return reply


def _once(write: Callable[[], Made]) -> Made:
    """What the write returns. Raises Refused when the name is taken; the transaction goes on."""
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        words = _("There is a saved reply of this name already. Change that one, or choose another name.")
        raise Refused(words) from None


def _version(reply: SavedReply, by: Agent, *, at: datetime) -> None:
    SavedVersion.objects.create(
        reply=reply,
        number=reply.revision,
        name=reply.name,
        folder=reply.folder,
        other_words=reply.other_words,
        text=reply.text,
        by=by,
        at=at,
    )


def _says(reply: SavedReply) -> Saved:
    return Saved(reply.name, reply.text, reply.folder, reply.other_words)


def about(reply: SavedReply) -> dict[str, Any]:
    """What its events say of it."""
    return {"saved_reply": reply.pk, "name": reply.name, "revision": reply.revision}
