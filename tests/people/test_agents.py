"""Adding, changing, deactivating people; giving and taking roles."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from makegood.people import acts, queries
from makegood.people.models import Agent, Rank, Role
from makegood.people.rules import LastAdmin, NotAllowed, Post, StillNeeded, Taken, Unfit, left_alone
from makegood.people.sessions import SessionStore
from makegood.timeline.models import Event
from tests.people.test_links import race
from tests.people.world import NOON, World


def last() -> Event:
    return Event.objects.latest("id")


def test_an_added_agent_has_their_posts_and_no_password(world: World) -> None:
    eve = acts.add_agent(
        " Eve@Hearth.example", "Eve", posts=[Post(Rank.LEAD, world.service.pk)], by=world.ana, now=NOON
    )
    assert (eve.email, eve.has_usable_password()) == ("eve@hearth.example", False)
    assert queries.standing(eve).may_lead(world.service.pk) and not queries.standing(eve).may_lead(world.online.pk)
    assert (last().kind, last().by_id, last().about["name"]) == ("agent.added", world.ana.pk, "Eve")


def test_one_person_has_one_account(world: World) -> None:
    with pytest.raises(Taken, match="Ben Ito"):
        acts.add_agent("BEN@hearth.example", "Another Ben", posts=[], by=world.ana, now=NOON)
    with pytest.raises(Taken, match="Ben Ito"):
        acts.change_agent(world.mo, name="Mo", email="ben@Hearth.example", by=world.ana, now=NOON)


@pytest.mark.parametrize(
    "act", ["add_agent", "change_agent", "deactivate", "activate", "give_role", "take_role", "sign_out"]
)
def test_only_an_admin_changes_people(world: World, act: str) -> None:
    post = Post(Rank.ADMIN)
    calls = {
        "add_agent": lambda: acts.add_agent("eve@hearth.example", "Eve", posts=[post], by=world.ben, now=NOON),
        "change_agent": lambda: acts.change_agent(world.mo, name="M", email="m@hearth.example", by=world.ben, now=NOON),
        "deactivate": lambda: acts.deactivate(world.mo, by=world.ben, now=NOON),
        "activate": lambda: acts.activate(world.mo, by=world.ben, now=NOON),
        "give_role": lambda: acts.give_role(world.ben, post, by=world.ben, now=NOON),
        "take_role": lambda: acts.take_role(world.ana, post, by=world.ben, now=NOON),
        "sign_out": lambda: acts.sign_out(world.mo, by=world.ben, now=NOON),
    }
    before = Event.objects.count()
    with pytest.raises(NotAllowed):
        calls[act]()
    assert Event.objects.count() == before


def test_an_admin_whose_role_was_taken_a_moment_ago_may_nothing_more(world: World) -> None:
    assert queries.is_admin(world.ben) is False  # remembered on the instance
    acts.give_role(world.ben, Post(Rank.ADMIN), by=world.ana, now=NOON)
    acts.take_role(world.ana, Post(Rank.ADMIN), by=world.ben, now=NOON)
    with pytest.raises(NotAllowed):
        acts.activate(world.mo, by=world.ana, now=NOON)


def test_a_change_says_what_it_was_before(world: World) -> None:
    acts.change_agent(world.ben, name="Ben I.", email="ben@hearth.example", by=world.ana, now=NOON)
    assert last().about["changed"] == {"name": ["Ben Ito", "Ben I."]}


def test_a_change_that_changes_nothing_is_no_event(world: World) -> None:
    before = Event.objects.count()
    acts.change_agent(world.ben, name="Ben Ito", email="ben@hearth.example", by=world.ana, now=NOON)
    assert Event.objects.count() == before


def test_a_deactivated_agent_sees_nothing(world: World) -> None:
    acts.deactivate(world.ben, by=world.ana, now=NOON)
    assert not Agent.objects.get(pk=world.ben.pk).is_active
    assert queries.audience(world.ben.pk).teams == frozenset()


def test_deactivating_twice_is_once(world: World) -> None:
    acts.deactivate(world.ben, by=world.ana, now=NOON)
    acts.deactivate(world.ben, by=world.ana, now=NOON)
    assert Event.objects.filter(kind="agent.deactivated").count() == 1


def test_an_activated_agent_has_the_posts_of_before(world: World) -> None:
    acts.deactivate(world.ben, by=world.ana, now=NOON)
    acts.activate(world.ben, by=world.ana, now=NOON)
    acts.activate(world.ben, by=world.ana, now=NOON)
    assert queries.audience(world.ben.pk).teams == {world.service.pk}
    assert Event.objects.filter(kind="agent.activated").count() == 1


def test_the_last_admin_stays(world: World) -> None:
    with pytest.raises(LastAdmin):
        acts.deactivate(world.ana, by=world.ana, now=NOON)
    with pytest.raises(LastAdmin):
        acts.take_role(world.ana, Post(Rank.ADMIN), by=world.ana, now=NOON)


def test_a_deactivated_admin_does_not_count(world: World) -> None:
    acts.give_role(world.ben, Post(Rank.ADMIN), by=world.ana, now=NOON)
    acts.deactivate(world.ben, by=world.ana, now=NOON)
    with pytest.raises(LastAdmin):
        acts.deactivate(world.ana, by=world.ana, now=NOON)


def test_the_last_one_of_a_team_that_owns_something_stays(world: World) -> None:
    owning = frozenset([world.service.pk])
    with pytest.raises(StillNeeded, match="Service"):
        acts.deactivate(world.ben, by=world.ana, now=NOON, owning=owning)
    with pytest.raises(StillNeeded, match="Service"):
        acts.take_role(world.ben, Post(Rank.AGENT, world.service.pk), by=world.ana, now=NOON, owning=owning)
    acts.give_role(world.mo, Post(Rank.AGENT, world.service.pk), by=world.ana, now=NOON)
    acts.deactivate(world.ben, by=world.ana, now=NOON, owning=owning)


def test_a_lead_who_is_also_an_agent_may_give_up_one_of_the_two(world: World) -> None:
    lead = Post(Rank.LEAD, world.service.pk)
    acts.give_role(world.ben, lead, by=world.ana, now=NOON)
    acts.take_role(world.ben, lead, by=world.ana, now=NOON, owning=frozenset([world.service.pk]))
    assert queries.own_teams(world.ben) == {world.service.pk}


def test_a_role_given_or_taken_twice_is_once(world: World) -> None:
    lead = Post(Rank.LEAD, world.service.pk)
    for act in (acts.give_role, acts.give_role, acts.take_role, acts.take_role):
        act(world.mo, lead, by=world.ana, now=NOON)
    assert Event.objects.filter(kind="role.changed").count() == 2
    assert not Role.objects.filter(agent=world.mo, rank=Rank.LEAD).exists()


@pytest.mark.parametrize("post", [Post(Rank.AGENT), Post(Rank.MANAGER), Post(Rank.ADMIN, 1), Post(Rank.HEAD_OFFICE, 1)])
def test_a_place_that_does_not_belong_to_the_rank_is_refused(world: World, post: Post) -> None:
    with pytest.raises(Unfit):
        acts.give_role(world.ben, post, by=world.ana, now=NOON)


def test_each_chooses_their_own_zone_and_theme(world: World) -> None:
    acts.change_own(world.ben, name="Ben", zone="Asia/Tokyo", language="en", theme="dark", signature="Ben", now=NOON)
    ben = Agent.objects.get(pk=world.ben.pk)
    assert (ben.zone, ben.theme, ben.signature, last().by_id) == ("Asia/Tokyo", "dark", "Ben", world.ben.pk)
    with pytest.raises(Unfit):
        acts.change_own(ben, name="Ben", zone="Nowhere/Else", language="en", theme="", signature="", now=NOON)


@pytest.mark.django_db(transaction=True)
def test_of_two_admins_who_remove_each_other_at_once_one_stays() -> None:
    one = acts.add_agent("one@hearth.example", "One", posts=[Post(Rank.ADMIN)], by=None, now=NOON)
    two = acts.add_agent("two@hearth.example", "Two", posts=[Post(Rank.ADMIN)], by=None, now=NOON)
    race(lambda: acts.deactivate(two, by=one, now=NOON), lambda: acts.deactivate(one, by=two, now=NOON))
    assert queries.admins().count() == 1


def test_a_session_for_a_script_is_listed_and_can_be_ended(world: World) -> None:
    acts.open_session(world.ben, now=NOON)
    kept = acts.open_session(world.ben, now=NOON)
    assert acts.sign_out(world.ben, by=world.ben, now=NOON, but=kept) == 1
    assert acts.sign_out(world.ben, by=world.ana, now=NOON) == 1
    assert acts.sign_out(world.ben, by=world.ana, now=NOON) == 0


def test_a_session_that_has_run_out_holds_nothing(world: World) -> None:
    store = SessionStore(acts.open_session(world.ben, now=NOON))
    assert store.load()
    Session.objects.update(expire_date=timezone.now())
    assert store.load() == {} and store.session_key is None


@pytest.mark.parametrize(
    ("members", "leaver", "owning", "alone"),
    [
        ([(1, 7)], 7, {1}, {1}),
        ([(1, 7)], 7, set(), set()),
        ([(1, 7), (1, 8)], 7, {1}, set()),
        ([(1, 7), (2, 7), (2, 8)], 7, {1, 2}, {1}),
        ([(1, 8)], 7, {1, 3}, set()),
    ],
)
def test_who_would_be_left_alone(
    members: list[tuple[int, int]], leaver: int, owning: set[int], alone: set[int]
) -> None:
    assert left_alone(members, leaver, frozenset(owning)) == alone


@pytest.mark.django_db(transaction=True)
def test_of_the_last_two_of_a_team_who_go_at_once_one_stays() -> None:
    acts.lay_ground(now=NOON)
    [(_, team)] = queries.places_by_name("team")
    post = Post(Rank.AGENT, team)
    one, two = (acts.add_agent(f"{n}@hearth.example", n, posts=[post], by=None, now=NOON) for n in ("one", "two"))
    owning = frozenset([team])
    race(*[lambda who=who: acts.deactivate(who, by=None, now=NOON, owning=owning) for who in (one, two)])
    assert len(queries.members()) == 1
