"""Vouchers by program: a shop's till looks one up, takes money off it once a key, and a lead puts it back."""

from __future__ import annotations

from typing import Any

import pytest

from makegood.timeline.models import Event
from makegood.vouchers.codes import draw
from makegood.vouchers.models import Guess, Redemption
from tests.vouchers.issuing import code, issue

pytestmark = pytest.mark.django_db


def taking(voucher: Any, world: Any, **more: Any) -> dict[str, Any]:
    said = {"code": code(voucher), "amount": "7.50", "currency": "EUR", "location": world.harbour.location_id}
    return said | more


def test_a_till_looks_and_takes_once_a_key(world, ana):
    voucher = issue(2000, bearer=world.hill.location)
    seen = ana.post("/vouchers/look", {"code": code(voucher).lower()}).json()
    assert (seen["first_name"], seen["balance"], seen["why_not"], seen["given_by"]) == (
        "Eva", {"amount": "20.00", "currency": "EUR"}, "", "Hill",
    )  # fmt: skip
    for _press in range(2):
        took = ana.post("/vouchers/redeem", taking(voucher, world), key="sale-1" * 42)  # as long as a key may be
        assert took.status_code == 201 and took.json()["voucher"]["balance"]["amount"] == "12.50"
    assert Redemption.objects.count() == 1 and Event.objects.filter(kind="look.taken").count() == 1


def test_what_cannot_be_is_answered_as_a_problem(world, ana):
    voucher = issue(2000, bearer=world.hill.location)
    for more, status in (
        ({"amount": "20.01"}, 409),
        ({"amount": "0"}, 409),
        ({"amount": "1.005"}, 422),
        ({"currency": "USD"}, 409),
        ({"currency": "ABC"}, 422),
        ({"location": world.hill.location_id}, 404),
        ({"code": code(voucher)[:-1]}, 409),
    ):
        answer = ana.post("/vouchers/redeem", taking(voucher, world, **more), key=str(more))
        assert answer.status_code == status, (more, answer.content)
    assert ana.post("/vouchers/redeem", taking(voucher, world)).status_code == 422
    assert not Redemption.objects.exists()


def test_guessing_by_program_ends_soon_with_or_without_a_key(world, ana):
    for number in range(10):
        said = {"code": draw()} if number % 2 else taking(issue(bearer=world.hill.location), world, code=draw())
        path = "look" if number % 2 else "redeem"
        assert ana.post(f"/vouchers/{path}", said, key=f"{number}").status_code == 404
    answer = ana.post("/vouchers/look", {"code": code(issue(bearer=world.hill.location))})
    assert answer.status_code == 429 and answer.headers["Retry-After"] == "900" and Guess.objects.count() == 10


def test_putting_back_is_for_a_lead(world, ana, program):
    voucher = issue(2000, bearer=world.hill.location)
    took = ana.post("/vouchers/redeem", taking(voucher, world), key="1").json()
    path = f"/vouchers/redemptions/{took['id']}/give-back"
    assert ana.post(path).status_code == 409
    assert ana.post(f"/vouchers/redemptions/{10**9}/give-back").status_code == 404
    assert program(world.lea, "read", "write").post(path).json()["voucher"]["balance"]["amount"] == "20.00"


def test_a_look_at_the_counter_takes_a_voucher_too(world, mo):
    voucher = issue(2000, bearer=world.harbour.location)
    seen = mo.post("/look", {"said": code(voucher)}).json()
    assert (seen["name"], seen["voucher"]["balance"]["amount"]) == ("Eva", "20.00")
    for _try in range(10):
        assert mo.post("/look", {"said": draw()}).status_code == 404
    assert mo.post("/look", {"said": code(voucher)}).status_code == 429
