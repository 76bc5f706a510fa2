"""“Call after six”: what is owed, each next try, and what was owed already are due when they may be called."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from makegood.calls.acts import Then, call_back, call_off
from makegood.clocks.models import Clock
from makegood.config.doctor import examine
from makegood.conversations.acts.wishing import unwish, wish
from makegood.conversations.queries import wishes_in
from makegood.conversations.queries.wishing import last_change
from makegood.conversations.wishes import Wishes
from tests.calls.common import fresh, kinds, logged, owed, tried, voicemail
from tests.guarantees.at_once import at_once, one_holds
from tests.world import HOUR, MINUTE, NOON, World, build

SIX = Wishes(call_from=time(18))


@pytest.fixture
def world(db: None) -> World:
    return build()


def on_the_wall(world: World, at: datetime) -> time:
    return at.astimezone(ZoneInfo(world.harbour.location.zone)).time()


def asked(world: World, wishes: Wishes = SIX) -> None:
    """Eva is known, and has said how she wants to be reached."""
    conversation = logged(world, then=Then.DONE)
    wish(conversation, wishes, at=NOON)


def test_who_said_after_six_is_called_after_six(world: World) -> None:
    asked(world)
    callback = owed(voicemail(world, at=NOON + HOUR))
    assert on_the_wall(world, callback.due_at) >= time(18)
    assert Clock.objects.get(kind="callback", ended_at=None).due_at == callback.due_at


def test_each_next_try_is_too(world: World) -> None:
    asked(world)
    conversation = voicemail(world, at=NOON + HOUR)
    for count in (1, 2):
        due_at = owed(conversation).due_at
        tried(world, conversation, at=due_at + count * HOUR / 4)
        following = owed(conversation).due_at
        assert following > due_at and on_the_wall(world, following) >= time(18)
    assert not [words for one in examine(now=NOON) for words in one.violations]


def test_what_is_owed_already_moves_when_they_say_so(world: World) -> None:
    conversation = logged(world)
    before = owed(conversation).due_at
    wish(fresh(conversation), Wishes(call_from=time(18), call_until=time(20)), at=NOON + HOUR)
    callback = owed(conversation)
    assert callback.due_at > before and time(18) <= on_the_wall(world, callback.due_at) < time(20)
    assert fresh(conversation).next_due == callback.due_at
    wish(fresh(conversation), Wishes(words="Thank you"), at=NOON + HOUR)
    assert owed(conversation).due_at == callback.due_at, "a wish buys nobody an earlier time than they know of"
    assert not [words for one in examine(now=NOON + HOUR) for words in one.violations]


def test_a_time_that_they_named_themselves_stays(world: World) -> None:
    asked(world)
    conversation = logged(world, when=NOON + 2 * HOUR)
    assert owed(conversation).due_at == NOON + 2 * HOUR


def test_who_wants_no_calls_and_asks_for_one_gets_it(world: World) -> None:
    asked(world, Wishes(way="mail"))
    assert owed(voicemail(world, at=NOON + HOUR)).state == "open"


def test_what_is_owed_in_all_their_matters_moves_with_it(world: World) -> None:
    here, there, closed = (logged(world, at=NOON + n * MINUTE) for n in range(3))
    other = logged(world, number="+4930999999", name="Max")
    call_off(owed(closed), why="They wrote.", by=world.ana, at=NOON + HOUR)
    before = {one.pk: owed(one).due_at for one in (here, there, other)}
    wish(fresh(here), SIX, at=NOON + HOUR)
    for one in (here, there):
        callback = owed(one)
        assert callback.due_at > before[one.pk] and on_the_wall(world, callback.due_at) >= time(18)
        assert Clock.objects.get(kind="callback", about_id=callback.pk, ended_at=None).due_at == callback.due_at
        assert fresh(one).next_due == callback.due_at and kinds(one)[-2:].count("clock.moved") == 1
    assert owed(other).due_at == before[other.pk], "of another customer, who said nothing"
    assert "clock.moved" not in kinds(closed)
    assert not [words for one in examine(now=NOON + HOUR) for words in one.violations]


def test_what_they_said_for_one_matter_alone_stays_there(world: World) -> None:
    here, there = logged(world), logged(world, at=NOON + MINUTE)
    before = owed(here).due_at
    wish(fresh(there), replace(SIX, is_here=True), at=NOON + HOUR)
    assert owed(here).due_at == before and on_the_wall(world, owed(there).due_at) >= time(18)
    kept = owed(there).due_at
    wish(fresh(here), Wishes(call_from=time(20)), at=NOON + HOUR)
    assert on_the_wall(world, owed(here).due_at) >= time(20) and owed(there).due_at == kept


def test_the_same_again_moves_nothing_more(world: World) -> None:
    here, there = logged(world), logged(world, at=NOON + MINUTE)
    for _twice in range(2):
        wish(fresh(here), SIX, at=NOON + HOUR)
    assert kinds(there).count("clock.moved") == 1 and kinds(here).count("wishes.changed") == 1


def test_what_they_take_back_is_asked_for_at_the_next_try(world: World) -> None:
    here, there = logged(world), logged(world, at=NOON + MINUTE)
    wish(fresh(here), SIX, at=NOON + HOUR)
    changed = last_change(here.pk)
    assert changed is not None
    unwish(fresh(here), changed.pk, at=NOON + HOUR)
    assert on_the_wall(world, owed(there).due_at) >= time(18), "a wish buys nobody an earlier time than they know of"
    wish(fresh(there), Wishes(call_from=time(20)), at=NOON + HOUR)
    assert {on_the_wall(world, owed(one).due_at) for one in (here, there)} == {time(20)}


def test_a_story_says_why_the_call_is_due_later(world: World, client: Client) -> None:
    here, there = logged(world), logged(world, at=NOON + MINUTE)
    wish(fresh(here), SIX, at=NOON + HOUR)
    client.force_login(world.ana, "django.contrib.auth.backends.ModelBackend")
    assert "The call is due when they want to be called" in client.get(f"/c/{there.pk}").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_matters_wish_for_all_at_once_and_none_waits_for_ever(transactional_db: None) -> None:
    world = build()
    here, there = logged(world), logged(world, at=NOON + MINUTE)
    results = at_once(
        lambda: wish(here, SIX, at=NOON + HOUR),
        lambda: wish(there, Wishes(call_from=time(20)), at=NOON + HOUR),
        lambda: wish(there, Wishes(call_from=time(19)), at=NOON + HOUR),
    )
    assert results == [None, None, None]
    said = wishes_in(here).call_from
    assert said is not None and all(on_the_wall(world, owed(one).due_at) >= said for one in (here, there))
    assert not [words for one in examine(now=NOON + HOUR) for words in one.violations]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("wish_first", [True, False])
def test_a_call_that_is_asked_for_meanwhile_is_due_then_too(transactional_db: None, wish_first: bool) -> None:
    world = build()
    here, there = world.receive(at=NOON, message_id="m1"), world.receive(at=NOON, message_id="m2", subject="The chair")
    both = (
        lambda: wish(here, SIX, at=NOON + HOUR),
        lambda: call_back(there, number="+4930123456", when=None, by=world.ana, at=NOON + HOUR),
    )
    done, then = one_holds(*(both if wish_first else reversed(both)))
    assert not isinstance(done, Exception) and not isinstance(then, Exception)
    assert on_the_wall(world, owed(there).due_at) >= time(18)
