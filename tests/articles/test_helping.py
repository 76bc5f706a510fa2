"""Help while answering: what fits what the customer wrote, and only what this agent may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from makegood.articles import acts, queries
from makegood.articles.acts import Saved
from makegood.articles.models import GoodAnswer
from makegood.articles.thanks import is_thanks
from makegood.conversations import acts as conversations
from makegood.conversations.acts import Nothing
from makegood.conversations.models import Conversation
from tests.articles.test_articles import LAMP, published
from tests.orders.common import run_due
from tests.world import HOUR, NOON, World

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def thanked(
    world: World, words: str = "Thank you so much, that helped!", *, why: Nothing | None = Nothing.ANSWERED_ELSEWHERE
) -> Conversation:
    """Eva asked, Ana answered, Eva wrote; closed, unless `why` is None."""
    conversation = world.receive()
    answer = world.reply(conversation, html="<div>Press the switch for ten seconds.</div>")
    world.receive(references=(answer.message_id,), text=words, reply_text=words, at=NOON + 2 * HOUR)
    conversation.refresh_from_db()
    if why:
        newest = conversation.messages.order_by("-pk").values_list("pk", flat=True)[0]
        conversations.nothing_to_answer(conversation, why=why, seen=newest, by=world.ana, at=NOON + 3 * HOUR)
    return conversation


def titles(world: World, asked: str = "the lamp flickers all the time", **more: int) -> list[tuple[str, str]]:
    return [(one.of.value, one.title) for one in queries.helpful(world.ben, asked, **more)]


def test_what_fits_is_found(world: World) -> None:
    published(world)
    acts.save(Saved("Flickering lamps", "Dear {customer}, wait a minute."), team=world.harbour, by=world.ana, at=NOON)
    acts.save(Saved("Refund", "It is on its way."), team=world.harbour, by=world.ana, at=NOON)
    assert titles(world) == [("page", LAMP.title), ("reply", "Flickering lamps")]
    assert not titles(world, "Thank you and hello") and not titles(world, "")


def test_a_good_answer_is_learned_after_closing_and_seen_by_who_may_see_it(world: World) -> None:
    conversation = thanked(world)
    run_due(LATER, "good_answer")
    assert titles(world) == [("answer", "The lamp flickers")]
    assert not titles(world, besides=conversation.pk)
    assert not queries.helpful(world.mo, "the lamp flickers all the time")
    [found] = queries.helpful(world.ben, "lamp flickers")
    assert found.text == "Press the switch for ten seconds." and found.number == conversation.pk
    acts.learn(conversation.pk, at=LATER)
    assert GoodAnswer.objects.count() == 1
    conversations.reopen(conversation, by=world.ana, at=LATER)
    assert not titles(world)  # it is not settled after all


@pytest.mark.parametrize("words", ["It still flickers.", "Thanks, but it does not help.", "Thanks! And which bulb?"])
def test_what_was_no_thanks_is_not_learned(world: World, words: str) -> None:
    thanked(world, words)
    run_due(LATER, "good_answer")
    assert not GoodAnswer.objects.exists()


def test_what_one_of_us_marked_as_thanks_is_learned(world: World) -> None:
    thanked(world, "Perfect", why=Nothing.THANKS)
    run_due(LATER, "good_answer")
    assert GoodAnswer.objects.count() == 1


def test_what_is_open_is_not_learned(world: World) -> None:
    assert acts.learn(thanked(world, why=None).pk, at=LATER) is None
    assert acts.learn(10**9, at=LATER) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thanks a lot!", True),
        ("Vielen Dank, es geht wieder.", True),
        ("Merci beaucoup !", True),
        ("Thank you in advance", False),
        ("Danke, aber es geht nicht", False),
        ("Thanks. When does it come?", False),
        ("", False),
        ("thanks " * 100, False),
    ],
)
def test_thanks_and_nothing_more(text: str, expected: bool) -> None:
    assert is_thanks(text) is expected


def test_who_is_left_alone_is_left_alone(world: World) -> None:
    assert queries.wants_help(world.ana)
    for _ in range(2):
        acts.want_help(world.ana, wanted=False)
    assert not queries.wants_help(world.ana) and queries.wants_help(world.ben)
    acts.want_help(world.ana, wanted=True)
    assert queries.wants_help(world.ana)


def test_the_picker_finds_by_what_is_typed(world: World) -> None:
    published(world)
    acts.save(Saved("Refund", "It is on its way.", "Money"), team=world.harbour, by=world.ana, at=NOON)
    assert [one.title for one in queries.picked(world.ben, "mon")] == ["Refund"]
    assert [one.title for one in queries.picked(world.ben, "flick")] == [LAMP.title]
    assert [one.title for one in queries.picked(world.ben, "")] == ["Refund"]
    assert not queries.picked(world.mo, "refund")
