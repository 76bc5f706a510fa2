"""“Call after six”: what is owed, each next try, and what was owed already are due when they may be called."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from makegood.calls.acts import Then
from makegood.clocks.models import Clock
from makegood.config.doctor import examine
from makegood.conversations.acts.wishing import wish
from makegood.conversations.wishes import Wishes
from tests.calls.common import fresh, logged, owed, tried, voicemail
from tests.world import HOUR, NOON, World, build

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
