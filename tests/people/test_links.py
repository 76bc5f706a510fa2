"""One-time ways in: they open once, for one person, for a while."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from makegood.people import acts, queries
from makegood.people.models import Agent, Company, Location, Rank, SignInLink, Team
from makegood.people.rules import LinkGone, NotAllowed, Unfit
from makegood.timeline.models import Event
from tests.people.world import NOON, World

FORM = {
    "name": "Ana Ruiz",
    "email": "Ana@Hearth.example",
    "company": "Hearth & Oak",
    "zone": "Europe/Paris",
    "currency": "eur",
}


def token(path: str) -> str:
    return path.rpartition("/")[2]


def race(*calls: object) -> list[object]:
    """What each call returned or raised, all begun at the same moment."""

    def run(call: object) -> object:
        try:
            return call()  # type: ignore[operator]
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.django_db
def test_the_first_link_makes_an_admin_who_can_work_at_once() -> None:
    ana = acts.welcome(token(acts.first_link(now=NOON)), **FORM, now=NOON)
    standing = queries.standing(ana)
    assert (ana.email, standing.is_admin, standing.audience.everything) == ("ana@hearth.example", True, True)
    assert queries.own_teams(ana) == {Team.objects.get().pk}
    assert str(Company.objects.get()) == "Hearth & Oak" and Company.objects.get().currency == "EUR"
    assert Location.objects.get().zone == "Europe/Paris"


@pytest.mark.django_db
def test_a_new_first_link_ends_the_one_before() -> None:
    earlier = acts.first_link(now=NOON)
    later = acts.first_link(now=NOON)
    with pytest.raises(LinkGone):
        acts.welcome(token(earlier), **FORM, now=NOON)
    assert acts.welcome(token(later), **FORM, now=NOON)


@pytest.mark.django_db
def test_there_is_no_first_link_once_there_is_anybody(world: World) -> None:
    assert acts.first_link(now=NOON) == ""


@pytest.mark.django_db
def test_a_first_link_that_was_made_before_somebody_came_opens_nothing() -> None:
    path = acts.first_link(now=NOON)
    Agent.objects.create_user("x@hearth.example", name="X", created_at=NOON)
    with pytest.raises(LinkGone):
        acts.welcome(token(path), **FORM, now=NOON)


@pytest.mark.django_db
def test_a_first_link_lasts_a_day() -> None:
    path = acts.first_link(now=NOON)
    with pytest.raises(LinkGone):
        acts.welcome(token(path), **FORM, now=NOON + timedelta(hours=24))


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "value"), [("zone", "Mars/Olympus"), ("currency", "euro")])
def test_a_welcome_with_a_wrong_value_leaves_the_link_good(field: str, value: str) -> None:
    path = acts.first_link(now=NOON)
    with pytest.raises(Unfit):
        acts.welcome(token(path), **FORM | {field: value}, now=NOON)
    assert acts.welcome(token(path), **FORM, now=NOON)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_the_first_link_at_once_one_becomes_the_admin() -> None:
    path = token(acts.first_link(now=NOON))
    answers = race(
        *[lambda n=n: acts.welcome(path, **FORM | {"email": f"{n}@hearth.example"}, now=NOON) for n in range(3)]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Agent", "LinkGone", "LinkGone"]
    assert Agent.objects.count() == 1


def test_a_one_time_link_lets_in_whom_it_is_for(world: World) -> None:
    path = acts.one_time_link(world.ben, by=world.ana, now=NOON)
    assert acts.use_link(token(path), now=NOON) == world.ben
    assert list(Event.objects.filter(kind="link.used").values_list("by_id", flat=True)) == [world.ben.pk]


def test_a_one_time_link_opens_once(world: World) -> None:
    path = acts.one_time_link(world.ben, by=world.ana, now=NOON)
    acts.use_link(token(path), now=NOON)
    with pytest.raises(LinkGone):
        acts.use_link(token(path), now=NOON)


def test_a_one_time_link_lasts_an_hour(world: World) -> None:
    path = acts.one_time_link(world.ben, by=world.ana, now=NOON)
    with pytest.raises(LinkGone):
        acts.use_link(token(path), now=NOON + timedelta(hours=1))


def test_a_new_one_time_link_ends_the_one_before(world: World) -> None:
    path = acts.one_time_link(world.ben, by=world.ana, now=NOON)
    acts.one_time_link(world.ben, by=world.ana, now=NOON)
    with pytest.raises(LinkGone):
        acts.use_link(token(path), now=NOON)


def test_a_first_link_signs_nobody_in(world: World) -> None:
    SignInLink.objects.all().delete()
    Agent.objects.all().delete()
    with pytest.raises(LinkGone):
        acts.use_link(token(acts.first_link(now=NOON)), now=NOON)


def test_a_link_is_kept_as_a_hash_alone(world: World) -> None:
    path = acts.one_time_link(world.ben, by=world.ana, now=NOON)
    kept = " ".join(map(str, SignInLink.objects.values_list("hashed", flat=True)))
    told = " ".join(map(str, Event.objects.values_list("about", flat=True)))
    assert token(path) not in kept + told and len(token(path)) == 22


def test_only_an_admin_makes_a_link(world: World) -> None:
    with pytest.raises(NotAllowed):
        acts.one_time_link(world.ana, by=world.ben, now=NOON)


def test_a_deactivated_agent_gets_no_link_and_the_one_they_have_ends(world: World) -> None:
    path = acts.one_time_link(world.ben, by=world.ana, now=NOON)
    acts.deactivate(world.ben, by=world.ana, now=NOON)
    with pytest.raises(LinkGone):
        acts.use_link(token(path), now=NOON)
    with pytest.raises(Unfit):
        acts.one_time_link(world.ben, by=world.ana, now=NOON)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_link_at_once_one_comes_in() -> None:
    ben = acts.add_agent("ben@hearth.example", "Ben", posts=[], by=None, now=NOON)
    path = token(acts.one_time_link(ben, by=None, now=NOON))
    answers = race(*[lambda: acts.use_link(path, now=NOON)] * 4)
    assert sorted(type(answer).__name__ for answer in answers) == ["Agent", "LinkGone", "LinkGone", "LinkGone"]


@pytest.mark.django_db
def test_the_ground_is_laid_once() -> None:
    acts.lay_ground(now=NOON)
    acts.lay_ground(now=NOON)
    assert (Location.objects.count(), Team.objects.count()) == (1, 1)
    assert not queries.has_many_places()


def test_the_ranks_are_a_closed_list() -> None:
    assert {rank.value for rank in Rank} == {"agent", "lead", "manager", "regional", "head_office", "admin"}
