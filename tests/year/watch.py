"""What must hold at every hour: nobody is dropped, and no word lapses in silence. Cheap, so that it can be."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from makegood.agenda.models import State as TurnState
from makegood.agenda.models import Turn
from makegood.base.plain import ask, moment
from makegood.base.rows import among
from makegood.config.doctor import examine
from makegood.config.doctor.duty import somebody_is_known_to_come
from tests.year import giving, saying

ALIVE = "SELECT count(*) FROM conversations_conversation WHERE next_due IS NOT NULL"
# Open or waiting, and no clock runs, or its turn is not on the agenda.
BARE = """SELECT c.id FROM conversations_conversation c WHERE c.state IN ('open', 'waiting') AND NOT EXISTS (
    SELECT 1 FROM clocks_clock k JOIN agenda_turn t ON t.key = 'clock:' || CAST(k.id AS varchar(20))
    WHERE k.conversation_id = c.id AND k.ended_at IS NULL AND k.paused_at IS NULL AND t.state = 'planned')"""
# Open or waiting, and its owner is gone, or it has none and its team has nobody.
OWNERLESS = """SELECT c.id FROM conversations_conversation c LEFT JOIN people_agent a ON a.id = c.owner_id
    WHERE c.state IN ('open', 'waiting') AND (a.id IS NOT NULL AND NOT a.is_active OR a.id IS NULL AND NOT EXISTS (
    SELECT 1 FROM people_role r JOIN people_agent m ON m.id = r.agent_id
    WHERE r.team_id = c.team_id AND m.is_active))"""
RESTLESS = """SELECT c.id FROM conversations_conversation c WHERE c.state = 'waiting' AND NOT EXISTS (
    SELECT 1 FROM clocks_clock k WHERE k.conversation_id = c.id AND k.ended_at IS NULL AND k.kind = 'look_again')"""
LAPSED = "SELECT conversation_id FROM promises_promise WHERE state = 'open' AND due_at <= %s"
BROKEN = "SELECT id, conversation_id, path FROM promises_promise WHERE broken_at > %s"
SAID = "SELECT about FROM timeline_event WHERE kind = 'promise.broken' AND conversation_id IN (?)"
LATE = "SELECT conversation_id FROM clocks_clock WHERE ended_at IS NULL AND paused_at IS NULL AND turn_at <= %s"


def hourly(at: datetime, *, is_awake: bool) -> tuple[int, list[str]]:
    """How many conversations were looked at, and what is wrong, in words. What is overdue waits for a worker asleep."""
    wrong = [f"#{pk} is without a clock" for (pk,) in ask(BARE)]
    wrong += [f"#{pk} is without an owner" for (pk,) in ask(OWNERLESS)]
    wrong += [f"#{pk} waits, and nobody will look again" for (pk,) in ask(RESTLESS)]
    wrong += [f"#{pk}: a promise broke and nobody was told" for pk in _broken_in_silence(at - timedelta(hours=1))]
    if is_awake:
        wrong += [f"#{pk}: a promise lapsed in silence" for (pk,) in ask(LAPSED, [moment(at)])]
        wrong += [f"#{pk}: a clock ran out and nothing moved" for (pk,) in ask(LATE, [moment(at)])]
    return ask(ALIVE)[0][0], [f"{at:%Y-%m-%d %H:%M}: {words}" for words in wrong]


def _broken_in_silence(since: datetime) -> list[int]:
    """Where a promise broke, and no event says so, there or where it was before two were merged."""
    broken = [(pk, number, [number, *json.loads(path)]) for pk, number, path in ask(BROKEN, [moment(since)])]
    places = {place for _pk, _number, known in broken for place in known}
    said = {json.loads(about)["promise"] for (about,) in among(SAID, places)}
    return [number for pk, number, _known in broken if pk not in said]


def daily(at: datetime) -> list[str]:
    """For whatever is open somebody is on duty, or known to come; and no turn has failed."""
    wrong = somebody_is_known_to_come(at).violations
    failed = Turn.objects.exclude(last_error="") | Turn.objects.filter(state=TurnState.STUCK)
    wrong += giving.wrong() + saying.wrong()
    wrong += [f"the turn {key} failed: {error}" for key, error in failed.values_list("key", "last_error")]
    return [f"{at:%Y-%m-%d}: {words}" for words in wrong]


def thorough(at: datetime) -> list[str]:
    """All that doctor knows."""
    return [f"{at:%Y-%m-%d}, doctor: {words}" for one in examine(now=at) for words in one.violations]
