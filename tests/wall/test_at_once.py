"""Each act on a story pressed twice at the same moment, and killed half-way: it is there once, whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from makegood.config.doctor import told as doctor
from makegood.conversations.models import Conversation
from makegood.conversations.queries import by_token
from makegood.people.models import Company
from makegood.stories import acts, queries
from makegood.stories.models import Comment, Mask, State, Story, StoryMail, Topic
from tests.guarantees.at_once import at_once
from tests.guarantees.whole import once
from tests.portal.common import answered
from tests.wall.common import TEXT, TITLE, asked, fresh, on_the_wall, tap, told
from tests.world import HOUR, NOON, World, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop(transactional_db: None) -> World:
    """For processes and threads with connections of their own."""
    world = build()
    Company.objects.create(pk=1, name="Harbour & Pine", region="DE")
    wall = partial(acts.change_wall, is_on=True, frames=[], moderators=[world.lea], at=NOON)
    acts.change_wall(is_on=False, frames=[], moderators=[], by=world.ada, at=NOON)
    once(lambda: wall(by=world.ada), "stories", tells=2)  # the last word counts, and each is on record
    assert queries.is_on() and queries.moderators() >= {world.lea.pk}
    return world


def press(act: Callable[[], Any], *, tells: int = 1) -> Any:
    return once(act, "stories", tells=tells)


def whole() -> None:
    for check in doctor.CHECKS:
        assert check(NOON).violations == []


def test_from_the_question_to_the_wall_and_off_it(shop: World) -> None:
    conversation = shop.receive(at=NOON)
    shop.reply(conversation, by=shop.ben, at=NOON)
    conversation = Conversation.objects.get(pk=conversation.pk)
    story = press(lambda: acts.ask(conversation, acts.Said(TEXT, title=TITLE), by=shop.ana, at=NOON))
    press(lambda: acts.reword(story, acts.Said(f"{TEXT} Thank you.", title=TITLE), at=NOON), tells=0)
    yes = tap(fresh(story), name="Eva", names_staff=True)
    press(lambda: acts.agree(story, yes, at=NOON))
    press(lambda: acts.propose(story, "A lamp", TEXT, by=shop.lea, at=NOON))
    press(lambda: acts.keep_own(story, at=NOON))
    acts.propose(story, "A lamp", TEXT, by=shop.lea, at=NOON)
    yes = tap(fresh(story))
    press(lambda: acts.agree(story, yes, at=NOON))
    assert fresh(story).state == State.PUBLISHED and StoryMail.objects.filter(sent_at=None).count() == 1

    staff = Mask.objects.filter(story=story, agent=shop.ben).latest("number").number
    press(lambda: acts.ask_name(story, staff, by=shop.lea, at=NOON))
    press(lambda: acts.answer_name(story, staff, yes=True, by=shop.ben, at=NOON))
    press(lambda: acts.show_name(story, staff, by=shop.lea, at=NOON))
    press(lambda: acts.hide_name(shop.ben, at=NOON))
    comment = press(lambda: acts.say(story, "Max", "What a shop!", once="1", at=NOON))
    press(lambda: acts.let_in(comment, by=shop.lea, at=NOON))
    press(lambda: acts.turn_away(comment, by=shop.lea, at=NOON))
    press(lambda: acts.take_back(comment, at=NOON))
    whole()
    press(lambda: acts.withdraw(story, at=NOON))
    whole()
    assert not Comment.objects.exists() and not queries.public().exists()


def test_offered_sent_declined_and_erased(shop: World) -> None:
    _conversation, token = answered(shop, at=NOON)
    opened = by_token(token, at=NOON)
    assert opened is not None
    press(lambda: acts.offer(opened, acts.Said(TEXT, language="en"), at=NOON))
    sent = press(lambda: acts.send(acts.Said(TEXT, address="ida@mail.example"), at=NOON))
    assert Story.objects.count() == StoryMail.objects.count() + 1 == 2
    story = told(shop, at=NOON)
    press(lambda: acts.publish(story, location=None, topic=None, by=shop.lea, at=NOON))
    press(lambda: acts.decline(story, "Thank you.", by=shop.lea, at=NOON))
    topic = press(lambda: acts.add_topic("Lamps", by=shop.ada, at=NOON))
    press(lambda: acts.remove_topic(topic, by=shop.ada, at=NOON))
    assert not Topic.objects.exists()
    press(lambda: acts.erase_old(sent, now=NOON + 9999 * HOUR))
    whole()


def test_what_meets_what_else_ends_whole(shop: World) -> None:
    story = asked(shop)
    yes = tap(story, name="Eva")
    at_once(
        lambda: acts.agree(story, yes, at=NOON),
        lambda: acts.reword(story, acts.Said(f"{TEXT} Or so.", title=TITLE), at=NOON),
        lambda: acts.withdraw(story, at=NOON),
    )
    assert fresh(story).state == State.WITHDRAWN
    shown = on_the_wall(shop, at=NOON + HOUR)
    comment = acts.say(shown, "Max", "What a shop!", once="1", at=NOON)
    at_once(
        lambda: acts.let_in(comment, by=shop.lea, at=NOON),
        lambda: acts.take_back(comment, at=NOON),
        lambda: acts.say(shown, "Max", "Once more!", once="2", at=NOON),
        lambda: acts.withdraw(shown, at=NOON),
    )
    assert fresh(shown).state == State.WITHDRAWN and not Comment.objects.exists() and not StoryMail.objects.exists()
    whole()
