"""The pages for colleagues, teams, locations, the company."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from makegood.people import acts, queries
from makegood.people.models import Agent, Company, Location, Rank, Region, Role, Team
from makegood.people.rules import Post
from makegood.timeline.models import Event
from tests.desk_settings.opens import opens, signed_in
from tests.people.world import NOON, World


def test_a_new_colleague_comes_in_by_the_link_on_the_page(world: World, ana: Client) -> None:
    form = {"name": "Eve", "email": "eve@hearth.example", "post": f"lead:{world.service.pk}"}
    page = ana.post("/settings/people/add", form).content.decode()
    link = re.search(r'value="http://testserver(/sign-in/link/[^"]+)"', page)
    eve = Agent.objects.get(email="eve@hearth.example")
    assert link and queries.standing(eve).may_lead(world.service.pk)
    client = Client()
    client.post(link[1])
    assert signed_in(client) == eve.pk


def test_a_taken_address_is_said_and_what_was_typed_stays(world: World, ana: Client) -> None:
    form = {"name": "Ben the Second", "email": "ben@hearth.example", "post": f"agent:{world.service.pk}"}
    answer = ana.post("/settings/people/add", form)
    assert answer.status_code == 422
    assert "Ben Ito signs in with" in answer.content.decode() and "Ben the Second" in answer.content.decode()


@pytest.mark.parametrize("post", ["", "king:", "agent:999999999", "agent:", "admin:1", "agent:1 or 1=1", "agent:٣"])
def test_a_role_that_is_not_in_the_list_is_refused(world: World, ana: Client, post: str) -> None:
    ana.post("/settings/people/add", {"name": "Eve", "email": "eve@hearth.example", "post": post})
    assert not Agent.objects.filter(email="eve@hearth.example").exists()
    ana.post(f"/settings/people/{world.ben.pk}/roles", {"give": post})
    assert Role.objects.filter(agent=world.ben).count() == 1


def test_only_name_and_address_are_taken_from_the_form(world: World, ana: Client) -> None:
    form = {"name": "Ben", "email": "ben@hearth.example", "is_active": "", "password": "x", "theme": "dark", "id": 1}
    before = Agent.objects.get(pk=world.ben.pk)
    ana.post(f"/settings/people/{world.ben.pk}", form)
    after = Agent.objects.get(pk=world.ben.pk)
    assert (after.name, after.is_active, after.theme, after.password) == ("Ben", True, "", before.password)


def test_roles_are_given_and_taken(world: World, ana: Client) -> None:
    path = f"/settings/people/{world.ben.pk}/roles"
    ana.post(path, {"give": "head_office:"})
    assert "Head office: sees and leads everything" in ana.get(f"/settings/people/{world.ben.pk}").content.decode()
    ana.post(path, {"take": "head_office:"})
    assert not Role.objects.filter(agent=world.ben, rank=Rank.HEAD_OFFICE).exists()


def test_the_last_admin_is_told_why_they_stay(world: World, ana: Client) -> None:
    page = ana.post(f"/settings/people/{world.ana.pk}/roles", {"take": "admin:"}).content.decode()
    assert "is the last admin" in page and queries.is_admin(Agent.objects.get(pk=world.ana.pk))
    page = ana.post(f"/settings/people/{world.ana.pk}/deactivate", {}).content.decode()
    assert "is the last admin" in page and Agent.objects.get(pk=world.ana.pk).is_active


def test_a_switched_off_colleague_is_out_and_can_be_switched_on(world: World, ana: Client, ben: Client) -> None:
    assert ben.get("/me").status_code == 200
    ana.post(f"/settings/people/{world.ben.pk}/deactivate", {})
    assert ben.get("/me").status_code == 302
    ana.post(f"/settings/people/{world.ben.pk}/activate")
    assert Agent.objects.get(pk=world.ben.pk).is_active


def test_a_colleague_with_a_lost_phone_is_signed_out_everywhere(world: World, ana: Client) -> None:
    key = acts.open_session(world.ben, now=NOON)
    client = Client()
    client.cookies["makegood"] = key
    assert client.get("/me").status_code == 200
    ana.post(f"/settings/people/{world.ben.pk}/sign-out")
    assert client.get("/me").status_code == 302


def test_an_admin_who_is_no_admin_any_more_may_nothing_at_once(world: World, ana: Client) -> None:
    acts.give_role(world.ben, Post(Rank.ADMIN), by=world.ana, now=NOON)
    acts.take_role(world.ana, Post(Rank.ADMIN), by=world.ben, now=NOON)
    assert ana.post("/settings/company", {"name": "X", "zone": "UTC", "currency": "EUR"}).status_code == 403
    assert not Company.objects.exists()


def test_the_company_is_named_and_the_change_is_told(world: World, ana: Client) -> None:
    ana.post("/settings/company", {"name": "Hearth & Oak", "zone": "Europe/Paris", "currency": "sek"})
    assert Company.objects.get().currency == "SEK"
    page = ana.get("/settings/changes").content.decode()
    assert "changed the settings" in page and "Hearth &amp; Oak" in page


def test_telephone_numbers_without_a_country_are_of_the_one_that_was_chosen(world: World, ana: Client) -> None:
    said = {"name": "Hearth & Oak", "zone": "Europe/Berlin", "currency": "EUR"}
    assert "Choose a country from the list." in ana.post("/settings/company", {**said, "region": "QQ"}).content.decode()
    assert not Company.objects.exists()
    ana.post("/settings/company", {**said, "region": "DE"})
    assert queries.phone_region() == "DE"
    assert '<option value="DE" selected' in ana.get("/settings/company").content.decode()


def test_a_shop_of_one_team_meets_neither_word(db: None) -> None:
    acts.lay_ground(now=NOON)
    team = Team.objects.get()
    sole = acts.add_agent("a@b.example", "Ana", posts=[Post(Rank.ADMIN), Post(Rank.AGENT, team.pk)], by=None, now=NOON)
    client = opens(sole)
    for path in ("/settings/people", f"/settings/people/{sole.pk}", "/settings/mailboxes/add"):
        page = client.get(path).content.decode()
        assert "Service" not in page and "Main" not in page
    assert 'name="team"' not in client.get("/settings/mailboxes/add").content.decode()


def test_teams_and_locations_are_added_renamed_and_closed(world: World, ana: Client) -> None:
    ana.post("/settings/locations/add", {"name": "Quay Lane", "zone": "Europe/London"})
    quay = Location.objects.get(name="Quay Lane")
    ana.post("/settings/teams/add", {"name": "Till", "location": quay.pk})
    till = Team.objects.get(name="Till", location=quay)
    ana.post(f"/settings/teams/{till.pk}", {"name": "Counter"})
    answer = ana.post(f"/settings/locations/{quay.pk}/close")
    assert answer.status_code == 200 and "still has teams: Counter" in answer.content.decode()
    ana.post(f"/settings/teams/{till.pk}/close", {"heir": world.service.pk})
    ana.post(f"/settings/locations/{quay.pk}/close")
    assert not Location.objects.get(pk=quay.pk).is_active and not Team.objects.get(pk=till.pk).is_active


def test_regions_come_and_go(world: World, ana: Client) -> None:
    ana.post("/settings/regions/add", {"name": "North"})
    north = Region.objects.get()
    ana.post(f"/settings/locations/{world.wharf.pk}", {"name": "Wharf", "zone": "UTC", "region": north.pk})
    answer = ana.post(f"/settings/regions/{north.pk}", {"name": "North", "remove": "yes"})
    assert "still has locations" in answer.content.decode() and Region.objects.exists()
    ana.post(f"/settings/locations/{world.wharf.pk}", {"name": "Wharf", "zone": "UTC", "region": ""})
    ana.post(f"/settings/regions/{north.pk}", {"name": "North", "remove": "yes"})
    assert not Region.objects.exists()


def test_a_name_that_is_taken_is_said_beside_the_field(world: World, ana: Client) -> None:
    answer = ana.post("/settings/teams/add", {"name": "Online", "location": world.wharf.pk})
    assert answer.status_code == 422 and "already one named Online" in answer.content.decode()


def test_a_name_of_markup_is_text(world: World, ana: Client) -> None:
    ana.post(f"/settings/people/{world.ben.pk}", {"name": "<script>x</script>", "email": "ben@hearth.example"})
    for path in ("/settings/people", f"/settings/people/{world.ben.pk}", "/settings/changes"):
        assert "<script>x" not in ana.get(path).content.decode()


def test_people_are_listed_in_a_few_queries(world: World, ana: Client, django_assert_max_num_queries: object) -> None:
    for number in range(20):
        post = Post(Rank.AGENT, world.service.pk)
        acts.add_agent(f"{number}@hearth.example", f"Agent {number}", posts=[post], by=None, now=NOON)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        ana.get("/settings/people")


def test_a_one_time_link_is_told_to_all_admins_but_not_its_words(world: World, ana: Client) -> None:
    page = ana.post(f"/settings/people/{world.ben.pk}/link").content.decode()
    token = re.search(r"/sign-in/link/([^\"]+)", page)
    assert token and token[1] not in ana.get("/settings/changes").content.decode()
    assert Event.objects.filter(kind="link.made", by_id=world.ana.pk).count() == 1
