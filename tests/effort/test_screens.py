"""Where people read what it has cost a customer: the panel, the end of the story, the offer, the customer's page."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from makegood.conversations import acts
from makegood.conversations.models import Conversation
from makegood.effort import words
from makegood.effort.rules import Effort
from makegood.handoffs import acts as handoffs
from makegood.people.models import Agent
from makegood.promises import acts as promises
from makegood.promises.acts import Word
from tests.world import DAY, HOUR, MINUTE, World

pytestmark = pytest.mark.django_db


def signed_in(agent: Agent) -> Client:
    client = Client()
    client.force_login(agent)
    return client


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def chased(world: World) -> Conversation:
    """Asked five days ago, asked again two days later, nobody answered until yesterday."""
    now = timezone.now()
    asked = world.receive(at=now - 5 * DAY)
    known = asked.messages.get().message_id
    world.receive(at=now - 3 * DAY, in_reply_to=known)
    acts.claim(Conversation.objects.get(pk=asked.pk), by=world.ana, at=now - 3 * DAY)
    world.reply(asked, at=now - DAY)
    return Conversation.objects.get(pk=asked.pk)


def test_the_panel_and_the_end_of_the_story_say_it_in_words(world: World) -> None:
    page = text(signed_in(world.ana), f"/c/{chased(world).pk}")
    assert "What it has cost Eva" in page
    assert "Wrote twice, told it twice, waited 4 days." in page
    assert "Dealt with Ana Example" in page
    assert "Until now, Eva: wrote twice" in page


def test_the_next_owner_has_the_whole_story_in_one_screen_and_what_is_promised(world: World) -> None:
    asked, now = chased(world), timezone.now()
    promises.make(asked, Word("We send a part", now + DAY), by=world.ana, at=now - HOUR, told=True)
    asked = Conversation.objects.get(pk=asked.pk)
    handoffs.offer(asked, handoffs.Words("They know lamps", "A part comes"), to=world.mo, by=world.ana, at=now - MINUTE)
    page = signed_in(world.mo).get(f"/c/{asked.pk}").content.decode()
    card = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page[page.index('class="handoff"') : page.index("Accept <kbd")]))
    for one in ("They know lamps", "A part comes", "told it twice", "Dealt with Ana Example", "We send a part"):
        assert one in card, one


def test_agents_have_a_page_of_the_customer_with_what_each_matter_cost(world: World) -> None:
    asked = chased(world)
    world.receive(at=timezone.now() - DAY, subject="The chair", mailbox=world.hill_help)
    page = text(signed_in(world.ana), f"/customers/{asked.customer_id}")
    assert "Wrote twice, told it twice, waited 4 days." in page
    assert "The chair" not in page
    assert f"#{asked.pk}, wrote twice" in page


def test_a_stranger_finds_no_such_customer(world: World) -> None:
    asked = chased(world)
    assert signed_in(world.mo).get(f"/customers/{asked.customer_id}").status_code == 404
    assert Client().get(f"/customers/{asked.customer_id}").status_code == 302


@pytest.mark.parametrize(
    ("contacts", "told", "transfers", "waited", "said"),
    [
        ({}, 0, 0, DAY, ""),
        ({"mail": 1}, 1, 0, MINUTE, "wrote once, waited 1 minute"),
        ({"phone": 2}, 3, 1, 19 * DAY, "called twice, told it three times, was passed on once, waited 19 days"),
        ({"page": 14}, 2, 0, 47 * HOUR, "wrote on their page 14 times, told it twice, waited 47 hours"),
        ({"mail": 3}, 1, 2, HOUR, "wrote three times, was passed on twice, waited 1 hour"),
    ],
)  # fmt: skip
def test_in_words(contacts: dict[str, int], told: int, transfers: int, waited: object, said: str) -> None:
    assert words.sentence(Effort(contacts, told, transfers, waited, False, ())) == said  # type: ignore[arg-type]
