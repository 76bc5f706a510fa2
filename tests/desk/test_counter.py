"""At the counter: an exact address opens what we owe, wherever it was promised, and nothing that was said."""

from __future__ import annotations

from django.test import Client

from makegood.people.models import Agent
from makegood.promises import queries
from makegood.timeline.models import Event
from tests.promises.common import promised
from tests.world import World


def test_mo_sees_what_the_harbour_promised_and_each_look_is_on_record(world: World, mo: Client) -> None:
    promise = promised(world)
    page = mo.post("/counter", {"said": "Eva@Post.example"}).content.decode()
    assert "I ring you back" in page and "promised at Harbour" in page and "Ana Example keeps it" in page
    assert "lamp flickers" not in page and f"/c/{promise.conversation_id}" not in page
    [look] = Event.objects.filter(kind="look.taken")
    assert (look.by_id, look.customer_id) == (world.mo.pk, promise.conversation.customer_id)


def test_part_of_an_address_finds_nobody_and_is_no_look(world: World, mo: Client) -> None:
    promised(world)
    page = mo.post("/counter", {"said": "eva"}).content.decode()
    assert "Nobody is known by that." in page
    assert "What we owe" in mo.get("/counter").content.decode()
    assert not Event.objects.filter(kind="look.taken").exists()


def test_an_admin_says_whether_the_desk_owns_up_by_itself(world: World, signed_in: object) -> None:
    ada: Agent = world.ada
    client: Client = signed_in(ada)  # type: ignore[operator]
    address = f"/settings/teams/{world.harbour.pk}"
    for chosen, by_itself in (("hand", False), ("itself", True)):
        client.post(address, {"name": "Front", "owns_up": chosen})
        assert queries.speaks_up(world.harbour.pk) is by_itself
