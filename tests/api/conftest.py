"""The small world behind the API, and a program for each of its people."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

if TYPE_CHECKING:  # models are there only after Django was set up
    from makegood.people.models import Agent
    from tests.world import World


class Program:
    """Speaks JSON with the API in somebody's name."""

    def __init__(self, secret: str) -> None:
        self.client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query)

    def send(self, method: str, path: str, said: Any = None, *, key: str = "") -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        body = b"" if said is None else json.dumps(said).encode()
        return self.client.generic(method, f"/api/v1{path}", body, "application/json", headers=headers)

    def post(self, path: str, said: Any = None, *, key: str = "") -> Any:
        return self.send("POST", path, said, key=key)


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """What another test has asked for is not counted."""
    from makegood.api import door
    from makegood.api.limits import Limit

    door.limit = Limit()


@pytest.fixture
def program(world: World) -> Callable[..., Program]:
    """`program(world.ana)` asks as Ana; `program(world.ana, "read")` only looks."""
    from django.utils import timezone

    from makegood.api.acts import tokens

    def make(agent: Agent, *scopes: str) -> Program:
        made = tokens.make(agent, name="test", scopes=scopes or ("read", "write"), by=None, now=timezone.now())
        return Program(made.secret)

    return make


@pytest.fixture
def ana(world: World, program: Callable[..., Program]) -> Program:
    """Ana's program."""
    return program(world.ana)


@pytest.fixture
def mo(world: World, program: Callable[..., Program]) -> Program:
    """The program of Mo, who works elsewhere."""
    return program(world.mo)
