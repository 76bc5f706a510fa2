"""How long it took, through the API."""

from __future__ import annotations

import pytest

from tests.world import HOUR, NOON

pytestmark = pytest.mark.django_db
WEEK = "since=2026-11-16&until=2026-11-22"


def test_a_program_reads_what_its_agent_may_see(world, program):
    world.reply(world.receive(at=NOON), at=NOON + HOUR)
    told = program(world.lea, "read").get(f"/reports/times?{WEEK}&by=location").json()
    assert (told["since"], told["until"]) == ("2026-11-16", "2026-11-22")
    [place] = told["places"]
    [first] = [one for one in place["times"] if one["measure"] == "first_reply"]
    assert place["name"] == "Harbour" and first["done"] == first["in_time"] == 1
    assert first["calendar"] == {"half": 3600, "nine": 3600}
    assert program(world.mo, "read").get(f"/reports/times?{WEEK}").json()["places"] == []
    assert program(world.lea, "read").get("/reports/times?since=soon").status_code == 422
