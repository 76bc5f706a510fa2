"""A table of reviews, read: hostile cells are left out, each with the reason in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from makegood.mentions.reviews import read


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("2026-11-02", datetime(2026, 11, 2, tzinfo=UTC)),
        ("02.11.2026", datetime(2026, 11, 2, tzinfo=UTC)),
        ("2026-11-02 10:30:00 UTC", datetime(2026, 11, 2, 10, 30, tzinfo=UTC)),
        ("2026-11-02T10:30:00+02:00", datetime(2026, 11, 2, 8, 30, tzinfo=UTC)),
        ("", None),
    ],
)
def test_when_it_was_written_is_understood(said: str, at: datetime | None) -> None:
    [found] = read(f"text;when\nIt broke.;{said}\n", {"text": "text", "published": "when"}).found
    assert found.published_at == at


@pytest.mark.parametrize("said", ["2026-13-02", "2026-11-02 25:00", "0001-01-01T00:00:00+14:00", "soon"])
def test_what_is_no_time_is_said_in_words(said: str) -> None:
    table = read(f"text;when\nIt broke.;{said}\n", {"text": "text", "published": "when"})
    assert not table.found and "is no day" in table.problems[0].words
