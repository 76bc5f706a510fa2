"""New work finds its owner as its team says; nobody is given what they are not there for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from makegood.conversations import acts
from makegood.conversations.acts import Incoming
from makegood.conversations.models import Conversation
from makegood.conversations.rules import OffDuty, Refused
from makegood.people.duty import acts as duty
from makegood.people.models import Agent, Gives
from makegood.timeline.models import Event
from tests.world import DAY, HOUR, NOON, World, build


def gives(world: World, how: Gives) -> None:
    duty.set_giving(world.harbour, how, by=world.ada, at=NOON)
    world.help.team.gives = how


def away(who: Agent, *, days: int = 1) -> Any:
    return duty.begin_absence(who, since=NOON, until=NOON + days * DAY, by=None, at=NOON)


def names(found: list[Conversation]) -> list[str]:
    return [one.owner.name.split()[0] if one.owner else "" for one in found]


def batch(world: World, count: int, **more: Any) -> list[Conversation]:
    got = acts.receive_all([Incoming(world.letter(**more), world.help, NOON) for _ in range(count)])
    return [Conversation.objects.get(pk=one.conversation) for one in got]


def test_work_is_claimed_unless_the_team_says_otherwise(world: World) -> None:
    assert world.receive().owner is None
    assert not Event.objects.filter(kind="conversation.assigned")


def test_by_turn_everyone_on_duty_is_given_the_next_one(world: World) -> None:
    gives(world, Gives.BY_TURN)
    assert names(batch(world, 4)) == ["Ana", "Ben", "Lea", "Ana"]
    away(world.ben)
    assert names([*batch(world, 1), *batch(world, 2)]) == ["Lea", "Ana", "Lea"]
    event = Event.objects.filter(kind="conversation.assigned").latest("id")
    assert event.about == {"to": world.lea.pk, "team": world.harbour.pk, "why": "by_turn"} and event.by_id is None


def test_by_load_who_has_least_is_given_the_next_one(world: World) -> None:
    for _ in range(2):
        acts.claim(world.receive(), by=world.ana, at=NOON)
    acts.claim(world.receive(), by=world.lea, at=NOON)
    gives(world, Gives.BY_LOAD)
    assert names(batch(world, 4)) == ["Ben", "Ben", "Lea", "Ana"]


def test_with_nobody_on_duty_it_stays_with_the_team(world: World) -> None:
    gives(world, Gives.BY_TURN)
    for who in (world.ana, world.ben, world.lea):
        away(who)
    assert names(batch(world, 1)) == [""]


def test_what_comes_closed_is_nobody_s(world: World) -> None:
    gives(world, Gives.BY_TURN)
    [got] = acts.receive_all([Incoming(world.letter(), world.help, NOON, is_history=True)])
    assert Conversation.objects.get(pk=got.conversation).owner is None


@pytest.mark.django_db(transaction=True)
def test_two_letters_at_once_are_given_to_two() -> None:
    world = build()
    gives(world, Gives.BY_TURN)

    def receive(letter: Any) -> None:
        acts.receive(letter, mailbox=world.help, at=NOON)
        connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(receive, [world.letter() for _ in range(3)]))
    assert sorted(names(list(Conversation.objects.all()))) == ["Ana", "Ben", "Lea"]


def test_a_batch_costs_the_same_few_queries_whatever_its_size(world: World) -> None:
    def cost(count: int) -> int:
        letters = [Incoming(world.letter(), world.help, NOON) for _ in range(count)]
        with CaptureQueriesContext(connection) as asked:
            acts.receive_all(letters)
        return len(asked)

    world.receive()
    claimed = cost(20)
    gives(world, Gives.BY_LOAD)
    assert cost(20) - claimed <= 9
    assert cost(40) == cost(20)
    gives(world, Gives.CLAIMED)
    assert cost(20) == claimed


def test_what_opens_again_while_its_owner_is_away_is_given_as_new_work_is(world: World) -> None:
    lamp = world.receive(message_id="lamp@post.example")
    acts.claim(lamp, by=world.ana, at=NOON)
    acts.nothing_to_answer(lamp, why=acts.Nothing.THANKS, seen=10**9, by=world.ana, at=NOON)
    away(world.ana)
    gives(world, Gives.BY_TURN)
    again = world.receive(in_reply_to="lamp@post.example", at=NOON + HOUR)
    assert (again.pk, again.owner) == (lamp.pk, world.ben)
    kinds = Event.objects.filter(conversation_id=lamp.pk).order_by("-id").values_list("kind", flat=True)
    assert list(kinds[:3]) == ["message.received", "conversation.assigned", "conversation.reopened"]


def test_reopening_by_hand_leaves_it_to_who_is_there(world: World) -> None:
    lamp = world.receive()
    acts.claim(lamp, by=world.ana, at=NOON)
    acts.nothing_to_answer(lamp, why=acts.Nothing.THANKS, seen=10**9, by=world.ana, at=NOON)
    away(world.ana)
    acts.reopen(lamp, by=world.ben, at=NOON)
    lamp.refresh_from_db()
    assert lamp.owner is None


def test_somebody_off_duty_is_given_nothing_and_who_stands_in_is_named(world: World) -> None:
    lamp = world.receive()
    away(world.ben)
    with pytest.raises(Refused, match=r"Ben Example: away, back tomorrow 12:00. Leave it to Front."):
        acts.assign(lamp, to=world.ben, by=world.ana, at=NOON)
    duty.set_substitute(world.ben, world.lea, since=NOON, until=None, by=world.lea, at=NOON)
    with pytest.raises(OffDuty, match=r"Give it to Lea Example, who stands in, or leave it to Front.") as refused:
        acts.assign(lamp, to=world.ben, by=world.ana, at=NOON)
    assert refused.value.stand_in == world.lea.pk
    acts.assign(lamp, to=world.lea, by=world.ana, at=NOON)
    acts.assign(lamp, to=None, by=world.ana, at=NOON)


def test_who_is_off_duty_may_take_something_themselves(world: World) -> None:
    away(world.ana)
    acts.assign(world.receive(), to=world.ana, by=world.ana, at=NOON)
    acts.claim(world.receive(), by=world.ana, at=NOON)
