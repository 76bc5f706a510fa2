"""Where the rows of a list come from: for each view, SQL that one index answers in order.

Its conditions stand as words, not as values: SQLite takes a partial index only when it can read that it applies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from makegood.base.plain import marks, moment

# Up to so many teams, each one's list is read from its own index and merged; beyond, one ordered index is filtered.
FEW_TEAMS = 8


class View(StrEnum):
    """The lists that everyone has."""

    MINE = "mine"
    OFFERED = "offered"
    TEAM = "team"
    UNCLAIMED = "unclaimed"
    DUE = "due"
    WAITING = "waiting"
    ALL = "all"
    AUTOMATIC = "automatic"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of one index, in its order: by the column `at` ("" for none), then by `number`; `down`: the last first."""

    tables: str
    where: str
    values: tuple[Any, ...]
    at: str = "c.next_due"
    number: str = "c.id"
    down: bool = False


CONVERSATIONS = "conversations_conversation c"
CLOCKS = "conversations_nextclock n"
RUNNING = "c.next_due IS NOT NULL"
WHAT = {
    View.UNCLAIMED: f"{RUNNING} AND c.owner_id IS NULL",
    View.WAITING: "c.state = 'waiting'",  # which always has a clock
    View.AUTOMATIC: "c.is_automatic",
    View.CLOSED: "c.state = 'closed'",
}
PUT_TO_GUESTS = ("offer", "rung")
NEXT_CLOCKS = (View.TEAM, View.DUE, View.ALL)


def of_owner(agent: int) -> Source:
    """What the agent has."""
    return Source(CONVERSATIONS, f"{RUNNING} AND c.owner_id = %s", (agent,))


def guests_among(agent: int, teams: Iterable[int]) -> tuple[str, list[int]]:
    """The condition that a guest `g` is the agent or one of the teams, and its values."""
    some = sorted(teams)
    return f"(g.agent_id = %s OR g.team_id IN {marks(some)})", [agent, *some]


def offered_to(agent: int, teams: Iterable[int]) -> Source:
    """What is offered to the agent, or to one of the teams; each once. The few guests are read first."""
    who, values = guests_among(agent, teams)
    offers = f"SELECT DISTINCT g.conversation_id FROM conversations_guest g WHERE g.why = 'offer' AND {who}"  # noqa: S608
    return Source(f"({offers}) g CROSS JOIN {CONVERSATIONS}", f"c.id = g.conversation_id AND {RUNNING}", tuple(values))


def of_teams(view: View, teams: Sequence[int] | None, until: datetime) -> list[Source]:
    """What these teams have (None: everyone). `until` ends what is due."""
    if teams is None:
        return [_of_all(view, until)]
    if len(teams) > FEW_TEAMS:
        # A plus sign keeps SQLite from sorting whole teams instead of following the order.
        return [narrowed(_of_all(view, until), f"+c.team_id IN {marks(teams)}", teams)]
    return [_of_team(view, team, until) for team in teams]


def counted(view: View, teams: Sequence[int] | None, until: datetime) -> list[Source]:
    """The same in no order, for counting. A few teams one by one: SQLite makes a table of those that it is to be IN."""
    if teams is None:
        return [_of_all(view, until)]
    if len(teams) <= FEW_TEAMS:
        return [_of_team(view, team, until) for team in teams]
    if view in NEXT_CLOCKS:
        return [_due(Source(CLOCKS, f"n.team_id IN {marks(teams)}", tuple(teams), "n.due_at"), view, until)]
    return [narrowed(_of_all(view, until), f"c.team_id IN {marks(teams)}", teams)]


def narrowed(source: Source, where: str, values: Sequence[Any]) -> Source:
    """The same with a condition more."""
    both = f"{source.where} AND {where}"
    return Source(source.tables, both, (*source.values, *values), source.at, source.number, source.down)


def _of_all(view: View, until: datetime) -> Source:
    where = WHAT.get(view, RUNNING)
    if view is View.CLOSED:
        return Source(CONVERSATIONS, where, (), "c.closed_at", down=True)
    if view is View.AUTOMATIC:
        return Source(CONVERSATIONS, where, (), "", down=True)
    return _due(Source(CONVERSATIONS, where, ()), view, until)


def _of_team(view: View, team: int, until: datetime) -> Source:
    """A team's next clocks are a table of their own, in their order."""
    if view not in NEXT_CLOCKS:
        return narrowed(_of_all(view, until), "c.team_id = %s", [team])
    return _due(Source(CLOCKS, "n.team_id = %s", (team,), "n.due_at", "n.conversation_id"), view, until)


def _due(source: Source, view: View, until: datetime) -> Source:
    return narrowed(source, f"{source.at} < %s", [moment(until)]) if view is View.DUE else source
