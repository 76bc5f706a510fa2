"""A server elsewhere, and the place at which it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.elsewhere import Elsewhere, elsewhere


@pytest.fixture
def there() -> Iterator[Elsewhere]:
    with elsewhere() as listening:
        yield listening
