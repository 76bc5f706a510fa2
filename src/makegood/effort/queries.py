"""All reads of what matters have cost customers. Whether the asker may see them is asked before."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Q

from makegood.base.plain import ask, marks, utc
from makegood.conversations.models import Conversation
from makegood.conversations.queries import visible_to
from makegood.effort import counting
from makegood.effort.models import Measure, Threshold
from makegood.effort.rules import Account, Effort, Row, effort
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind

MOST = 500  # conversations in one question
READ = (*counting.DONE, Kind.ACT_UNDONE.value)
WATCHED = "SELECT DISTINCT team_id FROM effort_threshold WHERE team_id IS NULL OR team_id IN {teams}"
NEVER = "CAST(NULL AS timestamp with time zone)"

# One question: the conversations, those that were merged into them, and what was said, done and owed in each.
# Each part: what it is, when, in which conversation, its id, kind, who, a name or channel, more of it, until when.
ROWS = f"""WITH RECURSIVE here(id) AS (SELECT id FROM conversations_conversation WHERE id IN {{these}}
        UNION SELECT c.id FROM conversations_conversation c JOIN here ON c.merged_into_id = here.id)
    SELECT 'stands', c.created_at, c.id, COALESCE(c.merged_into_id, 0), c.state, c.owner_id, '', '', c.closed_at
        FROM here CROSS JOIN conversations_conversation c WHERE c.id = here.id
    UNION ALL SELECT 'said', m.at, m.conversation_id, m.id, m.direction, m.by_id,
        CASE WHEN m.direction = 'in' THEN m.channel ELSE COALESCE(a.name, '') END, '', {NEVER}
        FROM here CROSS JOIN conversations_message m LEFT JOIN people_agent a ON a.id = m.by_id
        WHERE m.conversation_id = here.id AND ((m.direction = 'in' AND m.kind = 'person' AND NOT m.is_stranger)
            OR (m.direction = 'out' AND m.by_id IS NOT NULL))
    UNION ALL SELECT 'done', e.at, e.conversation_id, e.id, e.kind, e.by_id, '', CAST(e.about AS text), {NEVER}
        FROM here CROSS JOIN timeline_event e WHERE e.conversation_id = here.id AND (e.kind IN {{kinds}}
            OR e.kind = 'message.received' AND CAST(e.about AS text) LIKE '%%"page"%%')
    UNION ALL SELECT 'merge', g.at, g.source_id, g.target_id, '', NULL, '', CAST(g.moved AS text), {NEVER}
        FROM here CROSS JOIN conversations_merge g WHERE g.source_id = here.id AND g.undone_at IS NULL
    UNION ALL SELECT 'owed', p.made_at, p.conversation_id, p.id, 'promise', NULL, '', '',
        COALESCE(p.kept_at, p.made_good_at, p.withdrawn_at, p.broken_at)
        FROM here CROSS JOIN promises_promise p WHERE p.conversation_id = here.id
    UNION ALL SELECT 'owed', h.at, h.conversation_id, h.id, 'partner', NULL,
        CASE WHEN h.accepted_at IS NULL THEN '' ELSE 'accepted' END, '', h.ended_at
        FROM here CROSS JOIN handoffs_handoff h WHERE h.conversation_id = here.id AND h.partner_id IS NOT NULL
    UNION ALL SELECT 'owed', b.made_at, b.conversation_id, b.id, 'callback', NULL, '', '', b.ended_at
        FROM here CROSS JOIN calls_callback b WHERE b.conversation_id = here.id
    UNION ALL SELECT 'owed', s.began_at, s.conversation_id, s.id, s.cause, NULL, '', '', s.ended_at
        FROM here CROSS JOIN escalations_escalation s WHERE s.conversation_id = here.id"""  # noqa: S608

REACHED = """WITH RECURSIVE here(id) AS (SELECT CAST(%s AS bigint)
        UNION SELECT c.id FROM conversations_conversation c JOIN here ON c.merged_into_id = here.id)
    SELECT r.measure, r.amount FROM here CROSS JOIN effort_reached r WHERE r.conversation_id = here.id"""


def effort_of(conversation: Conversation, *, now: datetime) -> Effort:
    """What this matter has cost the customer so far, with all that was merged into it. One query."""
    return effort(_accounts([conversation.pk]).values(), now=now)


def efforts_of(numbers: Collection[int], *, now: datetime) -> dict[int, Effort]:
    """The same for many that are not merged away, by number. One query for each 500."""
    return {pk: effort([one], now=now) for pk, one in _in_parts(numbers) if pk in set(numbers)}


def effort_of_customer(agent: Agent, customer: int, *, now: datetime) -> Effort:
    """What all that this agent may see of the customer has cost them, together. Three queries at most."""
    mine = visible_to(agent).filter(customer=customer).order_by("-pk").values_list("pk", flat=True)
    return effort((one for _pk, one in _in_parts(list(mine[:MOST]))), now=now)


def _in_parts(numbers: Collection[int]) -> Iterable[tuple[int, Account]]:
    ordered = sorted(numbers)
    for start in range(0, len(ordered), MOST):
        yield from _accounts(ordered[start : start + MOST]).items()


def _accounts(numbers: Collection[int]) -> dict[int, Account]:
    return counting.accounts(_row(one) for one in ask(_rows(len(numbers)), [*numbers, *READ]))


@cache
def _rows(count: int) -> str:
    return ROWS.format(these=marks(range(count)), kinds=marks(READ))


def _row(found: tuple[Any, ...]) -> Row:
    what, at, conversation, pk, kind, by, name, about, until = found
    more = json.loads(about) if about else {}
    return Row(what, utc(at), conversation, pk, kind, by, name, more, utc(until) if until else None)


def watched(teams: Collection[int]) -> frozenset[int]:
    """Those of the teams whose conversations climb by what they cost. One query."""
    rows = {team for (team,) in ask(WATCHED.format(teams=marks(list(teams))), list(teams))}
    return frozenset(teams) if None in rows else frozenset(rows)


def thresholds_of(team: int) -> dict[Measure, int]:
    """The team's own, else everyone's, else none. One query."""
    rows = list(Threshold.objects.filter(Q(team=team) | Q(team=None)).values_list("team", "measure", "amount"))
    own = [row for row in rows if row[0] is not None] or rows
    return {Measure(measure): amount for _team, measure, amount in own}


def thresholds_set(team: int | None) -> dict[Measure, int]:
    """What was set for the team itself, or for everyone. One query."""
    rows = Threshold.objects.filter(team=team).values_list("measure", "amount")
    return {Measure(measure): amount for measure, amount in rows}


def all_thresholds() -> dict[int | None, dict[Measure, int]]:
    """All that were set, by team; None: for everyone. One query."""
    found: dict[int | None, dict[Measure, int]] = {}
    for team, measure, amount in Threshold.objects.order_by("team").values_list("team", "measure", "amount"):
        found.setdefault(team, {})[Measure(measure)] = amount
    return found


def reached_in(number: int) -> set[tuple[Measure, int]]:
    """What made the conversation climb, or one that was merged into it. One query."""
    rows = ask(REACHED, [number])
    return {(Measure(measure), amount) for measure, amount in rows}
