"""Stripe's double for the tests of this folder, when its library is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.servers.stripe_double import Stripe, stripe_double


@pytest.fixture
def stripe(settings: Any) -> Iterator[Stripe]:
    """Stripe as we know it, on a port of its own."""
    pytest.importorskip("stripe")
    with stripe_double() as found:
        settings.STRIPE_API = found.address
        yield found
