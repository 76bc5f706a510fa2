"""Office hours as people mean them, one plain case each."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from makegood.clocks.hours import ALWAYS, Day, Hours
from tests.clocks.oracle import utc

HOUR = timedelta(hours=1)
NINE_TO_FIVE: Day = ((540, 1020),)
WITH_A_BREAK: Day = ((540, 720), (780, 1020))
WEEKDAYS = (NINE_TO_FIVE,) * 5 + ((), ())
BERLIN = Hours("Europe/Berlin", WEEKDAYS)
MONDAY = date(2026, 11, 23)


def monday(hour: int, minute: int = 0, *, later: int = 0) -> datetime:
    """That time on the wall in Berlin, in winter, so many days after a Monday."""
    return utc(2026, 11, 23, hour, minute) - HOUR + later * timedelta(days=1)


def test_a_place_without_hours_is_always_open() -> None:
    night = utc(2026, 11, 22, 3)
    assert ALWAYS.is_always and ALWAYS.is_open(night)
    assert ALWAYS.next_open(night) == night
    assert ALWAYS.closes_at(night) is None
    assert ALWAYS.add(night, 5 * HOUR) == night + 5 * HOUR
    assert ALWAYS.before(night, 5 * HOUR) == night - 5 * HOUR
    assert ALWAYS.between(night, night + 5 * HOUR) == 5 * HOUR
    assert list(ALWAYS.openings(night, night + HOUR)) == [(night, night + HOUR)]
    assert ALWAYS.add_days(night, 2) == night + 48 * HOUR
    assert ALWAYS.next_working_day(MONDAY) == MONDAY + timedelta(days=1)


def test_hours_of_seven_full_days_do_not_close() -> None:
    full = Hours("Europe/Berlin", (((0, 1440),),) * 7)
    assert full.is_open(monday(3)) and full.closes_at(monday(3)) is None
    assert len(list(full.openings(monday(3), monday(3, later=6)))) == 1


def test_friday_evening_runs_on_on_monday() -> None:
    assert BERLIN.add(monday(16, later=4), 2 * HOUR) == monday(10, later=7)
    assert BERLIN.add(monday(20, later=4), HOUR) == monday(10, later=7)
    assert BERLIN.add(monday(16), HOUR) == monday(17), "not tomorrow at nine"


def test_a_break_does_not_count() -> None:
    hours = Hours("Europe/Berlin", (WITH_A_BREAK,) * 7)
    assert not hours.is_open(monday(12, 30))
    assert hours.add(monday(11), 2 * HOUR) == monday(14)
    assert hours.before(monday(14), 2 * HOUR) == monday(11)


def test_a_bar_is_open_past_midnight_though_the_next_day_is_closed() -> None:
    bar = Hours("Europe/Berlin", (((1200, 1560),),) + ((),) * 6, closed=frozenset([date(2026, 11, 24)]))
    assert bar.is_open(monday(1, later=1)) and bar.closes_at(monday(20)) == monday(2, later=1)


def test_a_night_shift_is_an_hour_shorter_or_longer_when_clocks_change() -> None:
    night = Hours("Europe/Berlin", (((1320, 1800),),) * 7)  # 22:00 to 6:00
    assert night.between(utc(2026, 3, 28, 12), utc(2026, 3, 29, 12)) == 7 * HOUR
    assert night.between(utc(2026, 10, 24, 12), utc(2026, 10, 25, 12)) == 9 * HOUR


def test_an_opening_in_the_skipped_hour_is_none_and_one_in_the_doubled_hour_opens_once() -> None:
    skipped = Hours("Europe/Berlin", (((130, 170),),) * 7)
    assert list(skipped.openings(utc(2026, 3, 29), utc(2026, 3, 29, 12))) == []
    doubled = list(skipped.openings(utc(2026, 10, 25), utc(2026, 10, 25, 12)))
    assert doubled == [(utc(2026, 10, 25, 0, 10), utc(2026, 10, 25, 0, 50))]


def test_a_holiday_is_closed_and_a_special_day_has_its_own_hours() -> None:
    eve: Day = ((540, 720),)
    hours = Hours(
        "Europe/Berlin", WEEKDAYS, frozenset([date(2026, 12, 24), date(2026, 12, 25)]), ((date(2026, 12, 24), eve),)
    )
    assert hours.is_open(utc(2026, 12, 24, 10, 59)) and not hours.is_open(utc(2026, 12, 24, 11))
    assert hours.next_open(utc(2026, 12, 24, 11)) == utc(2026, 12, 28, 8)
    assert hours.next_working_day(date(2026, 12, 24)) == date(2026, 12, 28)


def test_where_nothing_opens_for_two_weeks_calendar_time_is_all_there_is() -> None:
    shut = frozenset(MONDAY + timedelta(days=n) for n in range(60))
    hours = Hours("Europe/Berlin", WEEKDAYS, shut)
    assert hours.next_open(monday(9)) is None
    assert hours.add(monday(3), 8 * HOUR) == monday(11)
    assert hours.before(monday(3, later=1), 8 * HOUR) == monday(19)
    assert hours.add_days(monday(3), 1) == monday(3, later=1)
    assert hours.next_working_day(MONDAY) is None


@pytest.mark.parametrize(
    ("written", "days", "due"),
    [
        (monday(16, later=4), 1, monday(16, later=7)),  # Friday at four: Monday at four
        (monday(10), 3, monday(10, later=3)),
        (monday(20), 1, monday(17, later=1)),  # in the evening: until Tuesday closes
        (monday(12, later=5), 1, monday(17, later=7)),  # on Saturday: until Monday closes
        (monday(9), 1, monday(17)),  # at the moment it opens: until it closes
        (monday(9, 1), 1, monday(9, 1, later=1)),
        (monday(12, later=5), 3, monday(17, later=9)),
        (monday(11), 0, monday(11)),
    ],
)
def test_a_working_day_later(written: datetime, days: int, due: datetime) -> None:
    assert BERLIN.add_days(written, days) == due


def test_a_working_day_ends_with_a_short_day() -> None:
    hours = Hours("Europe/Berlin", (WITH_A_BREAK,) * 5 + (((600, 840),), ()))
    friday, saturday = 4, 5
    assert hours.add_days(monday(16, later=friday), 1) == monday(14, later=saturday)
    assert hours.add_days(monday(9, 30, later=friday), 1) == monday(10, later=saturday)
    assert hours.add_days(monday(12, 15), 1) == monday(13, later=1), "the break is over at one"


def test_who_writes_after_closing_before_a_short_day_is_not_due_before_who_wrote_while_it_was_open() -> None:
    hours = Hours("Europe/Berlin", (NINE_TO_FIVE,) * 5 + (((540, 720),), ()))
    friday = 4
    assert hours.add_days(monday(16, 59, later=friday), 2) == monday(16, 59, later=7)
    assert hours.add_days(monday(17, 5, later=friday), 2) == monday(17, later=7), "Saturday, then Monday's close"


def test_a_night_counts_as_the_day_it_began_on() -> None:
    bar = Hours("Europe/Berlin", (((1200, 1560),),) * 5 + ((), ()))
    assert bar.add_days(monday(1, later=5), 1) == monday(1, later=8), "Friday's night, then Monday's"


def test_openings_that_overlap_are_one() -> None:
    hours = Hours("Europe/Berlin", (((540, 720), (480, 1080), (1080, 1200)),) * 7)
    assert hours.add_days(monday(8), 1) == monday(20)
    assert hours.closes_at(monday(9)) == monday(20)


def test_a_whole_day_where_nothing_opens_lasts_until_midnight() -> None:
    rare = Hours("Europe/Berlin", ((),) * 6 + (NINE_TO_FIVE,), _days_after(MONDAY, 30), ((MONDAY, NINE_TO_FIVE),))
    assert rare.add_days(monday(8), 2) == monday(0, later=2)


def _days_after(day: date, number: int) -> frozenset[date]:
    return frozenset(day + timedelta(days=later) for later in range(1, number + 1))


def test_hours_that_make_no_sense_are_refused() -> None:
    for day in [((600, 600),), ((-1, 5),), ((1440, 1500),), ((600, 2041),)]:
        with pytest.raises(ValueError, match="An opening"):
            Hours("UTC", (day,) * 7)
    with pytest.raises(ValueError, match="seven"):
        Hours("UTC", (NINE_TO_FIVE,))
