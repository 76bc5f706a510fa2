"""What belongs together, through the API."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_merge_look_and_take_apart(world, ana):
    one, two = world.receive(), world.receive()
    assert [row["number"] for row in ana.get(f"/conversations/{two.pk}/together").json()["alike"]] == [one.pk]
    assert ana.post(f"/conversations/{one.pk}/merge", {"other": two.pk}).json()["number"] == two.pk
    assert ana.get(f"/conversations/{two.pk}/together").json()["merged_here"] == [one.pk]
    again = ana.post(f"/conversations/{one.pk}/merge", {"other": two.pk})
    assert again.status_code == 409 and "already" in again.json()["detail"]
    assert ana.post(f"/conversations/{one.pk}/unmerge", {}).status_code == 200


def test_split_link_and_parts(world, ana):
    found = world.receive(message_id="a@post.example")
    world.receive(in_reply_to="a@post.example")
    second = found.messages.order_by("pk").last()
    new = ana.post(f"/conversations/{found.pk}/split", {"messages": [second.pk], "subject": "Chair"}).json()["number"]
    assert ana.send("PUT", f"/conversations/{new}/whole", {"whole": found.pk}).status_code == 200
    told = ana.get(f"/conversations/{found.pk}/together").json()
    assert [row["number"] for row in told["parts"]] == [new]
    assert ana.send("PUT", f"/conversations/{new}/whole", {"whole": None}).status_code == 200
    assert ana.post(f"/conversations/{found.pk}/links", {"other": new}).status_code == 200
    assert ana.send("DELETE", f"/conversations/{found.pk}/links/{new}").status_code == 200
