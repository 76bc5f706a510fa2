"""Who writes while nobody is there hears when we are back, once, in their language; that time may be a promise."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from makegood.afterhours import acts, due, rules
from makegood.afterhours.queries import shown
from makegood.afterhours.rules import Setting, filled, why_not_set
from makegood.agenda.models import Turn
from makegood.clocks.hours import Hours
from makegood.config.doctor import examine
from makegood.conversations import acts as conversations
from makegood.conversations.letter import Address, Kind
from makegood.conversations.models import Conversation, Message, State
from makegood.conversations.wishes import Wishes
from makegood.people import acts as people
from makegood.people.rules import NotAllowed, Unfit
from makegood.promises.models import Promise
from makegood.promises.models import State as Standing
from tests.world import DAY, HOUR, World

pytestmark = pytest.mark.django_db

NINE_TO_FIVE = Hours("UTC", (((540, 1020),),) * 5 + ((), ()), closed=frozenset())
FRIDAY = datetime(2026, 11, 20, 18, tzinfo=UTC)  # closed since five
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
GERMAN = "Hallo, meine Lampe flackert noch immer. Können Sie mir bitte sagen, wann die neue kommt? Vielen Dank"


@pytest.fixture(autouse=True)
def hours(world: World) -> None:
    made = people.add_hours("Shop", NINE_TO_FIVE, by=world.ada, now=FRIDAY - DAY)
    people.keep_hours(world.harbour.location, made, by=world.ada, now=FRIDAY - DAY)


def set_up(world: World, *, promise: int | None = 60, **words: str) -> None:
    acts.set_up(world.help, Setting(True, words, promise), by=world.ada, at=FRIDAY - DAY)


def work(at: datetime) -> None:
    """The worker takes what is due then."""
    for turn in Turn.objects.filter(kind="after_hours", run_at__lte=at):
        due.after_hours(turn, now=at)
        turn.delete()


def told(conversation: Conversation) -> list[str]:
    said = Message.objects.filter(conversation=conversation, direction="out", by=None).order_by("pk")
    return list(said.values_list("text", flat=True))


def writes(world: World, at: datetime = FRIDAY, **fields: Any) -> Conversation:
    conversation = world.receive(at=at, **fields)
    work(at)
    return Conversation.objects.get(pk=conversation.pk)


def test_they_hear_when_we_are_back_and_by_when_we_answer(world: World) -> None:
    set_up(world)
    conversation = writes(world)
    [text] = told(conversation)
    assert text.startswith("Hello Eva,") and "we are back on Monday 23 November at 09:00" in text
    assert "We answer you by Monday 23 November, 10:00." in text
    promise = Promise.objects.get()
    assert promise.due_at == MONDAY + HOUR and promise.told_by and promise.made_by is None
    assert promise.what == "We answer you" and conversation.state == State.OPEN
    assert all(one.ok for one in examine(now=FRIDAY))


def test_in_their_language_and_our_own_words(world: World) -> None:
    set_up(world, de="Guten Tag {first_name}, wir sind {back} wieder da. {team}", en="Back {back}.")
    assert told(writes(world, text=GERMAN, reply_text=GERMAN)) == [
        "Guten Tag Eva, wir sind am Montag 23 November um 09:00 Uhr wieder da. Front\n\n"
        "Wir antworten Ihnen bis Montag 23 November, 10:00."
    ]
    english = "Back on Monday 23 November at 09:00.\n\nWe answer you by Monday 23 November, 10:00."
    assert told(writes(world, subject="Two")) == [english]


def test_once_while_we_are_closed_however_often_they_write(world: World) -> None:
    set_up(world)
    conversation = writes(world)
    first = conversation.messages.filter(direction="out").get()
    for hour in (1, 20, 50):
        again = writes(world, FRIDAY + hour * HOUR, in_reply_to=first.message_id)
        assert again == conversation
    assert len(told(conversation)) == 1 and Promise.objects.count() == 1


def test_the_next_time_that_we_are_closed_it_is_said_again_with_the_same_promise_or_none(world: World) -> None:
    set_up(world, promise=60 * 24)
    conversation = writes(world)
    first = conversation.messages.filter(direction="out").get()
    writes(world, MONDAY + 9 * HOUR, in_reply_to=first.message_id)
    assert len(told(conversation)) == 2 and Promise.objects.count() == 1


WHY_NOT = (
    "off",
    "open",
    "automatic",
    "no-reply",
    "list",
    "bounce",
    "doubtful",
    "wants quiet",
    "resting",
    "nothing set",
)


@pytest.mark.parametrize("why", WHY_NOT)
def test_nobody_is_written_to_who_must_not_be(world: World, why: str) -> None:
    if why != "nothing set":
        set_up(world)
    if why == "off":
        acts.set_up(world.help, Setting(False, {}, 60), by=world.ada, at=FRIDAY - DAY)
    if why == "resting":
        people.pause_mailbox(world.help, by=world.ada, now=FRIDAY - DAY)
    if why == "wants quiet":
        earlier = world.receive(at=FRIDAY - DAY / 2)
        conversations.wish(earlier, Wishes(only_changes=True), at=FRIDAY - DAY / 2)
    fields: dict[str, Any] = {
        "automatic": {"kind": Kind.AUTO_REPLY, "may_autorespond": False},
        "no-reply": {"sender": Address("Shop", "no-reply@shop.example"), "may_autorespond": False},
        "list": {"kind": Kind.LIST, "may_autorespond": False},
        "bounce": {"kind": Kind.BOUNCE, "may_autorespond": False},
        "doubtful": {"from_ambiguous": True},
    }.get(why, {})
    conversation = writes(world, MONDAY + HOUR if why == "open" else FRIDAY, **fields)
    assert told(conversation) == [] and not Promise.objects.exists()


@pytest.mark.parametrize("why", ["we are back", "Ana answered", "closed meanwhile"])
def test_a_worker_that_comes_late_says_nothing_that_is_not_so(world: World, why: str) -> None:
    set_up(world)
    conversation = world.receive(at=FRIDAY)
    if why == "Ana answered":
        world.reply(conversation, at=FRIDAY + HOUR)
    if why == "closed meanwhile":
        seen = conversation.messages.get().pk
        nothing = conversations.Nothing.THANKS
        conversations.nothing_to_answer(conversation, why=nothing, seen=seen, by=world.ana, at=FRIDAY)
    work(MONDAY if why == "we are back" else FRIDAY + 2 * HOUR)
    assert told(conversation) == []


def test_run_twice_it_is_said_once(world: World) -> None:
    set_up(world)
    conversation = world.receive(at=FRIDAY)
    number, message = conversation.pk, conversation.messages.get().pk
    assert acts.answer(number, message, at=FRIDAY) and acts.answer(number, message, at=FRIDAY + HOUR) is None
    assert len(told(conversation)) == 1 and Promise.objects.count() == 1


def test_a_holiday_is_known(world: World) -> None:
    closed = Hours("UTC", NINE_TO_FIVE.week, special=((date(2026, 11, 23), ()),))
    made = people.add_hours("Closed Monday", closed, by=world.ada, now=FRIDAY)
    people.keep_hours(world.harbour.location, made, by=world.ada, now=FRIDAY)
    set_up(world)
    assert "on Tuesday 24 November at 09:00" in told(writes(world))[0]


def test_always_open_or_never_there_is_nothing_to_say(world: World) -> None:
    people.keep_hours(world.harbour.location, None, by=world.ada, now=FRIDAY)
    set_up(world)
    assert told(writes(world)) == [] and shown(world.help, Setting(True, {}, 60), first_name="E", now=FRIDAY) == []


def test_any_answer_keeps_that_promise_and_an_undo_brings_it_back(world: World) -> None:
    set_up(world)
    conversation = writes(world)
    reply = world.reply(conversation, at=MONDAY)
    promise = Promise.objects.get()
    assert promise.state == Standing.KEPT and promise.kept_by == reply
    conversations.undo_reply(reply, by=world.ana, at=MONDAY)
    assert Promise.objects.get().state == Standing.OPEN
    assert all(one.ok for one in examine(now=MONDAY))


def test_where_nothing_is_to_be_answered_no_answer_is_owed(world: World) -> None:
    set_up(world)
    conversation = writes(world)
    seen = conversation.messages.latest("pk").pk
    thanks = conversations.Nothing.THANKS
    undo = conversations.nothing_to_answer(conversation, why=thanks, seen=seen, by=world.ana, at=MONDAY)
    assert Promise.objects.get().state == Standing.WITHDRAWN
    conversations.undo(undo.pk, by=world.ana, at=MONDAY)
    assert Promise.objects.get().state == Standing.OPEN
    assert all(one.ok for one in examine(now=MONDAY))


def test_it_may_promise_nothing(world: World) -> None:
    set_up(world, promise=None)
    assert "answer you by" not in told(writes(world))[0] and not Promise.objects.exists()


def test_a_name_that_is_not_known_leaves_no_gap(world: World) -> None:
    set_up(world, promise=None)
    assert told(writes(world, sender=Address("", "x@post.example")))[0].startswith("Hello,\n")


@pytest.mark.parametrize(
    ("setting", "why"),
    [
        (Setting(True, {"en": "Hello {name}"}, 60), "Nobody knows what {name} stands for"),
        (Setting(True, {"en": "By {answer_by}"}, None), "but nothing is promised"),
        (Setting(True, {"en": "x" * 2001}, None), "too long"),
        (Setting(True, {}, 0), "within five days of work"),
        (Setting(True, {}, 99999), "within five days of work"),
        (Setting(True, {"en": "{first_name} {back} {answer_by} {team} {company}"}, 60), ""),
    ],
)
def test_what_can_be_set(world: World, setting: Setting, why: str) -> None:
    assert (why in why_not_set(setting)) if why else why_not_set(setting) == ""
    if why:
        with pytest.raises(Unfit):
            acts.set_up(world.help, setting, by=world.ada, at=FRIDAY)


def test_only_an_admin_sets_it(world: World) -> None:
    with pytest.raises(NotAllowed):
        acts.set_up(world.help, Setting(True, {}, 60), by=world.ana, at=FRIDAY)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (FRIDAY + HOUR, "today at 19:00"),
        (FRIDAY + 15 * HOUR, "tomorrow, Saturday, at 09:00"),
        (MONDAY, "on Monday 23 November at 09:00"),
    ],
)
def test_a_moment_in_words(at: datetime, words: str) -> None:
    assert rules.moment(at, now=FRIDAY, zone=UTC) == words


def test_what_is_not_a_name_stays_as_it_was_written() -> None:
    assert filled("Hi {first_name}!", {"first_name": ""}) == "Hi!"
    assert filled("Hi {first_name}", {"first_name": "{back}", "back": "now"}) == "Hi {back}"


def test_the_preview_shows_each_language_open_or_closed(world: World) -> None:
    for now in (FRIDAY, FRIDAY - timedelta(hours=4)):
        both = shown(world.help, Setting(True, {}, 60), first_name="Eva", now=now)
        assert [one.language for one in both] == ["en", "de"]
        assert "on Monday 23 November" in both[0].text and "am Montag 23 November" in both[1].text
