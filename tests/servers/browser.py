"""Debian's Chromium without a screen, driven by Playwright. It speaks to this machine alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.servers import debian
from tests.servers.machine import PATIENCE

# Everything that Chromium does on its own account goes to the network, which tests have not.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@contextmanager
def running() -> Iterator[Browser]:
    """A browser inside the block. Give each test a context of its own: cookies and storage are there."""
    program = debian.need("chromium")
    debian.need("libatomic")
    patch = pytest.MonkeyPatch()
    for name, value in debian.libraries().items():
        patch.setenv(name, value)
    # Playwright keeps an event loop in this thread, and Django would refuse the database to whoever has one.
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=QUIET)
        try:
            yield browser
        finally:
            browser.close()
            patch.undo()
