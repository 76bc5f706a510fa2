"""Thanks through the API: those that one may read, giving them, adding a word."""

from __future__ import annotations

import pytest
from django.utils import timezone

from makegood.kudos.acts import Giver, give
from makegood.kudos.models import Kudos, Way

pytestmark = pytest.mark.django_db


def test_an_agent_thanks_and_passes_on_and_reads_their_own(world, ana):
    told = ana.post("/kudos", {"agent": world.ben.pk, "words": "Well done."}).json()
    assert (told["agent"], told["way"], told["giver"]) == (world.ben.pk, "colleague", "Ana Example")
    assert ana.get("/kudos").json()["items"] == [] and ana.get(f"/kudos/{told['id']}").status_code == 404
    said = {"agent": world.ben.pk, "words": "He stayed.", "name": "Gus"}
    assert ana.post("/kudos", said).json()["way"] == "told"
    own = give(world.ana, words="You stayed.", giver=Giver(Way.TOLD, by=world.ben, name="Gus"), at=timezone.now())
    assert [one["id"] for one in ana.get("/kudos").json()["items"]] == [own.pk]
    assert ana.get(f"/kudos/{own.pk}").json()["giver"] == "Gus"


def test_what_cannot_be_is_a_problem(world, ana):
    assert ana.post("/kudos", {"agent": world.ana.pk, "words": "Me"}).status_code == 409
    assert ana.post("/kudos", {"agent": 10**9}).status_code == 404
    there = world.receive(mailbox=world.hill_help)
    assert ana.post("/kudos", {"agent": world.ben.pk, "conversation": there.pk}).status_code == 404
    kudos = Kudos.objects.create(way="told", agent=world.mo, at=there.created_at)
    assert ana.post(f"/kudos/{kudos.pk}/word", {"words": "x"}).status_code == 404
