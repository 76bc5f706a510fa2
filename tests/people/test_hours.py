"""Office hours: named by an admin, kept by locations and teams."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction

from makegood.agenda.models import Turn
from makegood.clocks.hours import ALWAYS, Hours
from makegood.clocks.models import OfficeHours, Target
from makegood.clocks.queries import as_hours, book
from makegood.clocks.targets import Said
from makegood.people import acts, queries
from makegood.people.rules import NotAllowed, StillNeeded, Taken, Unfit
from makegood.timeline.models import Event
from tests.people.world import NOON, World

SHOP = Hours("Europe/Berlin", (((540, 720), (780, 1080)),) * 5 + (((600, 840),), ()), country="DE", subdivision="BE")
NIGHT = Hours("Europe/Berlin", (((1320, 1800),),) * 7)


@pytest.fixture
def shop(world: World) -> OfficeHours:
    return acts.add_hours("Shop hours", SHOP, by=world.ana, now=NOON)


def test_hours_are_kept_as_they_were_said(world: World, shop: OfficeHours) -> None:
    eve = replace(SHOP, special=((date(2026, 12, 24), ((540, 720),)), (date(2026, 12, 31), ())))
    acts.change_hours(shop, "Shop", eve, by=world.ana, now=NOON)
    assert as_hours(OfficeHours.objects.get()) == eve
    assert Event.objects.filter(kind="hours.changed").last().about["changed"] == ["name", "special"]


def test_a_team_without_hours_has_its_locations_which_is_always_open_without(world: World, shop: OfficeHours) -> None:
    assert queries.hours_of(world.service.pk) == ALWAYS
    acts.keep_hours(world.wharf, shop, by=world.ana, now=NOON)
    assert queries.hours_of(world.service.pk) == queries.hours_of_location(world.wharf.pk) == SHOP
    night = acts.add_hours("Night", NIGHT, by=world.ana, now=NOON)
    acts.keep_hours(world.online, night, by=world.ana, now=NOON)
    assert (queries.hours_of(world.online.pk), queries.hours_of(world.service.pk)) == (NIGHT, SHOP)
    assert queries.hours_ids([world.online.pk, world.service.pk]) == {
        world.online.pk: night.pk,
        world.service.pk: shop.pk,
    }
    acts.keep_hours(world.online, None, by=world.ana, now=NOON)
    assert queries.hours_of(world.online.pk) == SHOP


def test_what_was_read_is_read_anew_after_a_change_and_only_then(
    world: World, shop: OfficeHours, django_assert_num_queries: Callable[[int], object]
) -> None:
    acts.keep_hours(world.wharf, shop, by=world.ana, now=NOON)
    assert queries.hours_of(world.service.pk) == SHOP
    with django_assert_num_queries(2):
        assert queries.hours_of(world.service.pk) == SHOP
    acts.change_hours(shop, "Shop hours", NIGHT, by=world.ana, now=NOON)
    assert queries.hours_of(world.service.pk) == NIGHT


def test_a_change_that_is_rolled_back_is_not_remembered(world: World, shop: OfficeHours) -> None:
    acts.keep_hours(world.wharf, shop, by=world.ana, now=NOON)
    with pytest.raises(RuntimeError), transaction.atomic():
        acts.change_hours(shop, "Shop hours", NIGHT, by=world.ana, now=NOON)
        assert queries.hours_of(world.service.pk) == NIGHT
        raise RuntimeError
    assert queries.hours_of(world.service.pk) == SHOP


def test_only_what_changes_is_an_event_and_counts_clocks_anew(world: World, shop: OfficeHours) -> None:
    before = Event.objects.count()
    acts.change_hours(shop, "Shop hours", SHOP, by=world.ana, now=NOON)
    acts.keep_hours(world.wharf, None, by=world.ana, now=NOON)
    assert (Event.objects.count(), Turn.objects.filter(kind="recount").count()) == (before, 0)
    acts.keep_hours(world.service, shop, by=world.ana, now=NOON)
    assert [turn.about for turn in Turn.objects.filter(kind="recount")] == [{"teams": [world.service.pk]}]


def test_hours_that_someone_keeps_stay(world: World, shop: OfficeHours) -> None:
    acts.keep_hours(world.service, shop, by=world.ana, now=NOON)
    with pytest.raises(StillNeeded, match=str(world.service)):
        acts.remove_hours(shop, by=world.ana, now=NOON)
    acts.keep_hours(world.service, None, by=world.ana, now=NOON)
    acts.remove_hours(shop, by=world.ana, now=NOON)
    assert book().hours == {}


@pytest.mark.parametrize(
    ("name", "hours", "words"),
    [
        ("", SHOP, "name"),
        ("X", replace(SHOP, zone="Europe/Nowhere"), "time zone"),
        ("X", replace(SHOP, country="ZZ"), "country"),
        ("X", replace(SHOP, subdivision="ZZ"), "region"),
    ],
)
def test_what_cannot_be_is_refused_in_words(world: World, name: str, hours: Hours, words: str) -> None:
    with pytest.raises(Unfit, match=words):
        acts.add_hours(name, hours, by=world.ana, now=NOON)


def test_a_name_is_given_once(world: World, shop: OfficeHours) -> None:
    with pytest.raises(Taken):
        acts.add_hours("Shop hours", NIGHT, by=world.ana, now=NOON)


def test_a_week_of_empty_days_is_always_open(world: World) -> None:
    made = acts.add_hours("Any time", Hours("UTC", ((),) * 7), by=world.ana, now=NOON)
    assert as_hours(made).is_always


def test_a_team_for_which_nothing_opens_is_named(world: World, shop: OfficeHours) -> None:
    shut = tuple((date(2026, 11, 1) + n * timedelta(days=1), ()) for n in range(60))
    acts.keep_hours(world.online, shop, by=world.ana, now=NOON)
    assert queries.never_open(NOON) == []
    acts.change_hours(shop, "Shop hours", replace(SHOP, special=shut), by=world.ana, now=NOON)
    assert queries.never_open(NOON) == [world.online]


def test_targets_are_set_changed_and_removed(world: World) -> None:
    said = Said("first_response", 240, "minutes", team_id=world.online.pk)
    made = acts.add_target(said, by=world.ana, now=NOON)
    assert book().target(made.pk) == made
    with pytest.raises(Taken, match="these conditions"):
        acts.add_target(replace(said, amount=60), by=world.ana, now=NOON)
    acts.change_target(made, replace(said, amount=60, team_id=None), by=world.ana, now=NOON)
    other = acts.add_target(said, by=world.ana, now=NOON)
    with pytest.raises(Taken, match="these conditions"):
        acts.change_target(other, replace(said, team_id=None), by=world.ana, now=NOON)
    acts.remove_target(Target.objects.get(pk=made.pk), by=world.ana, now=NOON)
    assert [one.pk for one in book().targets] == [other.pk]
    assert Event.objects.filter(kind="target.changed").count() == 4


def test_a_target_counts_anew_what_it_concerns(world: World) -> None:
    acts.add_target(Said("next_response", 60, "minutes", team_id=world.online.pk), by=world.ana, now=NOON)
    acts.add_target(Said("next_response", 90, "minutes"), by=world.ana, now=NOON)
    acts.add_target(Said("resolution", 9, "days", pauses=True), by=world.ana, now=NOON)
    turns = Turn.objects.filter(kind="recount").order_by("pk")
    assert [turn.about["teams"] for turn in turns] == [[world.online.pk], None]


def test_a_target_for_no_team_or_of_no_kind_is_refused(world: World) -> None:
    for wrong in (Said("first_response", 9, "days", team_id=999_999_999), Said("promise", 9, "days")):
        with pytest.raises(Unfit):
            acts.add_target(wrong, by=world.ana, now=NOON)


def test_only_an_admin_changes_hours_and_targets(world: World, shop: OfficeHours) -> None:
    target = acts.add_target(Said("first_response", 240, "minutes"), by=world.ana, now=NOON)
    before = Event.objects.count()
    for call in (
        lambda: acts.add_hours("X", SHOP, by=world.ben, now=NOON),
        lambda: acts.change_hours(shop, "X", SHOP, by=world.ben, now=NOON),
        lambda: acts.remove_hours(shop, by=world.ben, now=NOON),
        lambda: acts.keep_hours(world.wharf, shop, by=world.ben, now=NOON),
        lambda: acts.add_target(Said("next_response", 240, "minutes"), by=world.ben, now=NOON),
        lambda: acts.change_target(target, Said("first_response", 9, "days"), by=world.ben, now=NOON),
        lambda: acts.remove_target(target, by=world.ben, now=NOON),
    ):
        with pytest.raises(NotAllowed):
            call()
    assert Event.objects.count() == before
