"""admin, agent, session: the ways of whoever runs the machine."""

from __future__ import annotations

import os

import pytest
from django.test import Client

from makegood.config.cli import main
from makegood.people import queries
from makegood.people.models import Agent, Rank, Role, Team
from tests.desk_settings.opens import signed_in
from tests.people.world import World

pytestmark = pytest.mark.django_db


def path_of(printed: str) -> str:
    return "/" + printed.strip().split("/", 3)[3]


def test_admin_makes_one_and_the_link_lets_them_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["admin", "Root@Hearth.example", "--name", "Root"]) == 0
    agent = Agent.objects.get()
    client = Client()
    client.post(path_of(capsys.readouterr().out))
    assert (agent.email, signed_in(client), queries.is_admin(agent)) == ("root@hearth.example", agent.pk, True)
    assert queries.standing(agent).audience.everything and queries.own_teams(agent)


def test_a_later_admin_gets_the_settings_alone(world: World) -> None:
    assert main(["admin", "root@hearth.example"]) == 0
    assert list(Role.objects.filter(agent__name="root").values_list("rank", flat=True)) == [Rank.ADMIN]


def test_admin_promotes_and_wakes_whoever_is_there(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    Agent.objects.filter(pk=world.ben.pk).update(is_active=False)
    assert main(["admin", "ben@hearth.example"]) == 0
    ben = Agent.objects.get(pk=world.ben.pk)
    assert ben.is_active and queries.is_admin(ben) and ben.name == "Ben Ito"
    assert capsys.readouterr().out.startswith("http://127.0.0.1:8000/sign-in/link/")


def test_admin_refuses_what_is_no_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["admin", "root"]) == 1
    assert "no mail address" in capsys.readouterr().err and not Agent.objects.exists()


def test_agent_add_needs_no_place_where_there_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agent", "add", "eve@hearth.example", "--name", "Eve", "--role", "agent"]) == 0
    assert Role.objects.get().team == Team.objects.get()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--role", "agent"], "Name the team with --team. There is: Online, Service."),
        (["--role", "agent", "--team", "Nowhere"], "There is: Online, Service."),
        (["--role", "admin", "--team", "Online"], "held everywhere"),
        (["--role", "regional"], "There is: none yet."),
    ],
)
def test_agent_add_says_what_is_missing(
    world: World, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(["agent", "add", "eve@hearth.example", "--name", "Eve", *words]) == 1
    assert said in capsys.readouterr().err and not Agent.objects.filter(name="Eve").exists()


def test_agent_add_finds_a_place_by_its_name(world: World) -> None:
    assert main(["agent", "add", "eve@hearth.example", "--name", "Eve", "--role", "lead", "--team", "online"]) == 0
    assert Role.objects.get(rank=Rank.LEAD).team == world.online


def test_agent_add_adds_nobody_twice(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["agent", "add", "BEN@hearth.example", "--name", "B", "--role", "head_office"]
    assert main(words) == 1 and "Ben Ito" in capsys.readouterr().err


def test_session_prints_a_cookie_that_is_signed_in(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["session", "ben@hearth.example"]) == 0
    name, _, value = capsys.readouterr().out.strip().partition("=")
    client = Client()
    client.cookies[name] = value
    assert client.get("/me").status_code == 200


def test_session_is_for_the_owner_of_the_data_alone(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: os.stat("/").st_uid + 4242)
    assert main(["session", "ben@hearth.example"]) == 1
    assert "Only the owner" in capsys.readouterr().err


def test_session_of_nobody_or_of_someone_switched_off_is_refused(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["session", "who@hearth.example"]) == 1
    Agent.objects.filter(pk=world.ben.pk).update(is_active=False)
    assert main(["session", "ben@hearth.example"]) == 1
    assert "deactivated" in capsys.readouterr().err
