"""The world of these tests, as a fixture. It is imported late: models want a Django that is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.people.world import World


@pytest.fixture
def world(db: None) -> World:
    """A company of two teams at one location."""
    from tests.people.world import build

    return build()
