"""The small world behind the desk's pages, and a browser without a screen for each of its people."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:  # models are there only after Django was set up
    from makegood.people.models import Agent
    from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    """Ana, Ben, Mo, Lea, Ada, Eva and their mailboxes."""
    from tests.world import build

    return build()


@pytest.fixture
def signed_in() -> Callable[[Agent], Client]:
    """`signed_in(world.ana)` asks for pages as Ana."""

    def sign_in(agent: Agent) -> Client:
        client = Client()
        client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def ana(world: World, signed_in: Callable[[Agent], Client]) -> Client:
    """Ana's browser."""
    return signed_in(world.ana)


@pytest.fixture
def mo(world: World, signed_in: Callable[[Agent], Client]) -> Client:
    """The browser of Mo, who works elsewhere and may see nothing of this."""
    return signed_in(world.mo)
