"""A shop with a wall of stories, whose moderator is Lea, and a browser that no limit holds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:  # models can be imported only once Django is set up
    from tests.world import World


@pytest.fixture(autouse=True)
def unhurried(settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = False  # type: ignore[attr-defined]


@pytest.fixture
def shop(world: World) -> World:
    from makegood.people.models import Company
    from makegood.stories import acts
    from tests.world import NOON

    Company.objects.get_or_create(pk=1, defaults={"name": "Harbour & Pine", "region": "DE"})
    acts.change_wall(is_on=True, frames=[], moderators=[world.lea], by=world.ada, at=NOON)
    return world


@pytest.fixture
def eva() -> Client:
    return Client(enforce_csrf_checks=True)
