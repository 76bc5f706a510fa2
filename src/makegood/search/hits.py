"""What was found, as it is shown: one statement a page, and of each text only as much as a snippet looks at."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from makegood.base.plain import ask, marks, utc
from makegood.search.language import Question
from makegood.search.meaning import Condition, Scope
from makegood.search.results import Hit, Where
from makegood.search.rules import newly_said
from makegood.search.snippets import MOST_READ, Finder, Part, is_found, marked, snippet

_HEAD = """c.id, c.subject, c.state, CASE WHEN u.name != '' THEN u.name ELSE COALESCE(
        (SELECT i.value FROM customers_identity i WHERE i.customer_id = u.id ORDER BY i.id LIMIT 1), '') END,
    COALESCE(o.name, ''), c.tags"""
_BESIDE = """JOIN customers_customer u ON u.id = c.customer_id LEFT JOIN people_agent o ON o.id = c.owner_id"""
_SAID = f"""SELECT d.id, {_HEAD}, CASE WHEN m.sender_name != '' THEN m.sender_name ELSE m.sender_address END,
    m.subject, m."references", SUBSTR(m.text, 1, {MOST_READ}), SUBSTR(m.reply_text, 1, {MOST_READ}), m.at,
    CASE WHEN b.name != '' THEN b.name ELSE COALESCE(b.email, '') END, SUBSTR(n.text, 1, {MOST_READ}), n.at
    FROM search_document d JOIN conversations_conversation c ON c.id = d.conversation_id {_BESIDE}
    LEFT JOIN conversations_message m ON m.id = d.message_id
    LEFT JOIN conversations_note n ON n.id = d.note_id LEFT JOIN people_agent b ON b.id = n.by_id
    WHERE """  # noqa: S608 - our own constants
_ONE = f"SELECT {_HEAD}, c.preview, c.updated_at FROM conversations_conversation c {_BESIDE} WHERE c.id = %s AND "  # noqa: S608


@dataclass(frozen=True, slots=True)
class _Head:
    """A conversation as its hit shows it."""

    number: int
    subject: str
    state: str
    customer: str
    owner: str
    tags: str


def shown(documents: Sequence[int], scope: Scope, question: Question) -> list[Hit]:
    """The documents as hits, in order, as far as they may be seen. One query, none for none."""
    if not documents:
        return []
    visible, values = _visible(scope)
    rows = {row[0]: row for row in ask(f"{_SAID}d.id IN {marks(documents)} AND {visible}", [*documents, *values])}
    finder, is_asked = Finder(question.terms), bool(question.terms)
    return [_hit(rows[one], finder, is_asked=is_asked) for one in documents if one in rows]


def number_first(hits: list[Hit], scope: Scope, number: int) -> list[Hit]:
    """The conversation with the number, if it may be seen, before all others. One query."""
    visible, values = _visible(scope)
    for *columns, preview, at in ask(_ONE + visible, [number, *values]):
        head = _Head(*columns)
        first = _made(head, (Part(head.subject),), Where.NUMBER, (Part(preview),), by="", at=utc(at))
        return [first, *(one for one in hits if one.number != number)]
    return hits


def _visible(scope: Scope) -> Condition:
    return scope.visible or ("1 = 1", ())


def _hit(row: tuple[Any, ...], finder: Finder, *, is_asked: bool) -> Hit:
    head, said = _Head(*row[1:7]), row[7:]
    by, text, at, where = _of_note(*said[6:]) if said[5] is None else _of_message(*said[:6])
    subject, parts = marked(head.subject, finder), snippet(text, finder)
    if is_asked and not is_found(parts):
        where = Where.SUBJECT if is_found(subject) else Where.CUSTOMER
    return _made(head, subject, where, parts, by=by, at=at)


_Said = tuple[str, str, datetime, Where]


def _of_message(by: str, subject: str, references: str, text: str, reply_text: str, at: datetime) -> _Said:
    said = newly_said(text, reply_text, is_answer=references not in ("[]", "null"), subject=subject)
    return by, said, utc(at), Where.MESSAGE


def _of_note(by: str, text: str, at: datetime) -> _Said:
    return by, text, utc(at), Where.NOTE


def _made(
    head: _Head, subject: tuple[Part, ...], where: Where, parts: tuple[Part, ...], *, by: str, at: datetime
) -> Hit:
    return Hit(
        number=head.number,
        subject=subject,
        state=head.state,
        customer=head.customer,
        owner=head.owner,
        tags=tuple(json.loads(head.tags)),
        where=where,
        snippet=parts,
        by=by,
        at=at,
    )
