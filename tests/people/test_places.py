"""Teams, locations, regions, mailboxes, the company."""

from __future__ import annotations

import pytest

from makegood.people import acts, queries
from makegood.people.models import Company, Location, Mailbox, Rank, Team
from makegood.people.rules import NotAllowed, Post, StillNeeded, Taken, Unfit
from makegood.timeline.models import Event
from tests.people.world import NOON, World


def add_box(world: World, address: str = "Service@Hearth.example") -> Mailbox:
    return acts.add_mailbox(address, team=world.service, by=world.ana, now=NOON)


def test_only_an_admin_changes_places_mailboxes_and_the_company(world: World) -> None:
    box, ben = add_box(world), world.ben
    region = acts.add_region("North", by=world.ana, now=NOON)
    before = Event.objects.count()
    for call in (
        lambda: acts.add_team("X", world.wharf, by=ben, now=NOON),
        lambda: acts.rename_team(world.service, "X", by=ben, now=NOON),
        lambda: acts.close_team(world.service, heir=world.online, by=ben, now=NOON),
        lambda: acts.add_location("X", zone="UTC", region=None, by=ben, now=NOON),
        lambda: acts.change_location(world.wharf, name="X", zone="UTC", region=None, by=ben, now=NOON),
        lambda: acts.close_location(world.wharf, by=ben, now=NOON),
        lambda: acts.add_region("X", by=ben, now=NOON),
        lambda: acts.rename_region(region, "X", by=ben, now=NOON),
        lambda: acts.remove_region(region, by=ben, now=NOON),
        lambda: acts.add_mailbox("x@hearth.example", team=world.service, by=ben, now=NOON),
        lambda: acts.sign_mailbox(box, "X", by=ben, now=NOON),
        lambda: acts.pause_mailbox(box, by=ben, now=NOON),
        lambda: acts.resume_mailbox(box, by=ben, now=NOON),
        lambda: acts.change_company(name="X", zone="UTC", currency="EUR", by=ben, now=NOON),
    ):
        with pytest.raises(NotAllowed):
            call()
    assert Event.objects.count() == before


def test_a_name_is_once_a_location(world: World) -> None:
    with pytest.raises(Taken, match="Online"):
        acts.add_team("Online", world.wharf, by=world.ana, now=NOON)
    with pytest.raises(Taken, match="Main"):
        acts.add_location("Main", zone="UTC", region=None, by=world.ana, now=NOON)
    with pytest.raises(Taken):
        acts.rename_team(world.service, "Online", by=world.ana, now=NOON)


def test_the_last_team_stays(world: World) -> None:
    acts.close_team(world.online, by=world.ana, now=NOON)
    with pytest.raises(StillNeeded):
        acts.close_team(world.service, by=world.ana, now=NOON)


def test_a_team_that_owns_something_stays(world: World) -> None:
    with pytest.raises(StillNeeded, match="open conversations"):
        acts.close_team(world.service, heir=world.online, by=world.ana, now=NOON, owning=frozenset([world.service.pk]))


def test_a_closed_team_leaves_its_mailboxes_to_its_heir(world: World) -> None:
    box = add_box(world)
    with pytest.raises(StillNeeded, match="mailboxes"):
        acts.close_team(world.service, by=world.ana, now=NOON)
    with pytest.raises(Unfit):
        acts.close_team(world.service, heir=world.service, by=world.ana, now=NOON)
    acts.close_team(world.service, heir=world.online, by=world.ana, now=NOON)
    box.refresh_from_db()
    assert (box.team_id, Team.objects.get(pk=world.service.pk).is_active) == (world.online.pk, False)


def test_closing_twice_is_once(world: World) -> None:
    acts.close_team(world.online, by=world.ana, now=NOON)
    before = Event.objects.count()
    acts.close_team(world.online, by=world.ana, now=NOON)
    assert Event.objects.count() == before


def test_a_location_with_an_open_team_stays(world: World) -> None:
    quay = acts.add_location("Quay Lane", zone="Europe/London", region=None, by=world.ana, now=NOON)
    team = acts.add_team("Quay", quay, by=world.ana, now=NOON)
    with pytest.raises(StillNeeded, match="Quay"):
        acts.close_location(quay, by=world.ana, now=NOON)
    acts.close_team(team, by=world.ana, now=NOON)
    acts.close_location(quay, by=world.ana, now=NOON)
    assert not Location.objects.get(pk=quay.pk).is_active
    with pytest.raises(Unfit):
        acts.add_team("Again", quay, by=world.ana, now=NOON)


def test_a_region_with_a_location_stays(world: World) -> None:
    north = acts.add_region("North", by=world.ana, now=NOON)
    acts.change_location(world.wharf, name="Wharf", zone="Europe/Paris", region=north, by=world.ana, now=NOON)
    acts.give_role(world.ben, Post(Rank.REGIONAL, north.pk), by=world.ana, now=NOON)
    assert queries.standing(world.ben).may_lead(world.online.pk)
    with pytest.raises(StillNeeded):
        acts.remove_region(north, by=world.ana, now=NOON)
    acts.change_location(world.wharf, name="Wharf", zone="Europe/Paris", region=None, by=world.ana, now=NOON)
    acts.take_role(world.ben, Post(Rank.REGIONAL, north.pk), by=world.ana, now=NOON)
    acts.remove_region(north, by=world.ana, now=NOON)


def test_an_address_is_ours_once_in_whatever_case(world: World) -> None:
    add_box(world)
    assert queries.mailbox_at("SERVICE@hearth.example") is not None
    with pytest.raises(Taken, match=r"service@hearth\.example"):
        add_box(world, "service@HEARTH.example")


@pytest.mark.parametrize("address", ["service+x@hearth.example", "nothing", "@hearth.example", "service@"])
def test_an_address_that_cannot_be_ours_is_refused(world: World, address: str) -> None:
    with pytest.raises(Unfit):
        add_box(world, address)


def test_a_changed_mailbox_says_what_it_was_before(world: World) -> None:
    box = add_box(world)
    settings = {"name": "Hearth & Oak", "automatic_stays_open": True, "reopen_days": 14, "gives_page": False}
    acts.change_mailbox(box, address="help@hearth.example", team=world.online, **settings, by=world.ana, now=NOON)
    event = Event.objects.latest("id")
    assert event.about["changed"]["address"] == ["service@hearth.example", "help@hearth.example"]
    assert event.about["changed"]["team_id"] == [world.service.pk, world.online.pk]
    assert Mailbox.objects.get().reopen_days == 14


def test_a_mailbox_rests_and_works_again_once_each(world: World) -> None:
    box = add_box(world)
    for act in (acts.pause_mailbox, acts.pause_mailbox, acts.resume_mailbox, acts.resume_mailbox):
        act(box, by=world.ana, now=NOON)
    assert Event.objects.filter(kind="mailbox.changed").count() == 3
    assert Mailbox.objects.get().is_active


def test_the_company_changes_in_words(world: World) -> None:
    acts.change_company(name="Hearth & Oak", zone="Europe/Paris", currency="sek", by=world.ana, now=NOON)
    assert Company.objects.get().currency == "SEK"
    with pytest.raises(Unfit):
        acts.change_company(name="Hearth & Oak", zone="Europe/Nowhere", currency="EUR", by=world.ana, now=NOON)
