"""Who may know that something happened in a conversation: its team, and whoever something in it is put to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from makegood.base.plain import ask, marks
from makegood.people.rules import Audience
from makegood.timeline.queries import Happened

GUESTS = "SELECT conversation_id, agent_id, team_id FROM conversations_guest WHERE conversation_id IN "


def with_guests(events: Sequence[Happened]) -> list[Happened]:
    """The events, each with those who see its conversation as guests now. One query, none for no conversation."""
    numbers = sorted({one.conversation_id for one in events if one.conversation_id is not None})
    if not numbers:
        return list(events)
    agents: dict[int, list[int]] = defaultdict(list)
    teams: dict[int, list[int]] = defaultdict(list)
    for number, agent, team in ask(GUESTS + marks(numbers), numbers):
        if agent is not None:
            agents[number].append(agent)
        else:
            teams[number].append(team)
    return [_with(one, agents[one.conversation_id or 0], teams[one.conversation_id or 0]) for one in events]


def _with(event: Happened, agents: list[int], teams: list[int]) -> Happened:
    if not agents and not teams:
        return event
    return replace(event, agents=(*event.agents, *agents), teams=(*event.teams, *teams))


def is_put_to(event: Happened, *, agent: int, audience: Audience) -> bool:
    """Whether the agent sees the conversation as a guest, or just did when the event ended that."""
    return agent in event.agents or not audience.teams.isdisjoint(event.teams)
