"""The world, a server elsewhere, and what is found there. Imported late: models want a Django set up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.servers.elsewhere import Elsewhere, elsewhere

if TYPE_CHECKING:
    from django.test import Client

    from tests.mentions.finding import Finding
    from tests.world import World


@pytest.fixture
def there() -> Iterator[Elsewhere]:
    with elsewhere() as listening:
        yield listening


@pytest.fixture
def world(db: None) -> World:
    from tests.world import build

    return build()


@pytest.fixture
def finding(world: World, there: Elsewhere) -> Finding:
    from tests.mentions.finding import Finding

    return Finding(world, there)


@pytest.fixture
def ana(world: World, client: Client) -> Client:
    """Ana's browser."""
    client.force_login(world.ana, backend="django.contrib.auth.backends.ModelBackend")
    return client
