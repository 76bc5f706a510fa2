"""Two at the same moment: one call is one call, one try one try, and what one ended the other does not end again."""

from __future__ import annotations

import pytest

from makegood.calls import acts
from makegood.calls.acts import Talk
from makegood.calls.models import Call, Callback, Recording, State
from makegood.calls.rules import Trying
from makegood.channels.phone import acts as phone
from makegood.channels.phone.models import Hook
from makegood.channels.phone.rules import Provider
from makegood.clocks.models import Clock
from makegood.config.doctor import examine
from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation, File, Message
from makegood.conversations.rules import Refused
from makegood.customers.models import Customer
from makegood.timeline.models import Event
from tests.calls.common import fresh, logged, newest, owed, press, tried, voicemail
from tests.calls.sounds import WAVE
from tests.guarantees.at_once import at_once, many, one_holds
from tests.world import HOUR, NOON, World, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    """For threads with connections of their own."""
    return build()


def _sound() -> None:
    assert not [words for one in examine(now=NOON) for words in one.violations]


def test_one_press_that_arrives_four_times_is_one_call(world: World) -> None:
    got = many(4, lambda: logged(world, once="same"))
    assert {one.pk for one in got} == {Conversation.objects.get().pk}
    assert (Message.objects.count(), Callback.objects.count(), Customer.objects.count()) == (1, 1, 1)
    _sound()


def test_one_voicemail_that_arrives_four_times_is_one(world: World) -> None:
    got = many(4, lambda: voicemail(world, once="RE1"))
    assert {one.pk for one in got} == {Conversation.objects.get().pk}
    assert Clock.objects.filter(kind="callback", ended_at=None).count() == 1
    _sound()


def test_two_voicemails_of_one_caller_leave_one_customer_and_both_words(world: World) -> None:
    got = at_once(*(lambda text=text: voicemail(world, text=text) for text in ("one", "two")))
    assert all(isinstance(one, Conversation) for one in got), got
    assert (Customer.objects.count(), Message.objects.count()) == (1, 2)
    _sound()


def test_two_who_called_in_vain_at_once_made_one_try(world: World) -> None:
    conversation = logged(world)
    at_once(*(lambda by=by: tried(world, conversation, by=by, at=NOON + HOUR) for by in (world.ana, world.ben)))
    assert (owed(conversation).tries, Call.objects.filter(direction="out").count()) == (1, 2)
    _sound()


def test_reached_against_called_off(world: World) -> None:
    conversation = logged(world)
    seen, callback = newest(conversation), owed(conversation)
    got = at_once(
        lambda: acts.called(conversation, Talk("spoke", seen=seen), by=world.ana, at=NOON + HOUR, once=press()),
        lambda: acts.call_off(callback, why="She wrote.", by=world.ben, at=NOON + HOUR),
    )
    assert isinstance(got[0], Call)
    assert isinstance(got[1], Conversation | Refused)
    assert owed(conversation).state == (State.REACHED if isinstance(got[1], Refused) else State.CALLED_OFF)
    assert fresh(conversation).state == "waiting"
    _sound()


def test_the_last_try_against_reached_writes_to_nobody_who_was_reached(world: World) -> None:
    acts.set_tries(Trying(1), by=world.ada, at=NOON)
    conversation = logged(world, mail="eva@post.example")
    seen = newest(conversation)
    at_once(
        lambda: acts.called(conversation, Talk("spoke", seen=seen), by=world.ana, at=NOON + HOUR, once=press()),
        lambda: tried(world, conversation, by=world.ben, at=NOON + HOUR),
    )
    wrote = Message.objects.filter(direction="out", channel="mail").exists()
    assert wrote is (owed(conversation).state == State.WRITTEN)
    _sound()


def test_two_recordings_of_one_caller_at_once_lie_in_one_conversation(world: World) -> None:
    first = logged(world)
    got = at_once(*(lambda: voicemail(world, recording=acts.uploaded("a.wav", WAVE)) for _ in range(2)))
    assert [one.pk for one in got if isinstance(one, Conversation)] == [first.pk] * 2
    assert Recording.objects.filter(call__conversation=first, file__isnull=False).count() == 2
    assert Callback.objects.count() == 1
    _sound()


def test_a_recording_that_comes_while_its_conversation_is_merged_comes_to_the_one_that_stays(world: World) -> None:
    conversation, other = voicemail(world, is_coming=True), logged(world)
    recording = Recording.objects.get()
    merged, came = one_holds(
        lambda: conversations.merge(conversation, other, by=world.lea, at=NOON + HOUR),
        lambda: acts.recorded(recording, acts.uploaded("a.wav", WAVE), at=NOON + HOUR),
    )
    assert not isinstance(merged, Exception) and came is True
    assert File.objects.get().message.conversation_id == other.pk
    assert Event.objects.get(kind="recording.came").conversation_id == other.pk
    _sound()


def test_a_provider_that_two_admins_connect_at_once_is_one(world: World) -> None:
    line = acts.add_line("+4930555555", name="", team=world.harbour, by=world.ada, at=NOON)
    got = many(2, lambda: phone.connect(line, Provider("AC1", "hush"), by=world.ada, at=NOON))
    assert not [one for one in got if isinstance(one, Exception)], got
    assert Hook.objects.count() == 1
