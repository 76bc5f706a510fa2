"""Letters that are filed together find each other, whatever lies between them."""

from __future__ import annotations

import random

from makegood.config.doctor import examine
from makegood.conversations import acts
from makegood.conversations.acts import Incoming
from makegood.conversations.letter import Kind, Letter
from makegood.conversations.models import Message
from tests.world import HOUR, NOON, World


def _receive(world: World, letters: list[Letter]) -> list[int | None]:
    filed = acts.receive_all([Incoming(letter, world.help, NOON) for letter in letters])
    return [one.conversation for one in filed]


def test_an_answer_finds_its_question_behind_others_that_found_theirs(world: World) -> None:
    question, other = world.letter(), world.letter()
    answer, other_answer = (world.letter(in_reply_to=one.message_id) for one in (question, other))
    first, *_, last = _receive(world, [question, other, other_answer, answer])
    assert first == last


def test_a_double_is_seen_behind_others_that_found_theirs(world: World) -> None:
    one, other = world.letter(), world.letter()
    numbers = _receive(world, [one, other, world.letter(in_reply_to=other.message_id), one])
    assert numbers[0] == numbers[3]
    assert Message.objects.count() == 3


def test_in_any_order_a_batch_is_as_if_they_had_come_one_by_one(world: World) -> None:
    chance = random.Random(1)
    for _ in range(5):
        threads = [_thread(world) for _ in range(8)]
        letters = [letter for thread in threads for letter in thread]
        chance.shuffle(letters)
        numbers = dict(zip((one.message_id for one in letters), _receive(world, letters), strict=True))
        found = [{numbers[letter.message_id] for letter in thread} for thread in threads]
        assert [len(one) for one in found] == [1] * len(threads)
        assert len(set.union(*found)) == len(threads)


def test_a_conversation_is_as_old_as_its_earliest_mail_whenever_that_is_filed(world: World) -> None:
    question = world.letter()
    later = world.receive(in_reply_to=question.message_id, at=NOON + HOUR)
    acts.receive(question, mailbox=world.help, at=NOON)
    later.refresh_from_db()
    assert (later.created_at, later.updated_at) == (NOON, NOON + HOUR)
    assert examine(now=NOON + HOUR)[0].violations == []


def test_what_machines_say_late_moves_the_beginning_too(world: World) -> None:
    question = world.letter(kind=Kind.AUTO_REPLY)
    later = world.receive(in_reply_to=question.message_id, at=NOON + HOUR)
    acts.receive(question, mailbox=world.help, at=NOON)
    later.refresh_from_db()
    assert (later.created_at, later.updated_at) == (NOON, NOON + HOUR)


def _thread(world: World) -> list[Letter]:
    """Three mails, each of which names all before it."""
    thread: list[Letter] = []
    for _ in range(3):
        ids = tuple(one.message_id for one in thread)
        thread.append(world.letter(references=ids, in_reply_to=ids[-1] if ids else ""))
    return thread
