"""What programs read: what their agent may see, page by page."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_a_list_comes_in_pages_by_what_is_due_next(world, ana):
    numbers = [world.receive().number for _ in range(5)]
    first = ana.get("/conversations", view="team", limit=3).json()
    rest = ana.get("/conversations", view="team", limit=3, after=first["next"]).json()
    assert [one["number"] for one in first["items"] + rest["items"]] == numbers
    assert rest["next"] is None
    assert "+" not in first["next"]


def test_a_cursor_that_is_none_is_named(ana):
    answer = ana.get("/conversations", after="nonsense")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "after"


def test_a_conversation_tells_what_a_reply_needs(world, ana):
    found = world.receive()
    told = ana.get(f"/conversations/{found.number}").json()
    assert told["newest"] == found.messages.get().pk
    assert told["reply_to"] == [{"name": "Eva Stern", "address": "eva@post.example"}]
    assert told["created_at"].endswith("Z")


def test_messages_come_oldest_first_in_pages(world, ana):
    found = world.receive()
    world.reply(found)
    first = ana.get(f"/conversations/{found.number}/messages", limit=1).json()
    second = ana.get(f"/conversations/{found.number}/messages", limit=1, after=first["next"]).json()
    assert [one["is_ours"] for one in first["items"] + second["items"]] == [False, True]
    assert second["items"][0]["deliveries"][0]["state"] == "planned"
    assert second["next"] is None


def test_what_mo_may_not_see_is_not_there(world, ana, mo):
    found = world.receive()
    missing = mo.get("/conversations/999999").content
    assert ana.get(f"/conversations/{found.number}").status_code == 200
    hidden = mo.get(f"/conversations/{found.number}")
    assert hidden.status_code == 404
    assert hidden.content == missing


def test_mo_finds_nothing_of_it_by_search_events_or_customer(world, mo):
    found = world.receive()
    assert mo.get("/search", q="lamp").json()["items"] == []
    assert mo.get("/suggest", q="eva").json() == []
    assert mo.get("/events", after="0").json()["items"] == []
    assert mo.get(f"/customers/{found.customer_id}").status_code == 404


def test_search_finds_and_says_how_much(world, ana):
    found = world.receive()
    told = ana.get("/search", q="lamp").json()
    assert [one["number"] for one in told["items"]] == [found.number]
    assert told["total"] == 1


def test_views_are_counted(world, ana):
    world.receive()
    told = {one["view"]: one["count"] for one in ana.get("/views").json()["items"]}
    assert told["team"] == 1
    assert told["closed"] is None


def test_places_and_people_are_listed(world, ana):
    assert [one["name"] for one in ana.get("/teams").json()] == ["Front", "Hill front"]
    assert {one["name"] for one in ana.get("/agents").json()} == {"Ana Example", "Ben Example", "Lea Example"}
    assert [one["address"] for one in ana.get("/mailboxes").json()] == ["help@harbour.example"]
    assert ana.get("/me").json()["teams"] == [world.harbour.pk]


def test_events_go_on_from_where_one_was(world, ana):
    begin = ana.get("/events").json()
    assert begin["items"] == []
    found = world.receive()
    told = ana.get("/events", after=begin["next"]).json()
    assert "conversation.started" in {one["kind"] for one in told["items"]}
    assert {one["conversation"] for one in told["items"]} == {found.number}
    assert ana.get("/events", after=told["next"]).json() == {"items": [], "next": told["next"]}


def test_events_in_small_pages_miss_nothing(world, ana):
    for _ in range(3):
        world.reply(world.receive())
    whole = [one["id"] for one in ana.get("/events", after="0", limit=100).json()["items"]]
    parts, after = [], "0"
    while page := ana.get("/events", after=after, limit=2).json():
        if not page["items"]:
            break
        parts += [one["id"] for one in page["items"]]
        after = page["next"]
    assert parts == whole


def test_an_event_holds_no_text(world, ana):
    found = world.receive()
    ana.post(f"/conversations/{found.number}/notes", {"text": "She sounds unhappy"})
    assert b"unhappy" not in ana.get("/events", after="0").content


def test_an_impossible_number_is_no_crash(ana):
    assert ana.get("/conversations/99999999999999999999999").status_code == 422
    assert ana.get("/conversations/nonsense").status_code == 422
    assert ana.get("/search", q="nul\0byte").status_code == 200
