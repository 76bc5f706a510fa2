"""The screens of duty: who opens which, what is done on them, and what is refused in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from makegood.conversations import acts as conversations
from makegood.people.duty import acts, queries
from makegood.people.duty.models import Absence, Override, Roster, Shift, Substitute
from makegood.people.models import Agent, Company
from tests.world import World, build

SignIn = Callable[[Agent], Client]
TODAY = timezone.now().date()
TOMORROW, NEXT_WEEK = TODAY + timedelta(days=1), TODAY + timedelta(days=7)


@pytest.fixture
def world(db: None) -> World:
    Company.objects.create(pk=1, name="Hearth & Oak")
    return build()


@pytest.fixture
def sign_in() -> SignIn:
    def signed_in(agent: Agent) -> Client:
        client = Client()
        client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def at(who: Agent, part: str = "") -> str:
    return f"/duty/{who.pk}{part}"


def test_one_s_own_time_and_that_of_one_s_team_are_open_and_no_other(world: World, sign_in: SignIn) -> None:
    assert sign_in(world.ana).get(at(world.ana)).status_code == 200
    assert sign_in(world.lea).get(at(world.ana)).status_code == 200
    assert sign_in(world.ada).get(at(world.mo)).status_code == 200
    for stranger in (world.ben, world.mo):
        assert sign_in(stranger).get(at(world.ana)).status_code == 403
        assert sign_in(stranger).post(at(world.ana, "/absences"), {"first": TODAY.isoformat()}).status_code == 403
    assert Client().get(at(world.ana)).status_code == 302 and not Absence.objects.exists()
    assert sign_in(world.lea).get(at(world.ana, "/roster")).status_code == 405


def test_lea_keeps_ana_s_week(world: World, sign_in: SignIn) -> None:
    lea = sign_in(world.lea)
    week = {"work-0": "8-12, 13:00-17:00", "break-0": "10:00-10:15", "work-5": "22:00-06:00"}
    assert lea.post(at(world.ana, "/roster"), week).status_code == 302
    assert Roster.objects.get().week[0] == [[480, 720, [[600, 615]]], [780, 1020, []]]
    shown = lea.get(at(world.ana)).content.decode()
    assert 'value="08:00-12:00, 13:00-17:00"' in shown and 'value="22:00-06:00"' in shown
    refused = lea.post(at(world.ana, "/roster"), week | {"work-0": "8-25"})
    assert refused.status_code == 422 and "is no time of day" in refused.content.decode()
    assert 'value="8-25"' in refused.content.decode()  # nothing typed is lost
    lea.post(at(world.ana, "/roster"), {"clear": "1"})
    assert not Roster.objects.exists()
    assert sign_in(world.ana).post(at(world.ana, "/roster"), week).status_code == 422  # her own week is her lead's


def test_shifts_come_move_and_go(world: World, sign_in: SignIn) -> None:
    lea = sign_in(world.lea)
    day = {"day": TOMORROW.isoformat()}
    lea.post(at(world.ana, "/shifts"), day | {"work": "10-18", "breaks": "13-14"})
    shift = Shift.objects.get()
    assert "10:00–18:00" in lea.get(at(world.ana)).content.decode()
    lea.post(at(world.ana, "/shifts"), day | {"work": "12-20", "shift": str(shift.pk)})
    shift.refresh_from_db()
    assert shift.begins_at and shift.begins_at.hour == 12
    refused = lea.post(at(world.ana, "/shifts"), day | {"work": "13-14"})
    assert refused.status_code == 422 and "another shift at that time" in refused.content.decode()
    lea.post(at(world.ana, f"/shifts/{shift.pk}/remove"))
    lea.post(at(world.ana, "/shifts"), day | {"free": "1"})
    assert Shift.objects.get().begins_at is None
    assert lea.post(at(world.ben, f"/shifts/{Shift.objects.get().pk}/remove")).status_code == 404


def test_an_absence_lasts_through_its_last_day_and_why_is_for_leads(world: World, sign_in: SignIn) -> None:
    said = {"first": TODAY.isoformat(), "last": TOMORROW.isoformat(), "why": "an operation"}
    assert sign_in(world.ana).post(at(world.ana, "/absences"), said).status_code == 302
    absence = Absence.objects.get()
    assert absence.ends_at and absence.ends_at.date() == TODAY + timedelta(days=2)
    assert "an operation" in sign_in(world.lea).get(at(world.ana)).content.decode()
    assert "an operation" not in sign_in(world.ada).get(at(world.ana)).content.decode()
    week = sign_in(world.ben).get("/duty/").content.decode()
    assert "away" in week and "an operation" not in week
    sign_in(world.ana).post(at(world.ana, f"/absences/{absence.pk}/end"))
    assert queries.is_on_duty(world.ana.pk, at=timezone.now())


def test_a_circle_of_stand_ins_is_refused_on_the_page(world: World, sign_in: SignIn) -> None:
    lea = sign_in(world.lea)
    assert lea.post(at(world.ana, "/substitutes"), {"stand_in": str(world.ben.pk)}).status_code == 302
    refused = lea.post(at(world.ben, "/substitutes"), {"stand_in": str(world.ana.pk)})
    assert refused.status_code == 422 and "That would be a circle" in refused.content.decode()
    lea.post(at(world.ana, f"/substitutes/{Substitute.objects.get().pk}/end"))
    assert queries.stand_ins(at=timezone.now()) == {}


def test_the_words_of_duty_are_hidden_until_they_are_used(world: World, sign_in: SignIn) -> None:
    ana = sign_in(world.ana)
    assert "/duty" not in ana.get("/inbox").content.decode() and "/duty" not in ana.get("/today").content.decode()
    acts.begin_absence(world.ben, since=timezone.now(), until=None, by=world.lea, at=timezone.now())
    assert 'hx-get="/duty/strip"' in ana.get("/inbox").content.decode()
    strip = ana.get("/duty/strip", headers={"HX-Request": "true", "HX-Target": "duty-strip"}).content.decode()
    assert "I'm off" in strip and "away, back unknown" in strip and "<html" not in strip


def test_i_am_off_and_on_again(world: World, sign_in: SignIn) -> None:
    ana = sign_in(world.ana)
    ana.post("/duty/say", {"on": "no"})
    assert not Override.objects.get().is_on
    assert "I'm on" in ana.get("/duty/strip").content.decode()
    ana.post("/duty/say", {"on": "yes"})
    assert not Override.objects.exists()
    acts.begin_absence(world.ana, since=timezone.now(), until=None, by=world.lea, at=timezone.now())
    assert "End that absence first" in ana.post("/duty/say", {"on": "yes"}, follow=True).content.decode()


def test_a_team_s_week_shows_who_is_here_first(world: World, sign_in: SignIn) -> None:
    acts.begin_absence(world.ana, since=timezone.now(), until=None, by=world.lea, at=timezone.now())
    page = sign_in(world.lea).get("/duty/").content.decode()
    now = page[page.index('id="now"') : page.index('id="week"')]
    assert re.findall(r"(Ana|Ben|Lea) Example", now) == ["Ben", "Lea", "Ana"]
    assert sign_in(world.lea).get(f"/duty/?team={world.hill.pk}").content.decode().count("Mo Example") == 0
    assert sign_in(world.lea).get("/duty/?week=nonsense&team=x").status_code == 200


def test_a_plan_is_looked_at_before_it_is_imported(world: World, sign_in: SignIn) -> None:
    lea = sign_in(world.lea)
    table = f"who,day,from,to\nAna Example,{TOMORROW},08:00,16:00\nMo Example,{TOMORROW},08:00,16:00\n"
    file = SimpleUploadedFile("plan.csv", table.encode())
    preview = lea.post("/duty/import", {"plan": file, "zone": "UTC"}).content.decode()
    assert "08:00–16:00" in preview and "Nobody whose time you plan is called &#39;Mo Example&#39;" in preview
    assert f"{TOMORROW}." not in preview, "the days are said as people say them"
    assert not Shift.objects.exists()
    for _ in range(2):
        lea.post("/duty/import", {"content": table, "zone": "UTC", "import": "1"})
    assert Shift.objects.get().agent == world.ana
    assert sign_in(world.ana).get("/duty/import").status_code == 403
    assert "Choose a file first" in lea.post("/duty/import", {}).content.decode()
    assert lea.post("/duty/import", {"content": table, "zone": "Nowhere/At-All"}).status_code == 422


def test_a_calendar_opens_by_its_secret_address_alone_until_it_is_closed(world: World, sign_in: SignIn) -> None:
    ana = sign_in(world.ana)
    acts.add_shift(world.ana, (timezone.now(), timezone.now() + timedelta(hours=1)), by=world.lea, at=timezone.now())
    page = ana.post(at(world.ana, "/calendar")).content.decode()
    [address] = re.findall(r'value="http://testserver(/duty/calendar/[^"]+)"', page)
    answered = Client().get(address)
    assert answered["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"SUMMARY:On duty" in answered.content and b"BEGIN:VEVENT" in answered.content
    assert Client().get("/duty/calendar/guessed.ics").status_code == 404
    assert sign_in(world.lea).post(at(world.ana, "/calendar")).status_code == 403
    ana.post(at(world.ana, "/calendar"))
    assert Client().get(address).status_code == 404  # a new one ends the old one
    ana.post(at(world.ana, "/calendar"), {"close": "1"})
    assert "Make an address" in ana.get(at(world.ana)).content.decode()


def test_who_covers_is_said_on_the_conversation_on_today_and_above_one_s_own_list(
    world: World, sign_in: SignIn
) -> None:
    now = timezone.now()
    lamp = world.receive(at=now - timedelta(days=2))
    conversations.claim(lamp, by=world.ana, at=now - timedelta(days=2))
    ben = sign_in(world.ben)
    assert "You cover" not in ben.get("/today").content.decode()
    away = acts.begin_absence(world.ana, since=now - timedelta(hours=1), until=None, by=world.lea, at=now)
    page = ben.get(f"/c/{lamp.pk}").content.decode()
    assert "Ana Example: away, back unknown. You cover." in page
    assert "You cover for Ana Example" in ben.get("/today").content.decode()
    assert "You cover for Ana Example: 1 conversation" in ben.get("/inbox/mine").content.decode()
    assert "Ben Example covers." in sign_in(world.lea).get(f"/c/{lamp.pk}").content.decode()
    world.reply(lamp, by=world.ben, at=now)
    acts.end_absence(away, by=world.ana, at=timezone.now())
    today = sign_in(world.ana).get("/today").content.decode()
    assert "While you were away" in today and "answered" in today


def test_giving_to_who_is_off_is_refused_and_names_who_stands_in(world: World, sign_in: SignIn) -> None:
    now = timezone.now()
    lamp = world.receive(at=now)
    acts.begin_absence(world.ana, since=now, until=None, by=world.lea, at=now)
    acts.set_substitute(world.ana, world.lea, since=now, until=None, by=world.lea, at=now)
    ben = sign_in(world.ben)
    assert "away, back unknown" in ben.get(f"/c/{lamp.pk}").content.decode()
    page = ben.post(f"/c/{lamp.pk}/assign", {"to": f"agent-{world.ana.pk}"}, follow=True).content.decode()
    assert "Give it to Lea Example, who stands in, or leave it to Front." in page and "Not there now" in page
    [offered] = re.findall(r'value="(agent-\d+)">Give it to Lea Example', page)
    ben.post(f"/c/{lamp.pk}/assign", {"to": offered})
    lamp.refresh_from_db()
    assert lamp.owner == world.lea
