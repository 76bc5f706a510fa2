"""Thanks at the desk: who reads what, who decides, what is printed; a praise in a mail passed on with one tap."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from makegood.config.environment import public_url
from makegood.conversations.models import Message
from makegood.kudos import acts, queries
from makegood.kudos.acts import Giver
from makegood.kudos.models import Kudos, Table, Way
from makegood.people.models import Agent
from tests.kudos.common import opened
from tests.portal.common import NOW, answered
from tests.world import World

pytestmark = pytest.mark.django_db
HOSTILE = ["", "תודה רבה! 🎉 شكرا", "Donaudampfschifffahrt" * 90, "#set page() $x$ *y* _z_ \\ @a <b>"]
WORDS = "You said Tuesday and it was Tuesday."


def client_of(agent: Agent) -> Client:
    client = Client()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(agent: Agent, path: str, status: int = 200) -> str:
    got = client_of(agent).get(path)
    assert got.status_code == status
    return got.content.decode()


def given(world: World) -> Kudos:
    return acts.give(world.ana, words=WORDS, giver=Giver(Way.TOLD, by=world.ben, name="Gus Arnason"), at=NOW)


def test_the_person_and_who_leads_them_read_it(world: World) -> None:
    kudos = given(world)
    for agent in (world.ana, world.lea):
        html = page(agent, "/kudos")
        assert WORDS in html and "Gus Arnason" in html and f"/kudos/{kudos.pk}/certificate.pdf" in html
    for agent in (world.ben, world.mo, world.ada):
        assert WORDS not in page(agent, "/kudos")
        page(agent, f"/kudos/of/{world.ana.pk}", 404)
        page(agent, f"/kudos/{kudos.pk}/certificate.pdf", 404)
    assert WORDS in page(world.lea, f"/kudos/of/{world.ana.pk}") and WORDS in page(
        world.ana, f"/kudos/of/{world.ana.pk}"
    )


def test_a_word_is_added_and_a_stranger_s_is_not_there(world: World) -> None:
    kudos = given(world)
    client_of(world.lea).post(f"/kudos/{kudos.pk}/word", {"words": "Every time."})
    assert "Every time." in page(world.ana, "/kudos")
    assert client_of(world.mo).post(f"/kudos/{kudos.pk}/word", {"words": "x"}).status_code == 404
    assert client_of(world.lea).get(f"/kudos/{kudos.pk}/word").status_code == 405


def test_shown_to_colleagues_it_has_no_customer_s_name(world: World) -> None:
    kudos = given(world)
    client_of(world.ana).post(f"/kudos/{kudos.pk}/shown", {"on": "1"})
    html = page(world.mo, "/kudos")
    assert WORDS in html and "Gus" not in html and "certificate" not in html
    client_of(world.ana).post("/kudos/naming", {"on": "0"})
    assert WORDS not in page(world.mo, "/kudos") and "named nowhere" in page(world.ana, "/kudos")


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_certificate_is_a_pdf_of_one_page(world: World, paper: str) -> None:
    kudos = given(world)
    got = client_of(world.ana).get(f"/kudos/{kudos.pk}/certificate.pdf?paper={paper}")
    assert got["Content-Type"] == "application/pdf" and got.content.startswith(b"%PDF")
    size = {"a4": b"841.8", "letter": b"792"}[paper]
    assert size in got.content and got.content.count(b"/Type /Page\n") + got.content.count(b"/Type /Page ") <= 1
    assert client_of(world.ana).get(f"/kudos/{kudos.pk}/certificate.pdf?paper=a0").status_code == 404


@pytest.mark.parametrize(
    "words", ["", "תודה רבה! 🎉 شكرا", "Donaudampfschifffahrt" * 90, "#set page() $x$ *y* _z_ \\ @a <b>"]
)
def test_whatever_they_wrote_becomes_a_certificate(world: World, words: str) -> None:
    kudos = acts.give(world.ana, words=words, giver=Giver(Way.COLLEAGUE, by=world.ben, name="🐳"), at=NOW)
    Agent.objects.filter(pk=world.ana.pk).update(name="نور " + "Featherstonehaugh-" * 6)
    got = client_of(world.ana).get(f"/kudos/{kudos.pk}/certificate.pdf")
    assert got.content.startswith(b"%PDF")


def test_who_is_named_nowhere_prints_theirs_alone(world: World) -> None:
    kudos = given(world)
    acts.name_nowhere(world.ana, at=NOW)
    page(world.lea, f"/kudos/{kudos.pk}/certificate.pdf", 404)
    assert client_of(world.ana).get(f"/kudos/{kudos.pk}/certificate.pdf").status_code == 200


def test_a_lead_says_who_it_was_and_takes_a_mistake_back(world: World) -> None:
    table = acts.open_table(world.harbour.location, by=world.lea, token="tabletoken", at=NOW)
    kudos = acts.leave(table, acts.Left(None, "the tall one", WORDS, once="1"), at=NOW)
    lea = client_of(world.lea)
    assert "the tall one" in page(world.lea, "/kudos") and "the tall one" not in page(world.mo, "/kudos")
    assert client_of(world.mo).post(f"/kudos/{kudos.pk}/whom", {"agent": world.mo.pk}).status_code == 404
    lea.post(f"/kudos/{kudos.pk}/drop")
    assert "the tall one" not in page(world.lea, "/kudos")
    lea.post(f"/kudos/{kudos.pk}/back")
    assert lea.post(f"/kudos/{kudos.pk}/whom", {"agent": world.mo.pk}).status_code == 302  # not of this place
    lea.post(f"/kudos/{kudos.pk}/whom", {"agent": "", "other": world.ben.pk})
    kudos.refresh_from_db()
    assert kudos.agent == world.ben and WORDS in page(world.ben, "/kudos")


def test_a_colleague_is_thanked_once_for_something_in_a_conversation(world: World) -> None:
    conversation, _ = answered(world)
    ben = client_of(world.ben)
    html = ben.get(f"/kudos/new?c={conversation.pk}").content.decode()
    assert "Ana Example" in html and "Lea Example" not in html
    said = {"c": conversation.pk, "whom": world.ana.pk, "words": WORDS, "once": "a"}
    for _ in range(2):
        ben.post("/kudos/new", said)
    assert Kudos.objects.get().by == world.ben
    assert f"thanked Ana Example: “{WORDS}”" in page(world.ben, f"/c/{conversation.pk}")
    page(world.mo, f"/kudos/new?c={conversation.pk}", 404)
    assert ben.post("/kudos/new", said | {"whom": 10**9, "once": "b"}).status_code == 409


def test_who_may_not_open_the_conversation_does_not_read_its_subject(world: World) -> None:
    conversation, token = answered(world, subject="Something private")
    acts.thank(opened(token), agent=world.ana.pk, words=WORDS, at=NOW)
    assert "Something private" in page(world.ana, "/kudos")
    type(conversation).objects.filter(pk=conversation.pk).update(team=world.hill, owner=None)
    html = page(world.ana, "/kudos")
    assert WORDS in html and "Something private" not in html and f"/c/{conversation.pk}" not in html


def test_a_praise_is_offered_and_passed_on_with_one_tap(world: World) -> None:
    praise = "Ana was so kind to my mother."
    conversation = world.receive(reply_text=f"Where is the form? {praise}")
    ben, path = client_of(world.ben), f"/c/{conversation.pk}/praise"
    assert f'hx-get="{path}"' in page(world.ben, f"/c/{conversation.pk}")
    html = ben.get(path, headers={"HX-Request": "true", "HX-Target": "praise"}).content.decode()
    assert praise in html and "Pass it on to Ana Example" in html and "<html" not in html
    said = {"message": Message.objects.get().pk, "words": praise, "whom": world.ana.pk}
    assert client_of(world.mo).post(path, said).status_code == 404
    for _ in range(2):
        ben.post(path, said)
    assert Kudos.objects.get().words == praise
    assert praise not in ben.get(path).content.decode()
    page(world.mo, path, 404)


def test_a_place_gets_its_code(world: World, settings: Any) -> None:
    settings.PUBLIC_URL = public_url("https://desk.example")
    lea, here = client_of(world.lea), world.harbour.location_id
    page(world.ana, "/kudos/places", 404)
    lea.post("/kudos/places", {"place": here, "do": "open"})
    table = Table.objects.get()
    assert f"https://desk.example/thanks/at/{table.token}" in page(world.lea, "/kudos/places")
    assert lea.get(f"/kudos/places/{here}/code.svg").content.startswith(b"<svg")
    assert lea.get(f"/kudos/places/{here}/code.pdf?paper=letter").content.startswith(b"%PDF")
    assert lea.post("/kudos/places", {"place": world.hill.location_id, "do": "open"}).status_code == 404
    lea.post("/kudos/places", {"place": here, "do": "renew"})
    assert Table.objects.get().token != table.token
    assert queries.table_at(table.token) is None
