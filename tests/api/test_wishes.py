"""How customers want to be reached, and thanks, through the API."""

from __future__ import annotations

import pytest
from django.utils import timezone

from makegood.kudos.models import Kudos
from makegood.timeline.models import Event

pytestmark = pytest.mark.django_db


def test_an_agent_notes_what_was_said_on_the_phone(world, ana):
    found = world.receive(at=timezone.now())
    assert ana.get(f"/conversations/{found.pk}/wishes").json()["in_words"] == []
    said = {"way": "phone", "call_from": "18:00", "avoids": [world.hill.location_id], "only_here": True}
    told = ana.send("PUT", f"/conversations/{found.pk}/wishes", said).json()
    assert told["in_words"] == ["Rather by phone, after 18:00", "Not Hill"] and told["only_here"]
    assert ana.send("PUT", f"/conversations/{found.pk}/wishes", said).json() == told
    assert Event.objects.filter(kind="wishes.changed", by_id=world.ana.pk).count() == 1


def test_what_cannot_be_kept_is_a_problem_in_words(world, ana):
    found = world.receive(at=timezone.now())
    wrong = ana.send("PUT", f"/conversations/{found.pk}/wishes", {"call_from": "18:00", "call_until": "09:00"})
    assert wrong.status_code == 409 and "must be later" in wrong.json()["detail"]
    assert ana.send("PUT", f"/conversations/{found.pk}/wishes", {"avoids": [999_999_999]}).status_code == 409
    assert ana.send("PUT", f"/conversations/{found.pk}/wishes", {"call_from": "soon"}).status_code == 422


def test_whom_the_customer_thanked(world, ana):
    found = world.receive(at=timezone.now())
    assert ana.get(f"/conversations/{found.pk}/kudos").json() is None
    Kudos.objects.create(
        conversation=found, customer=found.customer, agent=world.ana, words="So quick!", at=timezone.now()
    )
    told = ana.get(f"/conversations/{found.pk}/kudos").json()
    assert (told["name"], told["words"]) == ("Ana Example", "So quick!")
