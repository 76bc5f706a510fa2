"""A company of two teams, and a browser for each of its people. Imported late: models want a Django that is set up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from tests.people.world import World

Opens = Callable[..., Client]


@pytest.fixture(autouse=True)
def _quick(settings: object) -> None:
    """Passwords that are hashed slowly would make slow tests; tries are counted from nothing."""
    from django.core.cache import cache

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    settings.STORAGES = settings.STORAGES | {  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    cache.clear()


@pytest.fixture
def world(db: None) -> World:
    """Ana runs the settings, Ben and Mo answer."""
    from tests.people.world import build

    return build()


@pytest.fixture
def browser_of() -> Opens:
    """A browser in which the agent signed in a moment ago, or, with `fresh=False`, an hour ago."""
    from tests.desk_settings.opens import opens

    return opens


@pytest.fixture
def ana(world: World, browser_of: Opens) -> Client:
    """The admin's browser, freshly signed in."""
    return browser_of(world.ana)


@pytest.fixture
def ben(world: World, browser_of: Opens) -> Client:
    """An agent's browser."""
    return browser_of(world.ben)
