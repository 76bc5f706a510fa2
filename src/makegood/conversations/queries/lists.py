"""The lists of the inbox: flat rows, by what is due next, whole pages at a time, at the same cost whatever the size."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from heapq import merge
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, F, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import OuterRef
from django.db.models.functions import Coalesce

from makegood.clocks.rules import RESPONSES
from makegood.conversations.models import Conversation, State
from makegood.conversations.queries.scope import visible_to
from makegood.customers.models import Identity
from makegood.people.models import Agent
from makegood.people.queries import own_teams, standing

# Up to so many teams, each one's list is read from its own index and merged; beyond, one ordered index is filtered.
FEW_TEAMS = 8
COUNTED = 100


class View(StrEnum):
    """The lists that everyone has."""

    MINE = "mine"
    TEAM = "team"
    UNCLAIMED = "unclaimed"
    DUE = "due"
    WAITING = "waiting"
    ALL = "all"
    AUTOMATIC = "automatic"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation in a list. Times are UTC; `next_*` are None and "" when no clock runs.

    `said_by` is who of us said what the preview shows; None and "" when the customer did.
    """

    number: int
    customer: str
    subject: str
    preview: str
    tags: list[str]
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

    @property
    def waits_for_us(self) -> bool:
        """The customer said something that nobody has answered."""
        return self.next_kind in RESPONSES

    @property
    def owner_initials(self) -> str:
        """ "" while nobody has it."""
        words = self.owner.split()
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else ""


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


@dataclass(frozen=True, slots=True)
class _Order:
    """How a list is read: which column after the filter, and in which direction."""

    column: str
    down: bool = False


def rows(
    agent: Agent, view: View, *, now: datetime, zone: tzinfo, after: Cursor | None = None, limit: int = 50
) -> Page:
    """A page of the view, one query a team (one in all for those who see everything, or very many teams)."""
    order = _order(view)
    found = [_read(one, order, after, limit + 1) for one in _sources(agent, view, now, zone)]
    together = list(islice(merge(*found, key=_key(order), reverse=order.down), limit + 1))
    page = together[:limit]
    more = len(together) > limit
    return Page(page, _cursor(page[-1], order) if more and page else None)


def counts(agent: Agent, *, now: datetime, zone: tzinfo) -> dict[str, int]:
    """How many each view holds, 100 standing for "99+"; `late` is how many of the team's are overdue. One query."""
    wanted = {
        view.value: _filtered(agent, view, now, zone) for view in View if view not in (View.CLOSED, View.AUTOMATIC)
    }
    wanted["late"] = _filtered(agent, View.TEAM, now, zone).filter(next_due__lte=now)
    parts: list[str] = []
    params: list[Any] = []
    for one in wanted.values():
        sql, values = one.order_by()[:COUNTED].values("pk").query.sql_with_params()
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) counted)")  # noqa: S608 - SQL that the ORM compiled
        params += values
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return dict(zip(wanted, cursor.fetchone(), strict=True))


def _order(view: View) -> _Order:
    if view is View.CLOSED:
        return _Order("closed_at", down=True)
    return _Order("", down=True) if view is View.AUTOMATIC else _Order("next_due")


def _sources(agent: Agent, view: View, now: datetime, zone: tzinfo) -> list[QuerySet[Conversation]]:
    """The querysets that together make the view, each readable from one index."""
    if view is View.MINE:
        return [_narrowed(Conversation.objects.filter(owner=agent), view, now, zone)]
    teams = _teams(agent, view)
    everything = Conversation.objects.all()
    if teams is None:
        return [_narrowed(everything, view, now, zone)]
    if len(teams) > FEW_TEAMS:
        return [_narrowed(everything.filter(team__in=teams), view, now, zone)]
    return [_narrowed(everything.filter(team=team), view, now, zone) for team in sorted(teams)]


def _filtered(agent: Agent, view: View, now: datetime, zone: tzinfo) -> QuerySet[Conversation]:
    if view is View.MINE:
        return _narrowed(Conversation.objects.filter(owner=agent), view, now, zone)
    teams = _teams(agent, view)
    # Of an empty set Django makes no SQL at all, and counts() needs some for whoever sees nothing; 0 is no team's id.
    some = Conversation.objects.all() if teams is None else Conversation.objects.filter(team__in=teams or {0})
    return _narrowed(some, view, now, zone)


def _teams(agent: Agent, view: View) -> frozenset[int] | None:
    """The teams whose conversations a view holds; None: all."""
    seen = standing(agent).audience
    if view in (View.TEAM, View.DUE, View.UNCLAIMED):
        own = own_teams(agent)
        return own or (None if seen.everything else seen.teams)
    return None if seen.everything else seen.teams


def _narrowed(some: QuerySet[Conversation], view: View, now: datetime, zone: tzinfo) -> QuerySet[Conversation]:
    """What the view holds of these."""
    if view is View.CLOSED:
        return some.filter(state=State.CLOSED)
    if view is View.AUTOMATIC:
        return some.filter(is_automatic=True)
    running = some.filter(next_due__isnull=False)
    if view is View.UNCLAIMED:
        return running.filter(owner=None)
    if view is View.WAITING:
        return running.filter(state=State.WAITING)
    return running.filter(next_due__lt=end_of_day(now, zone)) if view is View.DUE else running


def end_of_day(now: datetime, zone: tzinfo) -> datetime:
    """The coming midnight in the zone."""
    today = now.astimezone(zone)
    return (today + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _read(some: QuerySet[Conversation], order: _Order, after: Cursor | None, limit: int) -> list[Row]:
    sign = "-" if order.down else ""
    columns = [f"{sign}{order.column}"] if order.column else []
    if after:
        some = some.filter(_beyond(order, after))
    return [Row(*values) for values in _values(some.order_by(*columns, f"{sign}pk"))[:limit]]


def _beyond(order: _Order, after: Cursor) -> Q:
    """Rows behind the cursor. The first condition alone lets the database start reading at the right place."""
    side = "lt" if order.down else "gt"
    if not order.column:
        return Q(**{f"pk__{side}": after.number})
    start = Q(**{f"{order.column}__{side}e": after.at})
    return start & (Q(**{f"{order.column}__{side}": after.at}) | Q(**{f"pk__{side}": after.number}))


def _values(some: QuerySet[Conversation]) -> Any:
    first = Identity.objects.filter(customer=OuterRef("customer_id")).order_by("pk").values("value")[:1]
    name = Case(When(customer__name="", then=Subquery(first)), default=F("customer__name"), output_field=CharField())
    has_it, said_by = Coalesce(F("owner__name"), Value("")), Coalesce(F("preview_by__name"), Value(""))
    return some.annotate(who=name, has_it=has_it, said_by=said_by).values_list(
        "pk", "who", "subject", "preview", "tags", "has_it", "channel", "state",
        "next_kind", "next_due", "next_started", "lets_rest", "closed_at", "preview_by_id", "said_by",
    )  # fmt: skip


def _key(order: _Order) -> Callable[[Row], tuple[Any, ...]]:
    if not order.column:
        return lambda row: (row.number,)
    return lambda row: (getattr(row, order.column), row.number)


def _cursor(row: Row, order: _Order) -> Cursor:
    return Cursor(getattr(row, order.column) if order.column else None, row.number)


def rows_of(numbers: Iterable[int], *, agent: Agent) -> list[Row]:
    """The rows of these conversations as far as the agent may see them, in the order given. One query."""
    wanted = list(numbers)
    found = {row.number: row for row in (Row(*values) for values in _values(visible_to(agent).filter(pk__in=wanted)))}
    return [found[number] for number in wanted if number in found]
