"""How long it took, through the API."""

from __future__ import annotations

import pytest

from makegood.conversations.letter import Address
from makegood.people.models import Agent, Rank, Role
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


def test_a_program_reads_whether_like_cases_were_treated_alike(world, program):
    for number in range(42):
        sender = Address("", f"c{number}@post.example")
        box = world.hill_help if number % 2 else world.help
        case = world.receive(sender=sender, mailbox=box, at=NOON)
        world.reply(case, by=world.mo if number % 2 else world.ana, at=NOON + (5 * HOUR if number % 2 else HOUR))
    head = Agent.objects.create_user("hana@harbour.example", name="Hana", created_at=NOON)
    Role.objects.create(agent=head, rank=Rank.HEAD_OFFICE)
    told = program(head, "read").get(f"/reports/fairness?{WEEK}").json()
    assert told["cases"] == told["compared"] == 42
    [by] = told["found"]
    hill = next(one for one in by["groups"] if one["name"] == "Hill")
    first = next(one for one in hill["findings"] if one["what"] == "first_reply")
    assert by["by"] == "location" and first["verdict"] == "more" and first["effect"] == 1 and first["figure"] == 300
    assert program(world.mo, "read").get(f"/reports/fairness?{WEEK}").json()["found"] == []
    assert program(world.lea, "read").get("/reports/fairness?since=soon").status_code == 422
