"""Promises as pages and programs show them: plain values, one query."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from makegood.base.plain import ask, moment, utc
from makegood.conversations.models import Conversation
from makegood.people.models import Agent
from makegood.people.queries import standing
from makegood.promises import rules
from makegood.promises.models import Promise, Quiet, State
from makegood.promises.queries.one import covers
from makegood.promises.rules import Verb, Who

RECENTLY = timedelta(days=365)
ITEMS = """SELECT p.id, p.conversation_id, p.what, p.event, p.state, p.due_at, p.first_due_at, p.made_at, p.told_at,
    p.kept_at, p.broken_at, p.made_good_at, p.withdrawn_at, p.corrected_at, p.owned_up_at, p.how,
    p.made_by_id, COALESCE(m.name, ''), p.keeper_id, COALESCE(k.name, ''),
    t.name, l.name, c.owner_id, c.team_id, c.customer_id, COALESCE(u.name, ''), c.subject, c.state
    FROM promises_promise p JOIN conversations_conversation c ON c.id = p.conversation_id
    JOIN customers_customer u ON u.id = c.customer_id
    JOIN people_team t ON t.id = p.made_in_id JOIN people_location l ON l.id = t.location_id
    LEFT JOIN people_agent m ON m.id = p.made_by_id LEFT JOIN people_agent k ON k.id = p.keeper_id WHERE """
LAST = " ORDER BY p.due_at, p.id LIMIT 60"


@dataclass(frozen=True, slots=True)
class PromiseItem:
    """A promise as it is shown. `may` is what its reader can do with it now, `place` where it was made."""

    id: int
    conversation: int
    what: str
    event: str
    state: str
    due_at: datetime
    first_due_at: datetime
    made_at: datetime
    told_at: datetime | None
    kept_at: datetime | None
    broken_at: datetime | None
    made_good_at: datetime | None
    withdrawn_at: datetime | None
    corrected_at: datetime | None
    owned_up_at: datetime | None
    how: str
    maker_id: int | None
    maker: str
    keeper_id: int | None
    keeper: str
    team: str
    location: str
    customer_id: int
    customer: str
    subject: str
    standing: str
    may: frozenset[str]

    @property
    def upon(self) -> str:
        """The event as one says it; "" for none."""
        return str(rules.EVENTS.get(self.event, ""))

    @property
    def is_moved(self) -> bool:
        """Another time was agreed."""
        return self.due_at != self.first_due_at

    def is_due_within_a_day(self, now: datetime) -> bool:
        """So that a reply is likely to be what keeps it."""
        return self.due_at - now <= rules.DUE_SOON


def of_conversation(agent: Agent, conversation: Conversation, *, at: datetime) -> list[PromiseItem]:
    """What was promised in a conversation that the agent may see: the open ones, the broken, and what ended lately.

    Who covers the owner now may do what the owner may.
    """
    found = _items(
        "p.conversation_id = %s AND (p.state IN ('open', 'broken') OR p.made_at > %s)",
        (conversation.pk, moment(at - RECENTLY)),
        agent,
        at=at,
    )
    open_ones = [one for one in found if one.state in (State.OPEN, State.BROKEN)]
    if not open_ones or conversation.owner_id == agent.pk or open_ones[0].may:
        return found
    if not covers(agent, conversation, due_at=open_ones[0].due_at, at=at):
        return found
    return [replace(one, may=_may(one.state, one.due_at, frozenset({Who.OWNER}), at)) for one in found]


def of_customer(agent: Agent, customer: int, *, besides: int = 0, at: datetime) -> list[PromiseItem]:
    """What we owe this customer anywhere, in other conversations: a promise binds every place. The words, not more.

    For those who may see something of this customer; whoever looks them up at the counter uses `acts.look`.
    """
    found = "c.customer_id = %s AND p.conversation_id <> %s AND p.state IN ('open', 'broken') AND c.state <> 'closed'"
    return _items(found, (customer, besides), agent, at=at)


def owed_by(agent: Agent, *, at: datetime, since: datetime) -> list[PromiseItem]:
    """What the agent is to keep, broke and has not made good, and has kept since then; soonest first."""
    found = """p.keeper_id = %s AND (p.state = 'open' OR (p.state = 'broken' AND c.state <> 'closed')
        OR (p.state = 'kept' AND p.kept_at >= %s))"""
    return _items(found, (agent.pk, moment(since)), agent, at=at)


def item_for(agent: Agent, pk: int, *, at: datetime) -> PromiseItem:
    """One promise; whether the agent may see its conversation is asked by `get_for`. Raises Promise.DoesNotExist."""
    found = _items("p.id = %s", (pk,), agent, at=at)
    if not found:
        raise Promise.DoesNotExist
    return found[0]


def _items(where: str, values: tuple[Any, ...], agent: Agent, *, at: datetime) -> list[PromiseItem]:
    return [_item(row, agent, at) for row in ask(ITEMS + where + LAST, values)]


def _item(row: tuple[Any, ...], agent: Agent, at: datetime) -> PromiseItem:
    head, times, tail = row[:5], [utc(one) for one in row[5:15]], row[15:20]
    team, location, owner, team_id, *place = row[20:]
    whos = _whos(agent, _Holders(owner, row[18], row[16], team_id, times[2] or at), at)
    may = _may(row[4], times[0] or at, whos, at)
    values: list[Any] = [*head, *times, *tail, team, location, *place, may]
    return PromiseItem(*values)


def _may(state: str, due_at: datetime, whos: frozenset[Who], at: datetime) -> frozenset[str]:
    return frozenset(verb.value for verb in _verbs(state, due_at, at) if not rules.why_not(verb, whos))


def _verbs(state: str, due_at: datetime, at: datetime) -> list[Verb]:
    """What can be done with it now; past its time, an open one is as good as broken."""
    return rules.possible(State.BROKEN if rules.is_late(state, due_at, now=at) else state)


@dataclass(frozen=True, slots=True)
class _Holders:
    """Whose a promise is: the conversation's owner and team, its keeper, and who made it when."""

    owner: int | None
    keeper: int | None
    maker: int | None
    team: int
    made_at: datetime


def _whos(agent: Agent, held: _Holders, at: datetime) -> frozenset[Who]:
    """As `whos`, without a question to the database; nothing for who may not see the conversation by their team."""
    seen = standing(agent)
    if not seen.audience.includes(held.team):
        return frozenset()
    found = {Who.ANSWERER} | ({Who.LEAD} if seen.may_lead(held.team) else set())
    found |= {Who.OWNER} if held.owner in (agent.pk, None) else set()
    found |= {Who.KEEPER} if held.keeper == agent.pk else set()
    is_maker = held.maker == agent.pk and at - held.made_at <= rules.MAKER_MAY_WITHDRAW
    return frozenset(found | ({Who.MAKER} if is_maker else set()))


def speaks_up(team: int) -> bool:
    """Whether a mail owns up by itself to what this team did not keep."""
    return not Quiet.objects.filter(team=team).exists()
