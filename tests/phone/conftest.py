"""A line of the harbour's, answered by a provider on this machine. Imported late: models want a Django set up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.phone.provider import Provider
    from tests.phone.ringing import Ringing
    from tests.world import World


@pytest.fixture
def world(db: None) -> World:
    from tests.world import build

    return build()


@pytest.fixture
def provider() -> Iterator[Provider]:
    from tests.phone.provider import provider

    with provider() as listening:
        yield listening


@pytest.fixture
def ringing(world: World, provider: Provider, settings: object) -> Ringing:
    from tests.phone.ringing import connected

    return connected(world, provider, settings)


@pytest.fixture
def ana(world: World, client: Client) -> Client:
    """Ana's browser."""
    client.force_login(world.ana, backend="django.contrib.auth.backends.ModelBackend")
    return client
