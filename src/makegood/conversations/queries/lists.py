"""The lists of the inbox: flat rows, by what is due next, whole pages at a time, at the same cost whatever the size."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

from makegood.base.plain import ask, marks, moment, utc
from makegood.clocks.rules import OWED
from makegood.conversations.queries.scope import visible_in_sql
from makegood.conversations.queries.sources import (
    PUT_TO_GUESTS,
    Source,
    View,
    counted,
    guests_among,
    narrowed,
    of_owner,
    of_teams,
    offered_to,
)
from makegood.people.models import Agent
from makegood.people.queries import own_teams, standing

COUNTED = 100
MOST_TAGS = 4096  # which a desk has, together on one conversation
ALREADY = timedelta(microseconds=1)  # what is due now is late
ROW = """SELECT c.id, CASE WHEN u.name != '' THEN u.name ELSE COALESCE(
        (SELECT i.value FROM customers_identity i WHERE i.customer_id = u.id ORDER BY i.id LIMIT 1), '') END,
    c.subject, c.preview, c.tags, COALESCE(o.name, ''), c.channel, c.state, c.next_kind, c.next_due, c.next_started,
    c.lets_rest, c.closed_at, c.preview_by_id, COALESCE(s.name, ''), c.next_who"""
BESIDE = """JOIN customers_customer u ON u.id = c.customer_id LEFT JOIN people_agent o ON o.id = c.owner_id
    LEFT JOIN people_agent s ON s.id = c.preview_by_id"""

PUT_TO = """SELECT g.conversation_id, k.kind, k.due_at, k.started_at FROM conversations_guest g
    JOIN clocks_clock k ON k.kind = g.why AND k.about_id = g.about AND k.ended_at IS NULL"""


class Row(NamedTuple):  # quicker to make than a dataclass, and a list makes fifty
    """One conversation in a list. Times are UTC; `next_*` are None and "" when no clock runs.

    `said_by` is who of us said what the preview shows; None and "" when the customer did. `next_who` is of whom the
    next clock wants something ("": of who has it); `is_put_to_me` whether that is the viewer, or a team of theirs.
    """

    number: int
    customer: str
    subject: str
    preview: str
    tags: tuple[str, ...]
    owner: str
    channel: str
    state: str
    next_kind: str
    next_due: datetime | None
    next_started: datetime | None
    lets_rest: bool
    closed_at: datetime | None
    said_by_id: int | None = None
    said_by: str = ""
    next_who: str = ""
    is_put_to_me: bool = False

    @property
    def waits_for_us(self) -> bool:
        """The customer waits for an answer, a solution or a call."""
        return self.next_kind in OWED


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page, from which the next one starts. `at` is None in lists that go by number."""

    at: datetime | None
    number: int

    def __str__(self) -> str:
        return f"{self.at.isoformat() if self.at else ''}_{self.number}"

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """What `str` wrote; None for anything else."""
        moment, _, number = text.rpartition("_")
        try:
            return cls(datetime.fromisoformat(moment) if moment else None, int(number))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and where the next ones start (None: there are no more)."""

    rows: list[Row]
    after: Cursor | None


def rows(
    agent: Agent, view: View, *, now: datetime, zone: tzinfo, after: Cursor | None = None, limit: int = 50
) -> Page:
    """A page of the view. One query, none for who may see nothing."""
    sources = _sources(agent, view, end_of_day(now, zone))
    if not sources:
        return Page([], None)
    found = _read(agent, [_from(one, after) if after else one for one in sources], limit + 1)
    page = found[:limit]
    shown = _with_what_is_put(agent, page, every=view is View.OFFERED)
    return Page(shown, _cursor(page[-1], sources[0]) if len(found) > limit else None)


def counts(agent: Agent, *, now: datetime, zone: tzinfo, also: Mapping[str, Source] | None = None) -> dict[str, int]:
    """How many each view holds, 100 standing for "99+"; `late` is how many of the team's are overdue. One query.

    `also`: what else is counted with it, each under its name.
    """
    midnight = end_of_day(now, zone)
    wanted = {view.value: _counted(agent, view, midnight) for view in View if view not in (View.CLOSED, View.AUTOMATIC)}
    wanted["late"] = _counted(agent, View.DUE, now + ALREADY)
    wanted |= {name: [source] for name, source in (also or {}).items()}
    values = [value for sources in wanted.values() for one in sources for value in one.values]
    [found] = ask("SELECT " + ", ".join(map(_count, wanted.values())), values)
    return dict(zip(wanted, found, strict=True))


def rows_of(numbers: Iterable[int], *, agent: Agent) -> list[Row]:
    """The rows of these conversations as far as the agent may see them, in the order given. One query, two at most."""
    wanted = list(numbers)
    if not wanted:
        return []
    visible, teams = visible_in_sql(agent)
    sql = f"{ROW} FROM conversations_conversation c {BESIDE} WHERE c.id IN {marks(wanted)} AND {visible}"
    found = {row[0]: _row(row) for row in ask(sql, [*wanted, *teams])}
    return _with_what_is_put(agent, [found[number] for number in wanted if number in found])


def end_of_day(now: datetime, zone: tzinfo) -> datetime:
    """The coming midnight in the zone."""
    today = now.astimezone(zone)
    return (today + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _sources(agent: Agent, view: View, midnight: datetime) -> list[Source]:
    if view is View.MINE:
        return [_mine(agent)]
    if view is View.OFFERED:
        return [offered_to(agent.pk, own_teams(agent))]
    return of_teams(view, _teams(agent, view), midnight)


def _mine(agent: Agent) -> Source:
    return narrowed(of_owner(agent.pk), *visible_in_sql(agent))


def _counted(agent: Agent, view: View, until: datetime) -> list[Source]:
    if view is View.OFFERED:
        return [offered_to(agent.pk, own_teams(agent))]
    return [_mine(agent)] if view is View.MINE else counted(view, _teams(agent, view), until)


def _count(sources: list[Source]) -> str:
    """How many all have together; beyond a hundred nobody counts."""
    each = [f"SELECT 1 FROM {one.tables} WHERE {one.where}" for one in sources]  # noqa: S608 - words of sources.py
    return f"(SELECT COUNT(*) FROM ({' UNION ALL '.join(each)} LIMIT {COUNTED}) counted)" if each else "0"  # noqa: S608


def _teams(agent: Agent, view: View) -> list[int] | None:
    """The teams whose conversations a view holds; None: all."""
    seen = standing(agent).audience
    own = own_teams(agent) if view in (View.TEAM, View.DUE, View.UNCLAIMED) else frozenset()
    return sorted(own) if own else None if seen.everything else sorted(seen.teams)


def _read(agent: Agent, sources: list[Source], limit: int) -> list[Row]:
    """The first rows of all sources together. Each gives its own first ones, and only those that stay are looked up."""
    down, (visible, teams) = " DESC" if sources[0].down else "", visible_in_sql(agent)
    ids = " UNION ALL ".join(f"SELECT id, at FROM ({_ids(one, limit)}) s{n}" for n, one in enumerate(sources))  # noqa: S608
    page = f"SELECT id, at FROM ({ids}) every ORDER BY at{down}, id{down} LIMIT {limit}"  # noqa: S608
    conversations = f"({page}) p JOIN conversations_conversation c ON c.id = p.id {BESIDE}"
    sql = f"{ROW} FROM {conversations} WHERE {visible} ORDER BY p.at{down}, p.id{down}"
    found = [_row(row) for row in ask(sql, [*(value for one in sources for value in one.values), *teams])]
    return found


def _with_what_is_put(agent: Agent, rows: list[Row], *, every: bool = False) -> list[Row]:
    """The same, but where the next clock wants something of this agent as a guest (`every`: any clock), that one shows.

    No query while none wants it of a guest.
    """
    numbers = [one.number for one in rows if every or one.next_kind in PUT_TO_GUESTS]
    if not numbers:
        return rows
    who, values = guests_among(agent.pk, own_teams(agent))
    sql = f"{PUT_TO} WHERE g.conversation_id IN {marks(numbers)} AND {who}"
    found = {number: (kind, utc(due), utc(at)) for number, kind, due, at in ask(sql, [*numbers, *values])}
    return [_as_put(one, *found[one.number]) if one.number in found else one for one in rows]


def _as_put(row: Row, kind: str, due_at: datetime, started_at: datetime) -> Row:
    return row._replace(is_put_to_me=True, next_kind=kind, next_due=due_at, next_started=started_at)


def _ids(source: Source, limit: int) -> str:
    down = " DESC" if source.down else ""
    at = source.at or source.number
    columns, order = f"{source.number} AS id, {at} AS at", f"{at}{down}, {source.number}{down}"
    return f"SELECT {columns} FROM {source.tables} WHERE {source.where} ORDER BY {order} LIMIT {limit}"  # noqa: S608


def _from(source: Source, after: Cursor) -> Source:
    """What stands behind the cursor; the pair is compared as one, so that the database starts at the right place."""
    sign = "<" if source.down else ">"
    if not source.at or after.at is None:
        return narrowed(source, f"{source.number} {sign} %s", [after.number])
    return narrowed(source, f"({source.at}, {source.number}) {sign} (%s, %s)", [moment(after.at), after.number])


def _row(found: tuple[Any, ...]) -> Row:
    number, customer, subject, preview, tags, owner, channel, state, kind, due, started, rests, closed, *said = found
    times = utc(due), utc(started), rests, utc(closed)
    return Row(number, customer, subject, preview, _tags(tags), owner, channel, state, kind, *times, *said)


@lru_cache(MOST_TAGS)
def _tags(kept: str) -> tuple[str, ...]:
    return tuple(json.loads(kept))


def _cursor(row: Row, source: Source) -> Cursor:
    at = row.closed_at if source.at == "c.closed_at" else row.next_due
    return Cursor(at if source.at else None, row.number)
