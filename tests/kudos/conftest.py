"""Eva's browser, which no limit holds up."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def unhurried(settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = False  # type: ignore[attr-defined]


@pytest.fixture
def eva() -> Client:
    return Client(enforce_csrf_checks=True)
