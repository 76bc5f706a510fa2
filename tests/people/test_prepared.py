"""Questions that are compiled once answer as the ORM does, each time with the values of that time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from makegood.base.prepared import Prepared, PreparedRows

if TYPE_CHECKING:
    from tests.people.world import World


def test_each_time_has_its_own_values(world: World) -> None:
    from makegood.people.models import Agent, Team

    team = Prepared(lambda: Team.objects.filter(pk=0))
    named = PreparedRows(lambda: Agent.objects.filter(name="").values_list("pk", "email"))
    assert [team.get(one.pk) for one in (world.service, world.online)] == [world.service, world.online]
    assert [named.all(one.name) for one in (world.ana, world.mo)] == [
        [(world.ana.pk, world.ana.email)],
        [(world.mo.pk, world.mo.email)],
    ]


def test_what_stands_beside_it_comes_along_and_what_is_not_there_is_none(world: World) -> None:
    from makegood.people.models import Team

    team = Prepared(lambda: Team.objects.select_related("location__region").filter(pk=0))
    with CaptureQueriesContext(connection) as asked:
        found = team.get(world.online.pk)
        assert (found.location, found.location.region) == (world.wharf, None)
    assert len(asked) == 1


def test_an_agent_by_id_is_whole_and_as_it_is_now(world: World) -> None:
    from makegood.people.models import Agent

    read, asked = Agent.objects.get(pk=world.ben.pk), Agent.objects.filter(pk=world.ben.pk)[0]
    fields = [field.attname for field in Agent._meta.concrete_fields]
    assert [getattr(read, name) for name in fields] == [getattr(asked, name) for name in fields]
    read.name = "Ben Other"
    read.save(update_fields=["name"])
    assert Agent.objects.get(pk=world.ben.pk).name == "Ben Other"


@pytest.mark.parametrize("pk", [0, -1, 2**63 - 1, 2**63, 10**30])
def test_what_is_not_there_is_not_found(world: World, pk: int) -> None:
    from makegood.people.models import Agent

    with pytest.raises(Agent.DoesNotExist):
        Agent.objects.get(pk=pk)


def test_a_choice_names_whom_the_rule_names(world: World) -> None:
    from makegood.people import queries
    from makegood.people.models import Rank, Region, Role, Team

    world.wharf.region = Region.objects.create(name="Coast")
    world.wharf.save(update_fields=["region"])
    Role.objects.create(agent=world.mo, rank=Rank.REGIONAL, region=world.wharf.region)
    for team in Team.objects.all():
        assert queries.answerers(team.pk) == list(queries.who_may_answer(team.pk).values_list("pk", "name"))
    assert [one.pk for one in queries.answerers(world.service.pk)] == [world.ben.pk, world.mo.pk]
    teams = [(one.pk, one.name, (one.location.pk, one.location.name)) for one in queries.teams_for(world.ana)]
    assert queries.team_choices(world.ana) == teams
