"""The inbox: by the next clock alone, in pages, at a fixed number of queries, and only what the viewer may see."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import pytest

from makegood.conversations import acts, queries
from makegood.conversations.letter import Address, Kind
from makegood.conversations.models import Conversation, File, Message
from makegood.people.models import Agent, Rank, Role
from makegood.people.queries import standing
from tests.world import DAY, HOUR, MINUTE, NOON, World

View = queries.View


def fresh(agent: Agent) -> Agent:
    """The agent as the next request sees them."""
    return Agent.objects.get(pk=agent.pk)


def numbers(agent: Agent, view: queries.View, **more: Any) -> list[int]:
    return [row.number for row in queries.rows(fresh(agent), view, now=NOON, zone=UTC, **more).rows]


def test_the_order_is_the_next_clock_then_the_number(world: World) -> None:
    late = world.receive(at=NOON + HOUR)
    early = world.receive(at=NOON)
    same = world.receive(at=NOON)
    assert numbers(world.ana, View.TEAM) == [early.number, same.number, late.number]


def test_each_view_holds_what_it_says(world: World) -> None:
    mine, unclaimed, waiting, closed = (world.receive(at=NOON + n * MINUTE) for n in range(4))
    automatic = world.receive(kind=Kind.AUTOMATIC)
    acts.claim(mine, by=world.ana, at=NOON)
    world.reply(waiting, by=world.ben)
    world.reply(closed, by=world.ben, after=acts.After(closes=True))
    got = {view: numbers(world.ana, view) for view in View}
    assert got == {
        View.MINE: [mine.number],
        View.OFFERED: [],
        View.TEAM: [mine.number, unclaimed.number, waiting.number],
        View.UNCLAIMED: [unclaimed.number],
        View.DUE: [],
        View.WAITING: [waiting.number],
        View.ALL: [mine.number, unclaimed.number, waiting.number],
        View.AUTOMATIC: [automatic.number],
        View.CLOSED: [closed.number, automatic.number],
    }


def test_due_today_ends_at_the_agents_midnight(world: World) -> None:
    conversation = world.receive(at=NOON - timedelta(hours=20))  # due today at 16:00
    assert numbers(world.ana, View.DUE) == [conversation.number]


@pytest.mark.parametrize("view", [View.TEAM, View.ALL, View.CLOSED, View.AUTOMATIC])
def test_pages_follow_each_other_without_gap_or_repeat(world: World, view: queries.View) -> None:
    kind = Kind.AUTOMATIC if view in (View.CLOSED, View.AUTOMATIC) else Kind.PERSON
    for n in range(23):
        world.receive(at=NOON + (n // 3) * MINUTE, kind=kind)
    whole = numbers(world.ana, view, limit=100)
    assert len(whole) == 23
    seen: list[int] = []
    after = None
    while True:
        page = queries.rows(fresh(world.ana), view, now=NOON, zone=UTC, after=after, limit=5)
        seen += [row.number for row in page.rows]
        if page.after is None:
            break
        after = queries.Cursor.read(str(page.after))
    assert seen == whole


def test_several_teams_are_merged_in_order(world: World) -> None:
    both = fresh(world.lea)
    Role.objects.create(agent=both, rank=Rank.AGENT, team=world.hill)
    there = world.receive(mailbox=world.hill_help, at=NOON + MINUTE)
    here, last = world.receive(at=NOON), world.receive(at=NOON + HOUR)
    assert numbers(both, View.TEAM) == [here.number, there.number, last.number]
    assert numbers(both, View.TEAM, limit=2) == [here.number, there.number]


def test_another_team_sees_nothing_of_it(world: World) -> None:
    conversation = world.receive(attachments=())
    message = conversation.messages.get()
    assert not any(numbers(world.mo, view) for view in View)
    for fetch, pk, missing in [
        (queries.get_for, conversation.number, Conversation.DoesNotExist),
        (queries.message_for, message.pk, Message.DoesNotExist),
        (queries.file_for, 1, File.DoesNotExist),
    ]:
        with pytest.raises(missing):
            fetch(fresh(world.mo), pk)
    assert queries.rows_of([conversation.number], agent=fresh(world.mo)) == []


def test_an_admin_alone_sees_no_conversation(world: World) -> None:
    conversation = world.receive()
    with pytest.raises(Conversation.DoesNotExist):
        queries.get_for(world.ada, conversation.number)
    assert standing(world.ada).is_admin


@pytest.mark.parametrize(
    ("rank", "place", "sees"), [("manager", "shop", True), ("manager", "other", False), ("head_office", "", True)]
)
def test_ranks_see_their_place(world: World, rank: str, place: str, sees: bool) -> None:
    conversation = world.receive()
    location = {"shop": world.harbour.location, "other": world.hill.location, "": None}[place]
    Role.objects.create(agent=world.ada, rank=rank, location=location)
    assert queries.visible_to(fresh(world.ada)).filter(pk=conversation.pk).exists() is sees


def test_a_page_costs_the_same_queries_whatever_its_length(world: World, django_assert_num_queries: Any) -> None:
    for n in range(30):
        world.receive(sender=Address("", f"eva{n}@post.example"))
    for limit in (1, 30):
        with django_assert_num_queries(2):  # roles, rows
            rows = queries.rows(fresh_without_query(world.ana), View.TEAM, now=NOON, zone=UTC, limit=limit).rows
    assert rows[0].customer.startswith("eva")
    with django_assert_num_queries(2):  # roles, counts
        counted = queries.counts(fresh_without_query(world.ana), now=NOON + 2 * DAY, zone=UTC)
    looked = {"team": 30, "unclaimed": 30, "due": 30, "all": 30, "late": 30}
    assert counted == {"mine": 0, "offered": 0, "waiting": 0, **looked}


def fresh_without_query(agent: Agent) -> Agent:
    """The same agent with nothing remembered."""
    agent.__dict__.pop("_standing", None)
    return agent


def test_a_conversation_page_costs_a_fixed_number_of_queries(world: World, django_assert_max_num_queries: Any) -> None:
    conversation = world.receive(attachments=())
    for n in range(5):
        ours = world.reply(conversation, at=NOON + n * HOUR)
        world.receive(in_reply_to=ours.message_id, at=NOON + n * HOUR + MINUTE)
    acts.note(conversation, text="A note", by=world.ben, at=NOON, once="n")
    agent = fresh(world.ana)
    with django_assert_max_num_queries(15):
        page = queries.page(agent, queries.get_for(agent, conversation.number))
    assert len([item for item in page.items if isinstance(item, queries.MessageItem)]) == 11
    assert page.reply_to == [Address("Eva Stern", "eva@post.example")] and page.reply_cc == []


def test_reply_all_leaves_ourselves_out(world: World) -> None:
    udo = Address("Udo", "udo@post.example")
    to = (Address("", world.help.address), Address("", "help+c1.2.x@harbour.example"), udo)
    conversation = world.receive(to=to, cc=(Address("", "EVA@post.example"),))
    page = queries.page(world.ana, queries.get_for(world.ana, conversation.number))
    assert page.reply_to == [Address("Eva Stern", "eva@post.example")] and page.reply_cc == [udo]


def test_a_row_says_who_of_us_spoke_last(world: World) -> None:
    lamp = world.receive(message_id="first@post.example")

    def said() -> tuple[int | None, str, str]:
        [row] = queries.rows(world.ben, View.TEAM, now=NOON, zone=UTC).rows
        return row.said_by_id, row.said_by, row.preview

    assert said()[:2] == (None, "")
    asked = said()
    answer = world.reply(lamp)
    assert said() == (world.ana.pk, "Ana Example", "We send a new one.")
    acts.undo_reply(answer, by=world.ana, at=NOON + HOUR)
    assert said() == asked
    world.reply(lamp, at=NOON + HOUR)
    world.receive(references=("first@post.example",), at=NOON + 2 * HOUR, text="Thanks", reply_text="Thanks")
    assert said() == (None, "", "Thanks")
