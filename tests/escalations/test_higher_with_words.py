"""The customer takes it higher and says why: both have happened, or neither."""

from __future__ import annotations

import pytest

from makegood.clocks.models import Clock
from makegood.conversations.acts import Spoken
from makegood.conversations.models import Conversation, Message
from makegood.conversations.queries import Opened
from makegood.conversations.queries.said import messages_of
from makegood.conversations.rules import Refused
from makegood.customers import acts as customers
from makegood.effort.queries import effort_of
from makegood.escalations.acts import take_higher_saying
from makegood.escalations.models import Escalation
from tests.world import EVA, HOUR, NOON, World

pytestmark = pytest.mark.django_db


def opened(world: World, *, late: bool) -> Opened:
    conversation = world.receive()
    if late:
        Clock.objects.filter(conversation_id=conversation.pk).update(missed_at=NOON)
    return Opened(1, Conversation.objects.get(pk=conversation.pk), EVA.address)


def test_both_have_happened(world: World) -> None:
    take_higher_saying(opened(world, late=True), Spoken("I wait since Monday", once="1"), at=NOON + HOUR)
    assert Escalation.objects.get().reason == "I wait since Monday"
    assert Message.objects.filter(text="I wait since Monday").count() == 1


def test_it_is_one_contact_on_their_page(world: World) -> None:
    page = opened(world, late=True)
    take_higher_saying(page, Spoken("I wait since Monday", once="1"), at=NOON + HOUR)
    found = effort_of(page.conversation, now=NOON + 2 * HOUR)
    assert (found.contacts, found.told) == ({"mail": 1, "page": 1}, 2)
    assert [one.channel for one in messages_of(page.conversation.pk, most=9)] == ["mail", "page"]


def test_too_early_neither_has(world: World) -> None:
    with pytest.raises(Refused, match="We still have time"):
        take_higher_saying(opened(world, late=False), Spoken("Now!", once="1"), at=NOON + HOUR)
    assert not Escalation.objects.exists() and Message.objects.count() == 1


def test_what_cannot_be_said_does_not_climb(world: World) -> None:
    page = opened(world, late=True)
    customers.block(page.conversation.customer_id, by=None, at=NOON)
    with pytest.raises(Refused, match="cannot be answered here"):
        take_higher_saying(page, Spoken("Hello?", once="1"), at=NOON + HOUR)
    assert not Escalation.objects.exists()


def test_twice_is_said_once_and_climbs_once(world: World) -> None:
    page = opened(world, late=True)
    take_higher_saying(page, Spoken("Hello?", once="1"), at=NOON + HOUR)
    with pytest.raises(Refused, match="has this already"):
        take_higher_saying(page, Spoken("Hello?", once="1"), at=NOON + HOUR)
    assert Escalation.objects.count() == 1 and Message.objects.filter(text="Hello?").count() == 1


def test_without_words_it_climbs_alone(world: World) -> None:
    take_higher_saying(opened(world, late=True), Spoken(" "), at=NOON + HOUR)
    assert Escalation.objects.count() == 1 and Message.objects.count() == 1
