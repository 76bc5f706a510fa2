"""The index can be made anew at any time, stopped anywhere, and loses nothing."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from makegood.conversations import acts as conversations
from makegood.customers import acts as customers
from makegood.search import acts
from makegood.search.models import Document
from makegood.search.queries import search
from makegood.search.suggest import Kind, suggest
from tests.world import HOUR, MINUTE, NOON, World

pytestmark = pytest.mark.django_db


def numbers(world: World, text: str) -> list[int]:
    """What Ana finds."""
    return [one.number for one in search(world.ana, text, zone=UTC, now=NOON + 5 * HOUR).hits]


@pytest.fixture
def said(world: World) -> list[int]:
    """Conversations with five lamps, oldest first, and a note in the first."""
    made = [world.receive(at=NOON + number * MINUTE) for number in range(5)]
    conversations.note(made[0], text="a lamp", by=world.ana, at=NOON + HOUR, once="n")
    return [one.pk for one in made]


def test_everything_is_found_again_in_the_same_order(world: World, said: list[int]) -> None:
    before = numbers(world, "lamp ")
    assert sum(acts.rebuild()) == 6
    assert numbers(world, "lamp ") == before == [said[0], *said[:0:-1]]


def test_it_goes_on_where_it_was_stopped_while_mail_comes_in(
    world: World, said: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "BATCH", 2)
    stopped = acts.rebuild()
    assert next(stopped) == 2
    stopped.close()
    assert numbers(world, "lamp ") == [said[0], said[4]]
    new = world.receive(at=NOON + 2 * HOUR).pk
    assert list(acts.catch_up()) == [2, 2]
    assert numbers(world, "lamp ") == [new, said[0], *said[:0:-1]]


def test_doing_it_twice_changes_nothing(world: World, said: list[int]) -> None:
    assert list(acts.catch_up()) == []
    list(acts.rebuild())
    list(acts.rebuild())
    assert Document.objects.count() == 6


def test_many_at_once_are_found_newest_last_given(world: World) -> None:
    from makegood.conversations.models import Message

    made = [world.receive().pk for _ in range(3)]
    Document.objects.all().delete()
    messages = Message.objects.select_related("conversation__customer").order_by("pk")
    acts.index_many((one, one.conversation) for one in messages)
    acts.index_many([])
    assert numbers(world, "flickers ") == made[::-1]


def test_a_new_name_finds_what_was_said_before(world: World) -> None:
    conversation = world.receive()
    customers.rename(conversation.customer, "Evelyn Moon", by=world.ana.pk, at=NOON)
    acts.renamed(conversation.customer_id)
    assert numbers(world, "evelyn ") == numbers(world, "stern ") == [conversation.pk]
    customers.rename(conversation.customer, "E. Sun", by=world.ana.pk, at=NOON)
    acts.renamed(conversation.customer_id)
    assert numbers(world, "evelyn ") == []


def test_suggestions_are_numbers_customers_tags_and_views(world: World, django_assert_max_num_queries: Any) -> None:
    conversation = world.receive()
    conversations.tag(conversation, ["eve of sale"], by=world.ana, at=NOON)
    world.reply(conversation)
    suggest(world.ana, "ev")
    with django_assert_max_num_queries(7):
        found = suggest(world.ana, "ev")
    assert [(one.kind, one.title) for one in found] == [(Kind.CUSTOMER, "Eva Stern"), (Kind.TAG, "eve of sale")]
    assert numbers(world, found[0].search) == numbers(world, found[1].search) == [conversation.pk]
    assert [one.number for one in suggest(world.ana, f"#{conversation.pk}")] == [conversation.pk]
    assert [one.title for one in suggest(world.ana, "stern ev")] == ["Eva Stern"]
    assert [one.title for one in suggest(world.ana, "wait")] == ["waiting"]
    assert suggest(world.ana, "ana") == suggest(world.ana, " ") == ()


def test_a_stranger_is_offered_no_customer_and_no_number(world: World) -> None:
    conversation = world.receive()
    for stranger in (world.mo, world.ada):
        assert suggest(stranger, "eva") == suggest(stranger, str(conversation.pk)) == ()
