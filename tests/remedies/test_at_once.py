"""Two, or twenty, at the same moment: one wins, the others hear who; and no limit is ever passed."""

from __future__ import annotations

import threading

import pytest
from django.db import transaction

from makegood.people.duty import acts as duty
from makegood.people.models import Agent, Rank, Role
from makegood.remedies import acts
from makegood.remedies.models import Ask, Asked, Remedy
from makegood.remedies.rules import Gone, MustAsk
from tests.guarantees.at_once import at_once, until_someone_waits
from tests.remedies.common import anew, eur, manager, owned, published, run_due, wish
from tests.world import DAY, MINUTE, NOON, World, build

pytestmark = pytest.mark.django_db(transaction=True)
TEN = 10 * MINUTE


@pytest.fixture
def world(transactional_db: None) -> World:
    """For threads with connections of their own."""
    published()
    return build()


def test_twenty_grants_at_once_never_pass_the_days_limit(world: World) -> None:
    conversations = [owned(world) for _ in range(20)]

    def grant(number: int) -> Remedy:
        return acts.grant(conversations[number], wish(1500, thing=f"n{number}"), by=world.ana, at=NOON)

    results = at_once(*(lambda number=number: grant(number) for number in range(20)))
    assert sum(isinstance(one, MustAsk) for one in results) == 12
    assert sum(one.amount for one in Remedy.objects.all()) == 12000


def test_grants_and_asks_at_once_never_pass_the_customers_limit(world: World) -> None:
    max_, conversation = manager(world), owned(world)

    def grant(number: int) -> object:
        if number % 2:
            return acts.ask(conversation, wish(20000, thing=f"n{number}"), by=world.ana, at=NOON)
        return acts.grant(conversation, wish(20000, thing=f"n{number}"), by=max_, at=NOON)

    at_once(*(lambda number=number: grant(number) for number in range(8)))
    given = [one.amount for one in Remedy.objects.all()] + [one.amount for one in Ask.objects.all()]
    assert sum(given) == 60000


def test_of_two_who_answer_one_is_first(world: World) -> None:
    max_ = manager(world)
    for number in range(3):
        ask = acts.ask(owned(world), wish(10000, thing=f"n{number}"), by=world.ana, at=NOON + number * DAY)
        run_due(NOON + number * DAY + TEN)
        at = NOON + number * DAY + 11 * MINUTE
        results = at_once(
            lambda a=ask, at=at: acts.say_yes(a, by=world.lea, at=at),
            lambda a=ask, at=at: acts.say_no(a, reason="no", by=max_, at=at),
            lambda a=ask, at=at: acts.say_yes(a, value=eur(9000), by=max_, at=at),
        )
        assert sum(isinstance(one, Gone) for one in results) == 2
        assert Remedy.objects.filter(ask=ask).count() == (anew(ask).state == "granted")


def test_yes_against_taking_the_question_back(world: World) -> None:
    for number in range(3):
        ask = acts.ask(owned(world), wish(10000, thing=f"n{number}"), by=world.ana, at=NOON + number * DAY)
        at = NOON + number * DAY + MINUTE
        results = at_once(
            lambda a=ask, at=at: acts.say_yes(a, by=world.lea, at=at),
            lambda a=ask, at=at: acts.unask(a, by=world.ana, at=at),
        )
        assert sum(isinstance(one, Gone) for one in results) == 1
        assert Remedy.objects.filter(ask=ask).count() == (anew(ask).state == "granted")


def test_yes_against_the_clock(world: World) -> None:
    manager(world)
    ask = acts.ask(owned(world), wish(5500), by=world.ana, at=NOON)
    results = at_once(lambda: acts.say_yes(ask, by=world.lea, at=NOON + TEN), lambda: run_due(NOON + TEN))
    assert sum(isinstance(one, Gone) for one in results) <= 1
    assert Remedy.objects.get().how in ("yes", "silence")


def test_yes_while_who_was_asked_is_off(world: World) -> None:
    """Both write the row of who was told, and the clock: in the same order, so that neither waits for the other."""
    manager(world)
    ask, said = acts.ask(owned(world), wish(10000), by=world.ana, at=NOON), []
    duty.say_off(world.lea, by=world.lea, at=NOON)
    waiter = threading.Thread(target=lambda: said.extend(at_once(lambda: acts.say_yes(ask, by=world.lea, at=NOON))))
    with transaction.atomic():
        Asked.objects.filter(ask=ask).update(left_at=NOON)
        waiter.start()
        until_someone_waits(or_ended=waiter)
        acts.look_again([world.lea.pk], at=NOON)
    waiter.join()
    assert said == list(Remedy.objects.all()) and anew(ask).state == "granted"


def test_one_link_pressed_twice_answers_once(world: World) -> None:
    ask = acts.ask(owned(world), wish(10000), by=world.ana, at=NOON)
    link = Asked.objects.get(ask=ask)
    results = at_once(*(lambda: acts.say_yes(ask, by=world.lea, at=NOON, link=link) for _ in range(2)))
    assert sum(isinstance(one, Gone) for one in results) == 1 and Remedy.objects.count() == 1


def test_taking_back_against_giving(world: World) -> None:
    for number in range(3):
        remedy = acts.grant(owned(world), wish(1000, thing=f"n{number}"), by=world.ana, at=NOON)
        at_once(
            lambda r=remedy: acts.withdraw(r, reason="no", by=world.ana, at=NOON + MINUTE),
            lambda r=remedy: acts.take_turn(r.pk, at=NOON + MINUTE),
        )
        assert Remedy.objects.get(pk=remedy.pk).state in ("withdrawn", "fulfilled")


def test_pressed_twice_at_once_it_is_one(world: World) -> None:
    conversation = owned(world)
    Role.objects.create(agent=Agent.objects.get(pk=world.ben.pk), rank=Rank.LEAD, team=world.harbour)
    at_once(*(lambda: acts.grant(conversation, wish(), by=world.ana, at=NOON, once="press") for _ in range(4)))
    assert Remedy.objects.count() == 1
    at_once(
        *(lambda: acts.ask(conversation, wish(9000, thing="x"), by=world.ana, at=NOON, once="ask") for _ in range(4))
    )
    assert Ask.objects.count() == 1
