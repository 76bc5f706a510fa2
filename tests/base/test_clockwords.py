"""Each row of the clock grammar, at its edges, in zones where the day and the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from makegood.base.clockwords import Chip, State, chip, line, moment

NOW = datetime(2026, 11, 19, 11, 42, tzinfo=UTC)  # a Thursday
DAY = timedelta(days=1)


def at(day: int, clock: str, month: int = 11, year: int = 2026) -> datetime:
    hour, minute = clock.split(":")
    return datetime(year, month, day, int(hour), int(minute), tzinfo=UTC)


def words(kind: str, due: datetime, *, start: datetime | None = None, who: str = "", zone: tzinfo = UTC) -> Chip:
    return chip(kind, due_at=due, started_at=start, now=NOW, zone=zone, who=who)


RUNNING = [
    ("first_response", at(19, "14:30"), None, "", State.CALM, "answer by 14:30"),
    ("next_response", at(20, "10:00"), None, "", State.CALM, "answer by tomorrow 10:00"),
    ("next_response", at(19, "12:05"), None, "", State.SOON, "answer in 23 min"),
    ("next_response", at(19, "12:42"), None, "", State.SOON, "answer by 12:42"),
    ("next_response", at(19, "12:43"), None, "", State.CALM, "answer by 12:43"),
    ("next_response", at(19, "11:47"), None, "", State.NOW, "answer now"),
    ("next_response", at(19, "11:48"), None, "", State.SOON, "answer in 6 min"),
    ("next_response", at(19, "11:42"), None, "", State.OVER, "answer, 1 min late"),
    ("next_response", at(19, "11:22"), None, "", State.OVER, "answer, 20 min late"),
    ("next_response", at(16, "11:00"), None, "", State.OVER, "answer, 3 days late"),
    ("next_response", at(19, "12:00"), None, "", State.SOON, "answer in 18 min"),
    ("callback", at(19, "09:40"), None, "", State.OVER, "call back, 2 h late"),
    ("callback", at(19, "11:44"), None, "", State.NOW, "call back now"),
    ("callback", at(19, "16:00"), None, "", State.CALM, "call back by 16:00"),
    ("promise", at(19, "17:00"), None, "", State.CALM, "promise due 17:00"),
    ("promise", at(20, "12:00"), None, "", State.CALM, "promise due tomorrow 12:00"),
    ("promise", at(23, "12:00"), None, "", State.CALM, "promise due Mon 12:00"),
    ("promise", at(3, "12:00", 12), None, "", State.CALM, "promise due 3 Dec"),
    ("promise", at(3, "12:00", 12, 2027), None, "", State.CALM, "promise due 3 Dec 2027"),
    ("promise", at(19, "12:22"), None, "", State.SOON, "promise due in 40 min"),
    ("promise", at(19, "11:43"), None, "", State.NOW, "promise due now"),
    ("promise", at(19, "11:30"), None, "", State.OVER, "promise broken 12 min ago"),
    ("promise", at(17, "17:00"), None, "", State.OVER, "promise broken Tue 17:00"),
    ("promise", at(18, "17:00"), None, "", State.OVER, "promise broken yesterday 17:00"),
    ("offer", at(19, "12:00"), None, "Mo", State.SOON, "Mo has until noon to accept"),
    ("ask", at(19, "15:15"), None, "Ilse", State.CALM, "Ilse has until 15:15 to say yes"),
    ("rung", at(19, "11:30"), None, "", State.OVER, "taken higher 12 min ago"),
    ("rung", at(17, "17:00"), None, "", State.OVER, "taken higher Tue 17:00"),
    ("look_again", at(24, "09:00"), None, "", State.PAUSED, "we ask again Tue 24 Nov"),
    ("look_again", at(20, "09:00"), None, "", State.PAUSED, "we ask again tomorrow"),
    ("rest", at(2, "09:00", 2, 2027), None, "", State.PAUSED, "rests until 2 Feb 2027"),
    # the last quarter of a long time is soon, although hours are left
    ("promise", at(19, "17:00"), at(18, "11:00"), "", State.SOON, "promise due 17:00"),
    ("promise", at(19, "17:00"), at(19, "08:00"), "", State.CALM, "promise due 17:00"),
]


@pytest.mark.parametrize(("kind", "due", "start", "who", "state", "text"), RUNNING)
def test_a_running_clock_says(
    kind: str, due: datetime, start: datetime | None, who: str, state: State, text: str
) -> None:
    assert words(kind, due, start=start, who=who) == Chip(state, text)


ENDED = [
    ("next_response", at(19, "10:00"), at(19, "10:14"), at(19, "14:00"), State.KEPT, "answered in 14 min"),
    ("promise", at(18, "10:00"), at(19, "11:10"), at(19, "14:00"), State.KEPT, "kept 11:10"),
    ("promise", at(17, "10:00"), at(18, "09:33"), at(19, "14:00"), State.KEPT, "kept yesterday 09:33"),
    ("promise", at(17, "10:00"), at(19, "11:20"), at(19, "11:00"), State.CALM, "done, 20 min late"),
]


@pytest.mark.parametrize(("kind", "start", "end", "due", "state", "text"), ENDED)
def test_green_is_for_what_was_done_in_time(
    kind: str, start: datetime, end: datetime, due: datetime, state: State, text: str
) -> None:
    assert chip(kind, due_at=due, started_at=start, ended_at=end, now=NOW, zone=UTC) == Chip(state, text)


def test_a_moved_promise_names_who_agreed() -> None:
    moved = chip("promise", due_at=at(20, "12:00"), started_at=None, now=NOW, zone=UTC, who="Owen", moved=True)
    assert moved == Chip(State.MOVED, "moved, Owen agreed")


SHORT = [
    ("next_response", at(19, "14:58"), "by 14:58"),
    ("next_response", at(19, "12:05"), "in 23 min"),
    ("next_response", at(19, "11:45"), "now"),
    ("promise", at(19, "11:30"), "broken 12 min ago"),
    ("next_response", at(19, "11:22"), "20 min late"),
    ("look_again", at(24, "11:22"), "Tue 24 Nov"),
]


@pytest.mark.parametrize(("kind", "due", "text"), SHORT)
def test_behind_a_leader_the_verb_is_not_said_twice(kind: str, due: datetime, text: str) -> None:
    assert line(kind, due_at=due, started_at=None, now=NOW, zone=UTC).text == text


ZONES = [
    ("Europe/Berlin", at(19, "23:30"), "tomorrow 00:30"),  # the reader's tomorrow, not the server's
    ("Europe/Berlin", at(19, "23:00"), "midnight"),
    ("Pacific/Auckland", at(20, "23:00"), "tomorrow 12:00"),
    ("America/New_York", at(19, "17:00"), "noon"),
    ("America/Los_Angeles", at(20, "07:59"), "23:59"),
    ("Asia/Kathmandu", at(19, "12:00"), "17:45"),
]


@pytest.mark.parametrize(("name", "when", "text"), ZONES)
def test_a_time_is_told_in_the_readers_zone(name: str, when: datetime, text: str) -> None:
    assert moment(when, now=NOW, zone=ZoneInfo(name)) == text


def test_the_night_when_clocks_go_back_counts_real_minutes() -> None:
    berlin, now = (
        ZoneInfo("Europe/Berlin"),
        datetime(2026, 10, 25, 0, 50, tzinfo=UTC),
    )  # 02:50, and 02:00 comes again at 01:00 UTC
    due = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert chip("next_response", due_at=due, started_at=None, now=now, zone=berlin).text == "answer in 40 min"
    later = datetime(2026, 10, 25, 4, 0, tzinfo=UTC)
    assert chip("next_response", due_at=later, started_at=None, now=now, zone=berlin).text == "answer by 05:00"


def test_the_day_when_clocks_go_forward_is_still_tomorrow() -> None:
    berlin, now = ZoneInfo("Europe/Berlin"), datetime(2026, 3, 28, 22, 30, tzinfo=UTC)
    assert moment(datetime(2026, 3, 29, 1, 30, tzinfo=UTC), now=now, zone=berlin) == "tomorrow 03:30"


def test_an_unknown_kind_has_no_words() -> None:
    with pytest.raises(KeyError):
        words("resolution of the universe", at(20, "12:00"))


def test_names_of_days_follow_the_language() -> None:
    with translation.override("de"):
        assert moment(at(23, "12:00"), now=NOW, zone=UTC) == "Mo 12:00"
