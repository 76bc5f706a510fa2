"""Sensible times to come back, in the reader's zone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from makegood.desk.times import choices, read

BERLIN = ZoneInfo("Europe/Berlin")
THURSDAY = datetime(2026, 11, 19, 11, 42, tzinfo=UTC)  # 12:42 in Berlin


def test_the_offered_times_are_mornings_in_the_readers_zone() -> None:
    offered = [(one.label, one.at, one.words) for one in choices(THURSDAY, BERLIN)]
    assert offered == [
        ("Later today", datetime(2026, 11, 19, 14, 0, tzinfo=UTC), "15:00"),
        ("Tomorrow", datetime(2026, 11, 20, 8, 0, tzinfo=UTC), "Fri 09:00"),
        ("On Monday", datetime(2026, 11, 23, 8, 0, tzinfo=UTC), "Mon 09:00"),
        ("In a week", datetime(2026, 11, 26, 8, 0, tzinfo=UTC), "Thu 26 Nov"),
        ("In a month", datetime(2026, 12, 19, 8, 0, tzinfo=UTC), "Sat 19 Dec"),
    ]


def test_late_in_the_day_there_is_no_later_today() -> None:
    assert choices(datetime(2026, 11, 19, 17, 0, tzinfo=UTC), BERLIN)[0].label == "Tomorrow"


def test_on_a_sunday_monday_is_tomorrow_and_offered_once() -> None:
    labels = [one.label for one in choices(datetime(2026, 11, 22, 20, 0, tzinfo=UTC), BERLIN)]
    assert labels == ["Tomorrow", "In a week", "In a month"]


def test_nine_stays_nine_when_the_clocks_change() -> None:
    before = datetime(2026, 10, 23, 10, 0, tzinfo=UTC)  # summer time; on the 26th it is winter time
    monday = next(one for one in choices(before, BERLIN) if one.label == "On Monday")
    assert monday.at == datetime(2026, 10, 26, 8, 0, tzinfo=UTC)


READ = [
    ("2026-11-24", datetime(2026, 11, 24, 8, 0, tzinfo=UTC)),
    ("2026-11-24T15:00:00+00:00", datetime(2026, 11, 24, 15, 0, tzinfo=UTC)),
    ("2026-11-24T15:00", datetime(2026, 11, 24, 14, 0, tzinfo=UTC)),
    ("2026-11-19", datetime(2026, 11, 19, 14, 42, tzinfo=UTC)),
    ("", None),
    ("rest", None),
    ("2026-13-40", None),
]


@pytest.mark.parametrize(("typed", "meant"), READ)
def test_what_a_form_says_is_understood(typed: str, meant: datetime | None) -> None:
    assert read(typed, BERLIN, now=THURSDAY) == meant
