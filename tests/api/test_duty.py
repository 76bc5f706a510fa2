"""Who works when, through the API: as the pages do it, with the same sight."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from makegood.people.duty.models import Absence, Shift

pytestmark = pytest.mark.django_db


def iso(at) -> str:
    return at.isoformat()


@pytest.fixture
def lea(world, program):
    return program(world.lea)


def test_a_lead_plans_and_the_person_reads(world, lea, ana):
    here = f"/agents/{world.ana.pk}/duty"
    week = [[{"start": 480, "end": 1020, "breaks": [{"start": 720, "end": 780}]}], *[[] for _ in range(6)]]
    got = lea.send("PUT", here + "/roster", {"week": week}).json()
    assert got["week"][0] == {"work": "08:00-17:00", "breaks": "12:00-13:00"}
    assert ana.get(here).json()["week"] == got["week"] and ana.send("DELETE", here + "/roster").status_code == 403
    assert lea.send("DELETE", here + "/roster").json()["week"] is None
    begins = (timezone.now() + timedelta(days=2)).replace(hour=8, minute=0, second=0, microsecond=0)
    times = {"begins_at": iso(begins), "ends_at": iso(begins + timedelta(hours=8))}
    shift = lea.post(here + "/shifts", times)
    assert shift.status_code == 201 and lea.post(here + "/shifts", times).status_code == 409
    later = {"begins_at": iso(begins + timedelta(hours=1)), "ends_at": iso(begins + timedelta(hours=9))}
    assert lea.send("PUT", f"{here}/shifts/{shift.json()['id']}", later).status_code == 200
    assert lea.send("DELETE", f"{here}/shifts/{shift.json()['id']}").json()["shifts"] == []
    free = lea.post(here + "/free-days", {"day": begins.date().isoformat()}).json()
    assert free["begins_at"] is None and Shift.objects.count() == 1


def test_away_who_stands_in_and_back(world, lea, ana, program):
    here, now = f"/agents/{world.ana.pk}/duty", timezone.now()
    away = ana.post(here + "/absences", {"begins_at": iso(now), "why": "ill"}).json()
    assert ana.get("/duty").json()[0] == {"agent": world.ana.pk, "state": "away", "until": None, "back_at": None}
    assert lea.get(here).json()["absences"][0]["why"] == "ill"
    assert program(world.ada).get(here).json()["absences"][0]["why"] == ""
    until = {"ends_at": iso(now + timedelta(days=1))}
    assert ana.send("PUT", f"{here}/absences/{away['id']}", until).json()["status"]["back_at"] is not None
    named = lea.post(here + "/substitutes", {"stand_in": world.ben.pk, "begins_at": iso(now)}).json()
    circle = {"stand_in": world.ana.pk, "begins_at": iso(now)}
    refused = lea.post(f"/agents/{world.ben.pk}/duty/substitutes", circle)
    assert refused.status_code == 422 and "circle" in refused.content.decode()
    assert lea.post(f"{here}/substitutes/{named['id']}/end").json()["substitutes"] == []
    assert ana.post("/duty", {"on": True}).status_code == 409
    assert ana.post(f"{here}/absences/{away['id']}/end").json()["absences"] == [] and Absence.objects.count() == 1
    assert ana.post("/duty", {"on": False}).json()["state"] == "off"
    assert ana.post("/duty", {"on": True}).json()["state"] == "on"


def test_a_plan_is_looked_at_then_imported_once(world, lea, ana):
    day = (timezone.now() + timedelta(days=1)).date()
    plan = {"content": f"who,day,from,to\nAna Example,{day},08:00,16:00\nMo Example,{day},08:00,16:00\n"}
    looked = lea.post("/duty/plan", plan).json()
    assert (looked["shifts"], len(looked["left_out"]), Shift.objects.count()) == (1, 1, 0)
    assert lea.post("/duty/plan", plan | {"only_look": False}).json()["added"] == 1
    assert lea.post("/duty/plan", plan | {"only_look": False}).json()["added"] == 0
    assert lea.post("/duty/plan", {"content": "nonsense"}).status_code == 422
    assert ana.post("/duty/plan", plan | {"only_look": False}).json()["shifts"] == 0  # she plans nobody's time


def test_an_admin_says_how_new_work_is_given(world, program):
    gives = f"/settings/teams/{world.harbour.pk}/gives"
    assert program(world.ada, "read", "write", "admin").send("PUT", gives, {"gives": "by_load"}).status_code == 200
    world.harbour.refresh_from_db()
    assert world.harbour.gives == "by_load"
