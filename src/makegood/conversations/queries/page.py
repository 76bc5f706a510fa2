"""Everything that the page of one conversation shows: plain values, a fixed number of queries."""

from __future__ import annotations

import json
from operator import attrgetter
from typing import Any, NamedTuple

from makegood.base.plain import ask, utc
from makegood.clocks.queries import beside
from makegood.conversations import rules
from makegood.conversations.letter import Address
from makegood.conversations.models import Channel, Conversation
from makegood.conversations.queries.items import (
    Beside,
    ConversationPage,
    CustomerPanel,
    DraftItem,
    Item,
    MessageItem,
)
from makegood.conversations.queries.lists import rows_of
from makegood.conversations.queries.said import PAGE, addresses, files_of, happenings_of, messages_of, notes_of
from makegood.customers.models import Customer
from makegood.customers.queries import group_names
from makegood.people.models import Agent
from makegood.people.queries import own_addresses

MOST_ITEMS = 200
DRAFTS = """SELECT id, kind, html, text, "to", cc, seen, revision, saved_at, subject, mailbox_id
    FROM conversations_draft WHERE """
HERE = DRAFTS + "conversation_id = %s AND agent_id = %s ORDER BY id"
FIRST = DRAFTS + "conversation_id IS NULL AND agent_id = %s"
# What stands around it, in one question: what the customer is known by, their other matters, and what is linked.
AROUND = """SELECT 'known', id, value FROM customers_identity WHERE customer_id = %s
    UNION ALL SELECT 'theirs', id, '' FROM (SELECT id FROM conversations_conversation
        WHERE customer_id = %s AND id <> %s ORDER BY id DESC LIMIT 20) newest
    UNION ALL SELECT 'linked', other_id, why FROM conversations_link WHERE one_id = %s
    UNION ALL SELECT 'linked', one_id, why FROM conversations_link WHERE other_id = %s"""


def page(agent: Agent, conversation: Conversation) -> ConversationPage:
    """What the page of a conversation shows that `get_for` gave to this agent. Ten queries, whatever its length."""
    pk, most = conversation.pk, MOST_ITEMS + 1
    messages, notes = messages_of(pk, most=most), notes_of(pk, most=most)
    happenings = happenings_of(pk, most=MOST_ITEMS)
    items: list[Item] = sorted([*messages, *notes, *happenings], key=attrgetter("at"))
    around = _around(conversation)
    to, cc = _recipients(messages)
    return ConversationPage(
        conversation=conversation,
        items=items[-MOST_ITEMS:],
        newest=max((one.id for one in messages), default=0),
        reply_to=to if to or cc else _known_to(conversation, around),
        reply_cc=cc,
        drafts=_drafts(ask(HERE, (conversation.pk, agent.pk))),
        customer=_customer(agent, conversation.customer, around),
        beside=_beside(agent, around),
        older=len(items) > MOST_ITEMS,
        owed=tuple(beside(pk)),
    )


def messages_after(conversation: Conversation, seen: int) -> list[MessageItem]:
    """What came in between, for an author who saw messages up to that id."""
    return [one for one in messages_of(conversation.pk, most=MOST_ITEMS + 1) if one.id > seen]


def _recipients(messages: list[MessageItem]) -> tuple[list[Address], list[Address]]:
    """To whom an answer goes: the newest message of a person and all who were on it, but never ourselves.

    Of a doubtful one only its From counts: a forger would have the answer sent to themselves.
    """
    ours = own_addresses()
    messages = [one for one in messages if one.channel in (Channel.MAIL, PAGE)]
    last = next((one for one in reversed(messages) if not one.is_ours and one.kind in ("person", "list")), None)
    if last is None:
        written = next((one for one in reversed(messages) if one.is_ours), None)
        return (written.to, written.cc) if written else ([], [])
    if last.is_doubtful:
        return [Address(last.name, last.address)], []
    to = [Address(last.name, last.reply_to or last.address)]
    others = [
        one
        for one in (*last.to, *last.cc)
        if one.address.lower() not in ours and not _is_ours_tagged(one.address, ours)
    ]
    taken = {one.address.lower() for one in to}
    return rules.recipients(to), [one for one in rules.recipients(others) if one.address.lower() not in taken]


def _known_to(conversation: Conversation, around: _Around) -> list[Address]:
    """Who only called, or was only quoted, may be known by a mail address all the same: the newest of them."""
    newest = next((value for value in reversed(around.known) if "@" in value), "")
    is_known = conversation.channel != Channel.MAIL and bool(newest)
    return [Address(conversation.customer.name, newest)] if is_known else []


def _is_ours_tagged(address: str, ours: frozenset[str]) -> bool:
    """Whether this is a mailbox of ours with something after a plus."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" in ours


def first_draft(agent: Agent) -> DraftItem | None:
    """The first letter that the agent is writing; None: none. Two queries."""
    return _drafts(ask(FIRST, (agent.pk,))).get("first")


def _drafts(found: list[tuple[Any, ...]]) -> dict[str, DraftItem]:
    files = files_of("draft_id", [pk for pk, *_ in found])
    return {
        kind: DraftItem(kind, html, text, _people(to), _people(cc), seen, revision, utc(saved_at), files[pk], *first)
        for pk, kind, html, text, to, cc, seen, revision, saved_at, *first in found
    }


def _people(kept: str) -> list[Address]:
    return addresses(json.loads(kept))


class _Around(NamedTuple):
    """By what the customer is known, in order; the ids of their newest others; what is linked, and why."""

    known: list[str]
    theirs: list[int]
    linked: dict[int, str]


def _around(conversation: Conversation) -> _Around:
    pk, customer = conversation.pk, conversation.customer_id
    rows = ask(AROUND, (customer, customer, pk, pk, pk))
    known = [value for what, _pk, value in sorted(rows) if what == "known"]
    theirs = sorted((one for what, one, _value in rows if what == "theirs"), reverse=True)
    return _Around(known, theirs, {one: why for what, one, why in rows if what == "linked"})


def _customer(agent: Agent, customer: Customer, around: _Around) -> CustomerPanel:
    known, others = around.known, rows_of(around.theirs, agent=agent)
    name = customer.name or (known[0] if known else "")
    groups = group_names()
    group, blocked = groups.get(customer.group_id or 0, ""), customer.blocked_at is not None
    some = tuple(groups.items())
    return CustomerPanel(customer.pk, name, customer.created_at, known, blocked, others, group, some)


def _beside(agent: Agent, around: _Around) -> list[Beside]:
    rows, why = rows_of(around.linked, agent=agent), around.linked
    return [Beside(row.number, row.subject, row.state, why[row.number]) for row in rows]
