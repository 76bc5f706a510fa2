"""The pages for office hours, service targets and groups of customers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from makegood.clocks.hours import Hours
from makegood.clocks.models import OfficeHours, Target
from makegood.clocks.queries import as_hours
from makegood.customers.models import Customer, Group
from makegood.desk.settings import hours_words
from makegood.people import acts, queries
from makegood.people.models import Location, Team
from tests.people.world import NOON, World

SHOP = Hours("Europe/Berlin", (((540, 720), (780, 1080)),) * 5 + (((600, 840),), ()), country="DE", subdivision="BY")


def week() -> dict[str, Any]:
    """The fields of a week: nine to six with a break, Saturday shorter."""
    halves = {"from": ["09:00", "13:00"], "to": ["12:00", "18:00"]}
    days = {f"{way}-{day}": times for day in range(5) for way, times in halves.items()}
    return {**days, "from-5": ["10:00"], "to-5": ["14:00"], "from-6": [""], "to-6": [""]}


def fields(**more: Any) -> dict[str, Any]:
    said = {"name": "Shop hours", "zone": "Europe/Berlin", "country": "DE", "subdivision": "BY"}
    return {**said, **week(), **more}


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_small_shop_says_once_when_it_is_open_and_is_done(world: World, ana: Client) -> None:
    assert "you are always open" in text(ana, "/settings/hours")
    page = text(ana, "/settings/hours/add")
    assert page.count('value="09:00"') == 5 and "17:00" in page
    assert ana.post("/settings/hours/add", fields()).url == "/settings/hours"
    assert queries.hours_of(world.service.pk) == SHOP
    page = text(ana, "/settings/hours")
    assert "Mon–Fri" in page and "09:00–12:00, 13:00–18:00" in page and "closed" in page


def test_with_several_locations_hours_are_chosen_on_their_pages(world: World, ana: Client) -> None:
    acts.add_location("Quay", zone="UTC", region=None, by=world.ana, now=NOON)
    assert ana.post("/settings/hours/add", fields()).url == "/settings/teams"
    shop = OfficeHours.objects.get()
    assert "Nobody keeps these yet" in text(ana, "/settings/hours")
    ana.post(f"/settings/locations/{world.wharf.pk}", {"name": "Wharf", "zone": "UTC", "hours": shop.pk})
    assert "As Wharf: Shop hours" in text(ana, f"/settings/teams/{world.online.pk}")
    ana.post(f"/settings/teams/{world.online.pk}", {"name": "Web", "hours": shop.pk})
    page = text(ana, "/settings/hours")
    assert "Kept by Wharf, Web." in page and "Always open: Quay." in page
    ana.post(f"/settings/locations/{world.wharf.pk}", {"name": "Wharf", "zone": "UTC", "hours": ""})
    assert (Location.objects.get(pk=world.wharf.pk).hours, Team.objects.get(pk=world.online.pk).hours) == (None, shop)


def test_a_page_without_hours_does_not_ask_for_them(world: World, ana: Client) -> None:
    assert 'name="hours"' not in text(ana, f"/settings/locations/{world.wharf.pk}")


def test_special_days_come_and_go(world: World, ana: Client) -> None:
    shop = acts.add_hours("Shop hours", SHOP, by=world.ana, now=NOON)
    path, soon = f"/settings/hours/{shop.pk}", date.today() + timedelta(days=30)  # noqa: DTZ011 - a day on a form
    later = soon + timedelta(days=1)
    special = {"special": [soon.isoformat(), later.isoformat(), ""], "from-s0": ["9"], "to-s0": ["12.30"]}
    ana.post(path, fields(**special))
    assert as_hours(OfficeHours.objects.get()).special == ((soon, ((540, 750),)), (later, ()))
    page = text(ana, path)
    assert soon.isoformat() in page and 'value="12:30"' in page
    ana.post(path, fields(special=["", ""]))
    assert as_hours(OfficeHours.objects.get()) == SHOP


def test_past_midnight_all_day_and_always(world: World, ana: Client) -> None:
    ana.post("/settings/hours/add", fields(**{"from-6": ["22:00"], "to-6": ["02:00"]}))
    assert as_hours(OfficeHours.objects.get()).week[6] == ((1320, 1560),)
    ana.post("/settings/hours/add", fields(**{"name": "B", "from-6": ["00:00"], "to-6": ["24:00"]}))
    assert as_hours(OfficeHours.objects.get(name="B")).week[6] == ((0, 1440),)
    ana.post("/settings/hours/add", {"name": "C", "zone": "UTC"})
    assert as_hours(OfficeHours.objects.get(name="C")).is_always


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"from-0": ["9:00"], "to-0": [""]}, "Monday: from when to when?"),
        ({"from-0": ["25:00"], "to-0": ["26:00"]}, "Monday: from when to when?"),
        ({"from-0": ["09:00", "11:00"], "to-0": ["12:00", "15:00"]}, "Monday: two openings overlap"),
        ({"special": [""], "from-s0": ["9:00"], "to-s0": ["10:00"]}, "Which day is special?"),
        ({"special": ["24.12."]}, "is no date"),
        ({"country": "ZZ"}, "No holidays are known"),
        ({"zone": "Mars/Base"}, "time zone"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    world: World, ana: Client, wrong: dict[str, Any], words: str
) -> None:
    answer = ana.post("/settings/hours/add", fields(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and 'value="13:00"' in page
    assert not OfficeHours.objects.exists()


def test_hours_that_are_kept_cannot_be_removed(world: World, ana: Client) -> None:
    ana.post("/settings/hours/add", fields())
    shop = OfficeHours.objects.get()
    assert "are the hours of Main" in ana.post(f"/settings/hours/{shop.pk}/remove").content.decode()
    acts.keep_hours(Location.objects.get(), None, by=world.ana, now=NOON)
    ana.post(f"/settings/hours/{shop.pk}/remove")
    assert not OfficeHours.objects.exists()


def test_regions_and_holidays_follow_the_country(world: World, ana: Client) -> None:
    part = ana.get(
        "/settings/hours/holidays?country=DE&subdivision=BY", headers={"HX-Request": "true", "HX-Target": "holidays"}
    ).content.decode()
    assert "Bayern" in part and "Christmas Day" in part and "<html" not in part
    assert "Bayern" not in text(ana, "/settings/hours/holidays?country=FR&subdivision=BY")
    assert "<html" in text(ana, "/settings/hours/holidays?country=..%2F..&subdivision=%00")


def test_where_nothing_opens_it_is_said_on_the_first_page(world: World, ana: Client) -> None:
    today = datetime.now(UTC).date()
    shut = tuple((today + n * timedelta(days=1), ()) for n in range(-1, 40))
    shop = acts.add_hours("Winter", Hours("UTC", (((540, 1020),),) * 7, special=shut), by=world.ana, now=NOON)
    acts.keep_hours(world.online, shop, by=world.ana, now=NOON)
    assert "Nothing opens within 14 days" in text(ana, "/settings/") and "For Online." in text(ana, "/settings/hours")


# How soon we answer


def target(**more: Any) -> dict[str, Any]:
    return {"kind": "first_response", "amount": 4, "unit": "hours", **more}


def test_targets_are_told_in_words(world: World, ana: Client) -> None:
    page = text(ana, "/settings/targets")
    assert page.count("within 1 working day") == 2 and "within 4 working hours" in page and "owed nowhere" in page
    ana.post("/settings/targets/add", target(team=world.online.pk, channel="mail", tag=" Urgent  THING "))
    page = text(ana, "/settings/targets")
    assert "within 4 working hours, for Online (Main), by mail, tagged “urgent thing”" in page
    assert page.count("within 1 working day") == 2, "the usual still holds for all others"


def test_a_target_for_all_takes_the_place_of_the_usual(world: World, ana: Client) -> None:
    ana.post("/settings/targets/add", target(amount=30, unit="minutes", warn=25, at_end="release"))
    page = text(ana, "/settings/targets")
    assert "within 30 working minutes" in page and page.count("within 1 working day") == 1
    assert "Warns when 25 % of its time is left." in page and "goes back to its team" in page


def test_a_target_is_changed_and_removed(world: World, ana: Client) -> None:
    ana.post("/settings/targets/add", target(kind="resolution", amount=5, unit="days", pauses="on"))
    made = Target.objects.get()
    page = text(ana, f"/settings/targets/{made.pk}")
    assert 'value="5"' in page and "checked" in page
    ana.post(f"/settings/targets/{made.pk}", target(amount=2, unit="hours", warn=30, warn_in="minutes"))
    made.refresh_from_db()
    assert (made.kind, made.amount, made.unit, made.pauses, made.warn) == ("resolution", 120, "minutes", False, 30)
    ana.post(f"/settings/targets/{made.pk}/remove")
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "promise"}, "Choose what is owed"),
        ({"amount": ""}, "required"),
        ({"amount": 400, "unit": "days"}, "365 days"),
        ({"unit": "weeks"}, "Choose from what is offered"),
        ({"team": 999_999_999}, "There is no such team"),
        ({"pauses": "on"}, "Only a solution can pause"),
    ],
)
def test_a_target_that_cannot_be_is_refused_in_words(
    world: World, ana: Client, wrong: dict[str, Any], words: str
) -> None:
    answer = ana.post("/settings/targets/add", target(**wrong))
    assert answer.status_code == 422 and words in answer.content.decode() and not Target.objects.exists()


def test_the_same_conditions_are_named_once(world: World, ana: Client) -> None:
    ana.post("/settings/targets/add", target())
    assert "just these conditions" in ana.post("/settings/targets/add", target(amount=9)).content.decode()


def test_groups_come_and_go_and_can_be_named_by_a_target(world: World, ana: Client) -> None:
    ana.post("/settings/targets/groups/add", {"name": "Care homes"})
    group = Group.objects.get()
    Customer.objects.create(name="Eva", group=group, created_at=NOON)
    ana.post("/settings/targets/add", target(group=group.pk))
    assert "for customers in “Care homes”" in text(ana, "/settings/targets")
    path = f"/settings/targets/groups/{group.pk}"
    assert "A service target is for Care homes" in ana.post(path, {"name": "x", "remove": "1"}).content.decode()
    ana.post(path, {"name": "Homes"})
    ana.post(f"/settings/targets/{Target.objects.get().pk}/remove")
    ana.post(path, {"name": "Homes", "remove": "1"})
    assert not Group.objects.exists() and Customer.objects.get().group is None


# In words


def test_hours_in_words() -> None:
    assert hours_words.week(SHOP) == [
        ("Mon–Fri", "09:00–12:00, 13:00–18:00"),
        ("Sat", "10:00–14:00"),
        ("Sun", "closed"),
    ]
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    for hour, words in [
        (8, "Open now, until noon."),
        (11, "Closed now, opens 13:00."),
        (20, "Closed now, opens tomorrow 09:00."),
    ]:
        assert hours_words.now_open(SHOP, now=monday + timedelta(hours=hour)) == words
    assert hours_words.now_open(Hours(), now=monday) == "Always open."
    full = Hours("UTC", (((0, 1440),),) * 7)
    assert hours_words.week(full) == [("Mon–Sun", "all day")] and hours_words.now_open(full, now=monday) == "Open now."
