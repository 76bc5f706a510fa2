"""What we owe the customer of a conversation beside promises: a line each, as the panel shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from makegood.base import clockwords
from makegood.base.clockwords import Chip, State
from makegood.base.words import word as _
from makegood.clocks.models import Kind
from makegood.conversations.models import Conversation
from makegood.conversations.queries import ConversationPage


@dataclass(frozen=True, slots=True)
class Owed:
    """A line in the ledger: the clock, what is owed, when."""

    chip: Chip
    words: str
    due_at: datetime


def lines(found: Conversation, page: ConversationPage, *, now: datetime, zone: tzinfo) -> list[Owed]:
    """The conversation's own next clock, then what runs, or stands still, beside it."""
    beside = [_beside(*one, now=now, zone=zone) for one in page.owed]
    words = _words(found)
    if found.next_due is None or not words:
        return beside
    chip = clockwords.line(found.next_kind, due_at=found.next_due, started_at=found.next_started, now=now, zone=zone)
    return [Owed(chip, words, found.next_due), *beside]


def _words(found: Conversation) -> str:
    """ "" for what has its line elsewhere."""
    if found.next_kind in (Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE):
        return _("An answer")
    if found.next_who:
        return _("A word from %(who)s") % {"who": found.next_who}
    if found.next_kind == Kind.LOOK_AGAIN:
        return _("Nothing now; we let it rest until") if found.lets_rest else _("Nothing now; we ask again")
    return ""


def _beside(kind: str, due_at: datetime, started_at: datetime, is_paused: bool, *, now: datetime, zone: tzinfo) -> Owed:
    words = _("A solution") if kind == Kind.RESOLUTION else _("A call back")
    if is_paused:
        return Owed(Chip(State.PAUSED, _("paused while we wait")), words, due_at)
    return Owed(clockwords.line(kind, due_at=due_at, started_at=started_at, now=now, zone=zone), words, due_at)
