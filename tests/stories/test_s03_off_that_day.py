"""S3. A room that nobody has cleaned, and a manager who is off that day. Here nothing climbs to someone absent: it
passes whoever is not there, says so, and the guest's page names who has it, or when the first of them is back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation
from makegood.escalations.models import Ask, Escalation
from makegood.people.duty import acts as duty
from makegood.people.duty.rules.person import Line, Week
from makegood.people.models import Agent
from tests.stage import Stage, hire_above, next_on
from tests.world import DAY, HOUR

# Screens say nothing about SQL that the acts' own tests do not.
pytestmark = pytest.mark.once


def working_on(day: datetime) -> Week:
    """A week in which one works on the weekday of that day alone."""
    return tuple(((Line(540, 1020),) if number == day.weekday() else ()) for number in range(7))


@pytest.fixture
def above(stage: Stage) -> dict[str, Agent]:
    """Above Lea, who leads: Max manages the house, Rosa the region, Hana all of it."""
    return hire_above(stage.world)


def complains(stage: Stage, now: datetime) -> Conversation:
    """Eva wrote, Ana said that somebody comes, nobody came, and Eva wrote again."""
    room = stage.writes("The room has not been cleaned.", subject="Room 12", at=now - 30 * HOUR)
    conversations.claim(room, by=stage.world.ana, at=now - 30 * HOUR)
    stage.world.reply(room, at=now - 29 * HOUR, html="<div>I am sorry. Somebody comes at once.</div>")
    stage.work(now - 28 * HOUR)
    stage.writes("Nobody came.", subject="Re: Room 12", at=now - 26 * HOUR, answers=stage.newest_mail())
    return Conversation.objects.get(pk=room.pk)


def test_s03_nothing_climbs_to_someone_who_is_off_that_day(stage: Stage, above: dict[str, Agent]) -> None:
    now, world = timezone.now(), stage.world
    room = complains(stage, now)
    # Ana falls ill, and Ben stands in for her. Lea has no shift that day; Max is away, and nobody knows until when.
    duty.set_substitute(world.ana, world.ben, since=now - 25 * HOUR, until=None, by=world.ada, at=now - 25 * HOUR)
    duty.begin_absence(world.ana, since=now - 25 * HOUR, until=now + HOUR, by=world.ada, at=now - 25 * HOUR)
    duty.set_roster(world.lea, working_on(now + 3 * DAY), zone="UTC", by=world.ada, at=now - 25 * HOUR)
    duty.begin_absence(above["max"], since=now - 25 * HOUR, until=None, by=world.ada, at=now - 25 * HOUR)
    ben = stage.desk_of(world.ben, "/today")
    expect(ben.locator("#covering")).to_contain_text("Room 12")

    # A day later the answer is late. It climbs past both, to Rosa, and Eva sees who has it.
    stage.work()
    assert {one.agent.name: one.skipped for one in Ask.objects.all()} == {
        "Lea Example": Ask.Skipped.OFF,
        "Max House": Ask.Skipped.ABSENT,
        "Rosa House": "",
    }
    eva = stage.page_of(stage.newest_mail())
    expect(eva.locator(".holder")).to_contain_text("Rosa has this now.")
    expect(next_on(eva)).to_contain_text("It was taken higher. Rosa has it, and answers you by")

    # Rosa's day ends before she gets to it: at once Hana has it, and nobody who was passed over.
    rosa = stage.desk_of(above["rosa"], f"/c/{room.pk}")
    expect(rosa.locator("#climbing")).to_contain_text("You have this now.")
    expect(rosa.locator("#timeline")).to_contain_text("Lea Example is off duty · Max House is away")
    rosa.locator("#duty-strip").get_by_role("button", name="I'm off").click()
    expect(rosa.locator("#toasts")).to_contain_text("You are off.")
    stage.work()
    eva.reload()
    expect(eva.locator(".holder")).to_contain_text("Hana has this now.")

    # Hana is the last who is there. She is told so, and answers.
    hana = stage.desk_of(above["hana"], f"/c/{room.pk}")
    hana.locator("#duty-strip").get_by_role("button", name="I'm off").click()
    expect(hana.locator("#toasts")).to_contain_text("Name a stand-in first")
    hana.keyboard.press("r")
    expect(hana.locator("#reply .rich")).to_be_focused()
    hana.keyboard.type("Dear Eva, you have another room, and tonight is on us.")
    hana.keyboard.press("Control+Enter")
    expect(hana.locator("#toasts")).to_contain_text("It leaves in ten seconds.")
    assert Escalation.objects.get().ended_at
    stage.work(timezone.now() + timedelta(minutes=1))
    assert "tonight is on us" in stage.newest_mail().get_body(("plain",)).get_content()
    eva.reload()
    expect(next_on(eva)).to_contain_text("We wait for a word from you.")
    stage.is_healthy()


def test_s03_when_all_are_off_the_first_who_comes_back_has_it(stage: Stage, above: dict[str, Agent]) -> None:
    now, world = timezone.now(), stage.world
    complains(stage, now)
    for agent, days in ((world.lea, 3), (above["max"], 2), (above["rosa"], 4), (above["hana"], 5)):
        duty.set_roster(agent, working_on(now + days * DAY), zone="UTC", by=world.ada, at=now - 25 * HOUR)
    stage.work()
    eva = stage.page_of(stage.newest_mail())
    expect(next_on(eva)).to_contain_text("Max is back first, and has it from")
    expect(next_on(eva)).to_contain_text("9:00")
    assert Escalation.objects.get().told_at is None
    stage.is_healthy()

    # He comes in on his free day, says so, and has it.
    desk = stage.desk_of(above["max"], "/inbox#views", width=390)
    desk.locator("#duty-strip").get_by_role("button", name="I'm on").click()
    expect(desk.locator("#toasts")).to_contain_text("You are on duty")
    stage.work()
    eva.reload()
    expect(eva.locator(".holder")).to_contain_text("Max has this now.")
    stage.is_healthy()
