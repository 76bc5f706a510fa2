"""The stage of stories that are played on real screens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.servers.sink import Sink


@pytest.fixture
def stage(live_server: Any, smtp_sink: Sink, chromium: Browser, settings: Any) -> Iterator[Any]:
    """Mail leaves by SMTP and links to the desk's own pages, which browsers open (tests/stories/stage.py)."""
    from tests.stories.stage import set_up

    settings.ACCOUNT_RATE_LIMITS = False
    one = set_up(smtp_sink, live_server.url, chromium, settings)
    yield one
    for context in one.open:
        context.close()
    assert not one.complaints
