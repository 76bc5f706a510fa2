"""The customer told one of us how they want to be reached: a form beside the conversation."""

from __future__ import annotations

from datetime import time

import pytest
from django.test import Client

from makegood.conversations import acts
from makegood.conversations.models import Conversation, Way
from makegood.conversations.queries import wishes_in
from makegood.conversations.wishes import Wishes
from makegood.people.models import Agent
from tests.world import HOUR, NOON, World

pytestmark = pytest.mark.django_db


def client_of(agent: Agent) -> Client:
    client = Client()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_ana_writes_down_what_eva_said_on_the_phone(world: World) -> None:
    lamp, ana = world.receive(), client_of(world.ana)
    assert f"/c/{lamp.pk}/wishes" in ana.get(f"/c/{lamp.pk}").content.decode()
    said = {"way": "phone", "from": "18:00", "avoid": ["", str(world.hill.location_id)], "words": " not  Mondays "}
    page = ana.post(f"/c/{lamp.pk}/wishes", said, follow=True).content.decode()
    assert "We keep to that from now on." in page and "Not Hill" in page
    known = wishes_in(lamp)
    assert (known.way, known.call_from, known.words, known.is_here) == (Way.PHONE, time(18), "not Mondays", False)
    assert known.avoids_place(world.hill.location_id)
    again = ana.get(f"/c/{lamp.pk}/wishes").content.decode()
    assert 'value="18:00"' in again and f'value="{world.hill.location_id}" selected' in again
    ana.post(f"/c/{lamp.pk}/wishes", {"way": ""})
    assert not wishes_in(lamp)


@pytest.mark.parametrize(
    "said", [{"from": "late"}, {"way": "pigeon"}, {"avoid": "999999999"}, {"way": "mail", "from": "9:00"}]
)
def test_what_cannot_be_is_refused_beside_what_was_typed(world: World, said: dict[str, str]) -> None:
    lamp = world.receive()
    answer = client_of(world.ana).post(f"/c/{lamp.pk}/wishes", {"words": "as typed", **said})
    assert answer.status_code == 409 and 'role="alert"' in answer.content.decode() and not wishes_in(lamp)


def test_mo_neither_sees_nor_says_it(world: World) -> None:
    lamp, mo = world.receive(), client_of(world.mo)
    assert mo.get(f"/c/{lamp.pk}/wishes").status_code == 404
    assert mo.post(f"/c/{lamp.pk}/wishes", {"way": "mail"}).status_code == 404 and not wishes_in(lamp)


def fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def test_what_was_said_for_one_matter_comes_back_when_it_is_taken_apart(world: World) -> None:
    one, other = world.receive(), world.receive(subject="Another")
    acts.wish(one, Wishes(way=Way.PHONE, is_here=True), by=world.ana, at=NOON)
    acts.merge(one, other, by=world.lea, at=NOON + HOUR)
    assert wishes_in(fresh(other)).way == Way.PHONE
    acts.unmerge(fresh(one), by=world.lea, at=NOON + 2 * HOUR)
    assert wishes_in(fresh(one)).way == Way.PHONE and not wishes_in(fresh(other))


def test_what_was_said_since_for_both_counts_in_both(world: World) -> None:
    one, other = world.receive(), world.receive(subject="Another")
    acts.wish(one, Wishes(way=Way.PHONE, is_here=True), by=world.ana, at=NOON)
    acts.merge(one, other, by=world.lea, at=NOON + HOUR)
    acts.wish(fresh(other), Wishes(way=Way.MAIL, is_here=True), by=world.ana, at=NOON + 2 * HOUR)
    acts.unmerge(fresh(one), by=world.lea, at=NOON + 3 * HOUR)
    assert wishes_in(fresh(one)).way == wishes_in(fresh(other)).way == Way.MAIL
