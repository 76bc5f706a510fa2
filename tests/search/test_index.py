"""What is said can be found at once, what is taken back no more, and what moves is found where it went."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction

from makegood.conversations import acts as conversations
from makegood.search.backends import Wanted, Word, backend
from makegood.search.models import Document
from tests.world import HOUR, NOON, World

pytestmark = pytest.mark.django_db


def found(*words: str, marks: tuple[tuple[str, ...], ...] = ()) -> list[int]:
    """The conversations that the bare index gives for the words, without asking who looks. Newest first."""
    *_, plan = backend().plans(Wanted(words=tuple(Word(one) for one in words), marks=marks), None)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT d.id {plan.sql}", plan.params)
        ids = [id for (id,) in cursor.fetchall()]
    return list(Document.objects.filter(pk__in=ids).order_by("-pk").values_list("conversation_id", flat=True))


def test_a_letter_is_found_by_text_subject_sender_and_address(world: World) -> None:
    number = world.receive(subject="Blue kettle", text="It leaks.", reply_text="It leaks.").pk
    for word in ("leaks", "kettle", "Stern", "eva@post.example", "leak", "LEAKING"):
        assert found(word) == [number]
    assert found("kettle", "leaks") == [number]
    assert found("teapot") == []


def test_a_reply_is_found_and_forgotten_when_taken_back(world: World) -> None:
    conversation = world.receive()
    message = world.reply(conversation, html="<div>A marvellous replacement.</div>")
    assert found("marvellous") == [conversation.pk]
    conversations.undo_reply(message, by=world.ana, at=message.at)
    assert found("marvellous") == []
    assert found("lamp") == [conversation.pk]


def test_a_note_is_found(world: World) -> None:
    conversation = world.receive()
    conversations.note(conversation, text="Ask the warehouse", by=world.ana, at=NOON, once="n1")
    assert found("warehouse") == [conversation.pk]
    assert found("warehouse", "Stern") == [conversation.pk]


def test_what_is_rolled_back_was_never_indexed(world: World) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        world.receive(text="ephemeral", reply_text="ephemeral")
        raise ZeroDivisionError
    assert found("ephemeral") == []
    assert not Document.objects.exists()


def test_marks_follow_team_and_tags(world: World) -> None:
    conversation = world.receive()
    old, new = ((f"t{world.harbour.pk}",),), ((f"t{world.hill.pk}",),)
    assert (found("lamp", marks=old), found("lamp", marks=new)) == ([conversation.pk], [])
    conversations.assign(conversation, to=None, team=world.hill, by=world.ana, at=NOON + HOUR)
    assert (found("lamp", marks=old), found("lamp", marks=new)) == ([], [conversation.pk])


def test_an_act_that_moves_nothing_costs_two_queries(world: World, django_assert_num_queries: Any) -> None:
    from makegood.search.acts import follow

    conversation = world.receive()
    with django_assert_num_queries(2):
        follow(conversation)
