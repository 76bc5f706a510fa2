"""Guarantees on a customer's page, two presses at once: said once, taken higher once, and one way in a mail."""

from __future__ import annotations

import pytest
from django.utils import timezone

from makegood.clocks.models import Clock
from makegood.config.doctor import examine
from makegood.conversations import acts, queries
from makegood.conversations.acts import Spoken
from makegood.conversations.models import Conversation, Message, PageLink, State
from makegood.conversations.rules import Refused
from makegood.escalations.acts import take_higher
from makegood.escalations.models import Escalation
from tests import world as worlds
from tests.guarantees.at_once import at_once, many
from tests.world import HOUR, NOON, World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def busy(transactional_db: None) -> World:
    """The world, in committed rows, so that others see it."""
    return worlds.build()


def opened(world: World) -> queries.Opened:
    """What Eva's link opens, after an answer."""
    conversation = world.receive()
    message = world.reply(conversation)
    token = acts.give_link(message.deliveries.get().pk, at=NOON)
    found = queries.by_token(token, at=NOON)
    assert found
    return found


def broken() -> list[str]:
    return [words for one in examine(now=timezone.now()) for words in one.violations]


def test_two_presses_at_once_are_one_message(busy: World) -> None:
    page = opened(busy)
    results = many(3, lambda: acts.write(page, Spoken("Still dark", once="x"), at=NOON + HOUR))
    assert {one.conversation for one in results} == {page.conversation.pk}
    assert Message.objects.filter(text="Still dark").count() == 1
    assert Conversation.objects.get().state == State.OPEN and broken() == []


def test_two_at_once_take_it_higher_once(busy: World) -> None:
    page = opened(busy)
    acts.write(page, Spoken("Still dark", once="x"), at=NOON + HOUR)
    Clock.objects.filter(ended_at=None).update(missed_at=NOON + HOUR)
    results = many(2, lambda: take_higher(page.conversation, at=NOON + 2 * HOUR))
    assert sorted(isinstance(one, Refused) for one in results) == [False, True]
    assert Escalation.objects.count() == 1 and broken() == []


def test_written_while_it_is_closed_it_is_open_or_was_said_before(busy: World) -> None:
    page = opened(busy)
    seen = Message.objects.latest("pk").pk
    results = at_once(
        lambda: acts.write(page, Spoken("Wait", once="x"), at=NOON + HOUR),
        lambda: acts.close(page.conversation, seen=seen, by=busy.ana, at=NOON + HOUR),
    )
    assert Message.objects.filter(text="Wait").count() == 1, results
    assert Conversation.objects.get().state == State.OPEN and broken() == []


def test_two_workers_at_once_give_one_link(busy: World) -> None:
    message = busy.reply(busy.receive())
    pk = message.deliveries.get().pk
    first, second = many(2, lambda: acts.give_link(pk, at=NOON))
    assert first == second and PageLink.objects.count() == 1
