"""Orders through the API: told again and again the same, seen by who sees their customer."""

from __future__ import annotations

import pytest

from makegood.orders.models import Order
from tests.world import World

pytestmark = pytest.mark.django_db
TOLD = {
    "source": "shop",
    "number": "1042",
    "mail": "eva@post.example",
    "currency": "EUR",
    "total": "158.90",
    "lines": [{"name": "Tap", "sku": "TAP-1", "price": "129.90"}, {"name": "Hose", "quantity": 2, "price": "14.50"}],
}


def test_told_twice_it_is_one_and_in_parts_it_is_whole(world: World, program) -> None:
    lea = program(world.lea)
    first = lea.post("/orders", TOLD)
    assert (first.status_code, first.json()["outcome"]) == (201, "new")
    assert lea.post("/orders", TOLD).json()["outcome"] == "same"
    left = {"tracking": "T1", "shipped_at": "2026-11-20T09:00:00Z"}
    more = lea.post("/orders", {"source": "shop", "number": "1042", "total": "150", "shipments": [left]})
    said = more.json()
    assert (more.status_code, said["outcome"], said["standing"]) == (200, "changed", "shipped")
    assert said["total"] == {"amount": "150.00", "currency": "EUR"} and len(said["lines"]) == 2
    assert said["shipments"][0]["tracking"] == "T1"
    old = lea.post("/orders", {"source": "shop", "number": "1042", "updated_at": "2026-01-01T00:00:00Z"})
    assert old.json()["outcome"] == "old"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"currency": None}, "currency"),
        ({"total": "1.001"}, "total"),
        ({"total": "-1"}, "total"),
        ({"mail": "eva"}, "mail"),
        ({"location": 10**9}, "location"),
        ({"colour": "red"}, "colour"),
    ],
)
@pytest.mark.once
def test_what_cannot_be_is_a_problem_that_names_its_field(world: World, program, wrong, field: str) -> None:
    answer = program(world.lea).post("/orders", TOLD | wrong)
    assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"
    assert [one["field"] for one in answer.json()["errors"]] == [field] and not Order.objects.exists()


def test_ana_sees_what_her_customer_bought_and_mo_does_not(world: World, program) -> None:
    conversation = world.receive()
    ana, mo = program(world.ana), program(world.mo)
    assert ana.post("/orders", TOLD).status_code == 403
    order = program(world.ada).post("/orders", TOLD).json()["id"]
    assert ana.get(f"/orders/{order}").json()["number"] == "1042"
    assert ana.get(f"/customers/{conversation.customer_id}/orders").json()[0]["lines"][0]["name"] == "Tap"
    assert mo.get(f"/orders/{order}").status_code == 404
    for method in ("PUT", "DELETE"):
        assert mo.send(method, f"/conversations/{conversation.pk}/orders/{order}").status_code == 404
    for _ in range(2):
        tied = ana.send("PUT", f"/conversations/{conversation.pk}/orders/{order}")
        assert [one["number"] for one in tied.json()] == ["1042"]
    assert ana.send("DELETE", f"/conversations/{conversation.pk}/orders/{order}").json() == []
