"""Reading the index: newest first, each conversation once, as far as needed and no further."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from makegood.base.plain import ask
from makegood.search.backends import Plan, Start, Wanted, backend
from makegood.search.meaning import Condition, Meaning

COUNTED = 1000  # conversations, after which pages begin anew where the last one ended
COUNTED_AHEAD = 100

# For each hit its conversation is looked up in the same statement, so what may not be seen is never chosen.
_SCAN = "SELECT d.id, d.conversation_id, {fits} {found} LIMIT %s"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page starts: `skip` conversations after those before it, from the document `start` on.

    With none to skip, it starts behind that document; without any (0), at the beginning. `is_begun`: the pages before
    it found nothing with the last word as it stands, so it is taken for the beginning of one.
    """

    start: int = 0
    skip: int = 0
    is_begun: bool = False

    def __str__(self) -> str:
        return f"{self.start}.{self.skip}{'b' if self.is_begun else ''}"

    @classmethod
    def read(cls, text: str | None) -> Place:
        """What `str` wrote; the beginning for anything else."""
        found = re.fullmatch(r"([0-9]{1,18})\.([0-9]{1,4})(b?)", text or "", re.ASCII)
        return cls(int(found[1]), int(found[2]), bool(found[3])) if found else cls()

    @property
    def document(self) -> Start | None:
        """From which document on is searched; None: all."""
        return Start(self.start, is_behind=not self.skip) if self.start else None


@dataclass(slots=True)
class Scan:
    """What was read: of each conversation the newest document that was found, newest first.

    `stopped` is the last document looked at, if that is not the end. `is_begun`: see Place.
    """

    found: dict[int, int] = field(default_factory=dict)
    stopped: int | None = None
    is_begun: bool = False

    def next_after(self, place: Place, limit: int) -> Place | None:
        """Where the next page starts; None when all is shown. New mail does not shift it."""
        shown = place.skip + limit
        if len(self.found) > shown and shown < COUNTED:
            return Place(place.start if place.skip else next(iter(self.found.values())), shown, self.is_begun)
        return Place(self.stopped, is_begun=self.is_begun) if self.stopped else None


def scan(meaning: Meaning, place: Place, limit: int, *, most: int | None = None) -> Scan:
    """What answers the question, at most `most` conversations (None: as many as are counted).

    One query, two when a word is only begun or (PostgreSQL) rare, four when both.
    """
    fits, params = _fits(meaning)
    reading = _Reading(fits, params, place, page=place.skip + limit, most=most or counted(place, limit))
    if not place.is_begun:
        found = reading.best(meaning.wanted)
        if found.found or place != Place() or not meaning.begun:
            return found
    return replace(reading.best(meaning.begun or meaning.wanted), is_begun=True)


def counted(place: Place, limit: int) -> int:
    """How many conversations a search counts: the page and those before it, or a hundred when that is more."""
    return min(COUNTED, max(place.skip + limit, COUNTED_AHEAD))


@dataclass(frozen=True, slots=True)
class _Reading:
    """How far to read: `page` conversations fill the page, and after `most` we stop counting. No plan is run twice."""

    fits: str
    params: tuple[Any, ...]
    place: Place
    page: int
    most: int
    done: dict[Plan, Scan] = field(default_factory=dict)

    def best(self, wanted: Wanted) -> Scan:
        """What the first plan gives that fills the page or has looked at all; else what the last one gives."""
        found = Scan()
        for plan in backend().plans(wanted, self.place.document):
            found = self.done[plan] = self.done.get(plan) or self.run(plan)
            if found.stopped is None or len(found.found) > self.page:
                break
        return found

    def run(self, plan: Plan) -> Scan:
        """What one plan gives."""
        found: dict[int, int] = {}
        document, examined = None, 0
        sql = _SCAN.format(fits=self.fits, found=plan.sql)
        with _rows(sql, (*self.params, *plan.params, plan.limit)) as rows:
            for examined, (document, conversation, is_fit) in enumerate(rows, 1):  # noqa: B007 - how many there were
                if is_fit and conversation not in found:
                    found[conversation] = document
                    if len(found) > self.most:
                        break
        is_cut = examined == plan.limit or len(found) > self.most
        return Scan(found, stopped=document if is_cut else _edge(plan))


def _edge(plan: Plan) -> int | None:
    """The last document that the plan looked through; None when it was the last of all."""
    for (document,) in ask(plan.edge, plan.edge_params) if plan.edge else ():
        return int(document)
    return None


@contextmanager
def _rows(sql: str, params: tuple[Any, ...]) -> Iterator[Iterator[Any]]:
    """The rows as the database finds them: on SQLite, what is not asked for is never computed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        yield iter(cursor)


def _fits(meaning: Meaning) -> Condition:
    """SQL that says whether the document `d` may be seen and is asked for."""
    about = [*([meaning.scope.visible] if meaning.scope.visible else []), *meaning.conversations]
    conditions = [_about_conversation(about), *meaning.documents] if about else meaning.documents
    return _all_of(conditions) if conditions else ("1 = 1", ())


def _about_conversation(conditions: list[Condition]) -> Condition:
    """Asked of each conversation by its number: for EXISTS, PostgreSQL would first gather all that there are."""
    sql, values = _all_of(conditions)
    return f"(SELECT {sql} FROM conversations_conversation c WHERE c.id = d.conversation_id)", values  # noqa: S608


def _all_of(conditions: list[Condition]) -> Condition:
    return " AND ".join(sql for sql, _ in conditions), tuple(value for _, values in conditions for value in values)
