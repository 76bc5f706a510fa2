"""Office hours, service targets and groups by program: set, read back, refused in words."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db
DAY = [{"opens": "09:00", "closes": "12:30"}, {"opens": "13:30", "closes": "18:00"}]
SHOP = {
    "name": "Shop hours",
    "zone": "Europe/Berlin",
    "week": [DAY, DAY, DAY, DAY, DAY, [{"opens": "22:00", "closes": "02:00"}], []],
    "special": [{"day": "2030-12-24", "openings": []}],
    "country": "DE",
    "subdivision": "BY",
}


@pytest.fixture
def ada(world, program):
    return program(world.ada, "read", "write", "admin")


def test_hours_are_set_kept_and_read_back(world, ada):
    made = ada.post("/settings/hours", SHOP)
    assert made.status_code == 201, made.content
    number = made.json()["id"]
    assert {name: made.json()[name] for name in SHOP} == SHOP
    assert ada.get("/settings/hours").json()[0]["next_open"]
    place = f"/settings/locations/{world.harbour.location_id}/hours"
    assert ada.send("PUT", place, {"hours": number}).status_code == 204
    assert ada.send("PUT", f"/settings/teams/{world.hill.pk}/hours", {"hours": number}).status_code == 204
    places = {one["name"]: one for one in ada.get("/settings/places").json()["locations"]}
    assert (places["Harbour"]["hours"], places["Hill"]["hours"]) == (number, None)
    assert places["Hill"]["teams"][0]["hours"] == number
    assert "are the hours of" in ada.send("DELETE", f"/settings/hours/{number}").json()["detail"]
    for path in (place, f"/settings/teams/{world.hill.pk}/hours"):
        ada.send("PUT", path, {"hours": None})
    changed = ada.send("PUT", f"/settings/hours/{number}", SHOP | {"name": "Shop", "week": [[]] * 7})
    assert changed.json()["is_open"] is True and changed.json()["name"] == "Shop"
    assert ada.send("DELETE", f"/settings/hours/{number}").status_code == 204


@pytest.mark.parametrize(
    "wrong",
    [
        {"week": [DAY] * 6},
        {"week": [[{"opens": "9", "closes": "17:00"}], [], [], [], [], [], []]},
        {"zone": "Mars/Base"},
        {"country": "ZZ"},
        {"subdivision": "ZZ"},
        {"special": [{"day": "24.12.", "openings": []}]},
    ],
)
def test_hours_that_cannot_be_are_refused(ada, wrong):
    assert ada.post("/settings/hours", SHOP | wrong).status_code == 422


def test_targets_and_groups_are_set_and_read_back(world, ada, ana):
    group = ada.post("/settings/groups", {"name": "Care homes"}).json()["id"]
    said = {"kind": "first_response", "amount": 60, "unit": "minutes", "group": group, "tag": "Urgent", "warn": 25}
    made = ada.post("/settings/targets", said)
    assert made.status_code == 201, made.content
    assert made.json() | said == made.json() | {"tag": "Urgent"} and made.json()["tag"] == "urgent"
    assert ada.post("/settings/targets", said).status_code == 409
    assert ada.post("/settings/targets", said | {"group": 999_999_999}).status_code == 404
    assert ada.post("/settings/targets", said | {"pauses": True}).status_code == 422
    number = made.json()["id"]
    assert ada.send("PUT", f"/settings/targets/{number}", said | {"amount": 30}).json()["amount"] == 30
    assert ada.send("DELETE", f"/settings/groups/{group}").status_code == 409
    assert [one["id"] for one in ada.get("/settings/targets").json()] == [number]
    assert ada.send("DELETE", f"/settings/targets/{number}").status_code == 204
    assert ada.send("PUT", f"/settings/groups/{group}", {"name": "Homes"}).json() == {"id": group, "name": "Homes"}
    eva = world.receive().customer_id
    assert ana.send("PUT", f"/customers/{eva}/group", {"group": group}).json()["group"] == "Homes"
    assert ana.send("PUT", f"/customers/{eva}/group", {"group": None}).json()["group"] == ""
    assert ada.send("DELETE", f"/settings/groups/{group}").status_code == 204
