"""What was said and done in a conversation, read in plain SQL: a page asks all of it at once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from makegood.base.plain import ask, marks, utc
from makegood.conversations.letter import Address
from makegood.conversations.models import Message, Note
from makegood.conversations.queries.items import DeliveryItem, FileItem, Happening, MessageItem, NoteItem

SHOWN_EVENTS = (
    "conversation.assigned",
    "conversation.claimed",
    "conversation.released",
    "conversation.held",
    "conversation.resumed",
    "conversation.closed",
    "conversation.reopened",
    "conversation.tagged",
    "conversation.settled",
    "conversation.rested",
    "conversation.linked",
    "conversation.merged",
    "conversation.unmerged",
    "conversation.split",
    "promise.made",
    "promise.kept",
    "promise.renegotiated",
    "promise.broken",
    "promise.owned_up",
    "promise.corrected",
    "promise.made_good",
    "promise.withdrawn",
    "event.came",
    "remedy.granted",
    "remedy.fulfilled",
    "remedy.stuck",
    "remedy.retried",
    "remedy.came_back",
    "remedy.withdrawn",
    "ask.made",
    "ask.put",
    "ask.answered",
    "ask.unanswered",
    "ask.withdrawn",
    "work.done",
    "work.corrected",
    "work.struck",
    "closed.said",
    "wishes.changed",
    "kudos.given",
    "story.asked",
    "story.told",
    "story.published",
    "story.withdrawn",
    "question.asked",
    "question.answered",
    "voucher.issued",
    "voucher.redeemed",
    "voucher.returned",
    "voucher.expired",
    "voucher.revived",
    "voucher.voided",
    "order.tied",
    "order.watched",
    "notice.told",
    "escalation.begun",
    "escalation.climbed",
    "escalation.stranded",
    "escalation.ended",
    "call.made",
    "callback.asked",
    "callback.reached",
    "callback.unreached",
    "callback.called_off",
    "reply.undone",
    "act.undone",
    "clock.missed",
    "clock.warned",
    "clock.moved",
    "alarm.raised",
    "customer.blocked",
    "customer.unblocked",
    "handoff.offered",
    "handoff.asked",
    "handoff.answered",
    "handoff.accepted",
    "handoff.declined",
    "handoff.withdrawn",
    "handoff.returned",
    "handoff.finished",
    "handoff.moved",
    "handoff.word",
    "handoff.told",
    "handoff.reminded",
    "handoff.taken_back",
    "handoff.undelivered",
)
BY = "COALESCE(NULLIF(a.name, ''), a.email, '')"
# What they wrote on their page was no mail: nothing arrived, and its id is of the page.
PAGE = "page"
CHANNEL = f"""CASE WHEN m.channel = 'mail' AND m.arrival_id IS NULL AND m.message_id LIKE '%%@page.%%' THEN '{PAGE}'
    ELSE m.channel END"""
# Words that SQL keeps for itself stand in quotes.
MESSAGES = f"""SELECT m.id, m.direction, m.kind, m.by_id, {BY}, m.sender_name, m.sender_address, m.reply_to,
    m."to", m.cc, m.subject, m.text, m.html <> '', m.reply_text, m.at, m.written_at, m.is_doubtful, m.is_stranger,
    m.problems, {CHANNEL} FROM conversations_message m LEFT JOIN people_agent a ON a.id = m.by_id
    WHERE m.conversation_id = %s ORDER BY m.id DESC LIMIT %s"""  # noqa: S608 - nothing from outside
NOTES = f"""SELECT n.id, n.at, {BY}, n.text, n.html FROM conversations_note n LEFT JOIN people_agent a ON a.id = n.by_id
    WHERE n.conversation_id = %s ORDER BY n.id DESC LIMIT %s"""  # noqa: S608 - nothing from outside
# What happened to a conversation before it was merged here belongs to its story too. CROSS JOIN keeps SQLite from
# walking through all events of these kinds instead.
EVENTS = f"""WITH RECURSIVE here(id) AS (SELECT CAST(%s AS bigint)
        UNION SELECT c.id FROM conversations_conversation c JOIN here ON c.merged_into_id = here.id)
    SELECT e.id, e.at, e.kind, COALESCE(a.name, ''), e.about
    FROM here CROSS JOIN timeline_event e LEFT JOIN people_agent a ON a.id = e.by_id
    WHERE e.conversation_id = here.id AND e.kind IN {marks(SHOWN_EVENTS)} ORDER BY e.id DESC LIMIT %s"""  # noqa: S608
DELIVERIES = """SELECT message_id, id, name, address, state, due_at, sent_at, bounced_at, reason
    FROM conversations_delivery WHERE message_id IN """
FILES = "SELECT {home}, id, name, type, size, cid, is_inline FROM conversations_file WHERE {home} IN "


class _Said(NamedTuple):
    """A message without the HTML, which its frame fetches; else named as the model names it."""

    pk: int
    direction: str
    kind: str
    by_id: int | None
    by: str
    sender_name: str
    sender_address: str
    reply_to: str
    to: list[dict[str, str]]
    cc: list[dict[str, str]]
    subject: str
    text: str
    has_html: bool
    reply_text: str
    at: datetime
    written_at: datetime | None
    is_doubtful: bool
    is_stranger: bool
    problems: list[str]
    channel: str


def messages_of(conversation: int, *, most: int) -> list[MessageItem]:
    """Its newest messages, oldest first. One query, with those for files and deliveries at most three."""
    return message_items([_said(row) for row in reversed(ask(MESSAGES, (conversation, most)))])


def _said(row: tuple[Any, ...]) -> _Said:
    *who, to, cc, subject, text, has_html, reply_text, at, written_at, doubtful, stranger, problems, channel = row
    words = read_list(to), read_list(cc), subject, text, bool(has_html), reply_text
    return _Said._make((*who, *words, utc(at), utc(written_at), doubtful, stranger, read_list(problems), channel))


def read_list(kept: str) -> list[Any]:
    """What a JSON column of a list says; most of them are empty."""
    return json.loads(kept) if kept != "[]" else []


def message_items(found: Sequence[Message | _Said]) -> list[MessageItem]:
    """These messages, annotated with `has_html`, with their files and deliveries. Two queries."""
    files = files_of("message_id", [one.pk for one in found])
    deliveries = _deliveries([one.pk for one in found if one.direction == Message.OUT])
    return [_message(one, files[one.pk], deliveries[one.pk]) for one in found]


def _message(one: Any, files: list[FileItem], deliveries: list[DeliveryItem]) -> MessageItem:
    ours = one.direction == Message.OUT
    return MessageItem(
        id=one.pk,
        at=one.at,
        is_ours=ours,
        kind=one.kind,
        by=str(one.by) if one.by else "",
        name=one.sender_name,
        address=one.sender_address,
        reply_to=one.reply_to,
        to=addresses(one.to),
        cc=addresses(one.cc),
        subject=one.subject,
        new_text=one.text if ours else one.reply_text or one.text,
        has_html=one.has_html,
        has_rest=not ours and bool(one.reply_text) and len(one.text.split()) > len(one.reply_text.split()),
        is_doubtful=one.is_doubtful,
        is_stranger=one.is_stranger,
        problems=one.problems,
        files=files,
        deliveries=deliveries,
        by_id=one.by_id,
        written_at=one.written_at,
        channel=one.channel,
    )


def addresses(rows: Iterable[dict[str, str]]) -> list[Address]:
    """What a JSON column of people says."""
    return [Address(one["name"], one["address"]) for one in rows]


def files_of(home: str, ids: Sequence[int]) -> dict[int, list[FileItem]]:
    """The files of each; `home` is the column: message_id, note_id or draft_id. One query, none for none."""
    found: dict[int, list[FileItem]] = defaultdict(list)
    for key, *values in _among(FILES.format(home=home), ids):
        found[key].append(FileItem(*values))
    return found


def _deliveries(messages: Sequence[int]) -> dict[int, list[DeliveryItem]]:
    found: dict[int, list[DeliveryItem]] = defaultdict(list)
    for key, pk, name, address, state, due, sent, bounced, reason in _among(DELIVERIES, messages):
        times = utc(due), utc(sent), utc(bounced)
        found[key].append(DeliveryItem(pk, name, address, state, *times, reason))
    return found


def _among(sql: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    return ask(f"{sql}{marks(ids)} ORDER BY id", ids) if ids else []


def notes_of(conversation: int, *, most: int) -> list[NoteItem]:
    """Its newest notes, oldest first, with their files. Two queries at most."""
    found = ask(NOTES, (conversation, most))[::-1]
    files = files_of("note_id", [row[0] for row in found])
    return [NoteItem(pk, utc(at), by, text, html, files[pk]) for pk, at, by, text, html in found]


def note_items(found: Sequence[Note]) -> list[NoteItem]:
    """These notes with their files. One query."""
    files = files_of("note_id", [one.pk for one in found])
    return [NoteItem(one.pk, one.at, str(one.by or ""), one.text, one.html, files[one.pk]) for one in found]


def happenings_of(conversation: int, *, most: int) -> list[Happening]:
    """What else was done, oldest first; what is on record at both of two that are one, once. One query."""
    found = {row[1:]: row for row in ask(EVENTS, (conversation, *SHOWN_EVENTS, most))[::-1]}.values()
    return [Happening(pk, utc(at), kind, by, json.loads(about)) for pk, at, kind, by, about in found]
