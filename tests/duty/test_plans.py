"""Shift plans as files: what is understood, what is not, in words; again is once; hostile files end soon."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from makegood.people.duty import acts, plans, queries
from makegood.people.duty.models import Shift
from makegood.people.duty.plans import Plan, Said, Unreadable
from makegood.people.models import Agent
from makegood.people.rules import NotAllowed
from makegood.timeline.models import Event
from tests.world import DAY, HOUR, NOON, World

FIRST, LAST = date(2026, 11, 1), date(2026, 12, 31)
PEOPLE = [
    (1, "Ana Example", "ana@harbour.example"),
    (2, "Ben Example", "ben@harbour.example"),
    (3, "Ben Example", "b2@x.example"),
]
TABLE = """name;date;start;end;break
Ana Example;2026-11-24;08:00;17:00;12:00-13:00
ana@harbour.example;25.11.2026;22:00;06:00;01:00-01:30
Ana Example;2026-11-26;free;;
Ben Example;2026-11-24;08:00;12:00;
Nobody;2026-11-24;08:00;12:00;
Ana Example;2026-11-24;16:00;18:00;
Ana Example;someday;08:00;12:00;

ben@harbour.example;2026-11-24;25:00;12:00;
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//planner//EN
BEGIN:VEVENT
UID:early@planner.example
SUMMARY:Ana Example - early
DTSTART;TZID=Europe/Berlin:20261123T080000
DTEND;TZID=Europe/Berlin:20261123T160000
RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261203T000000Z
EXDATE;TZID=Europe/Berlin:20261125T080000
END:VEVENT
BEGIN:VEVENT
UID:early@planner.example
RECURRENCE-ID;TZID=Europe/Berlin:20261130T080000
SUMMARY:Ana Example - late
DTSTART;TZID=Europe/Berlin:20261130T120000
DTEND;TZID=Europe/Berlin:20261130T200000
END:VEVENT
BEGIN:VEVENT
UID:free@planner.example
SUMMARY:Ana Example: free
DTSTART;VALUE=DATE:20261201
END:VEVENT
BEGIN:VEVENT
UID:mail@planner.example
SUMMARY:late shift
ATTENDEE:mailto:Ben@harbour.example
DTSTART:20261124T120000
DURATION:PT8H
END:VEVENT
BEGIN:VEVENT
UID:gone@planner.example
STATUS:CANCELLED
SUMMARY:Ana Example
DTSTART:20261124T120000Z
DTEND:20261124T130000Z
END:VEVENT
END:VCALENDAR
"""


def read(text: str | bytes, zone: str = "Europe/Berlin") -> Plan:
    return plans.read(text.encode() if isinstance(text, str) else text, zone=zone, first=FIRST, last=LAST)


def at(day: int, hour: float, month: int = 11) -> datetime:
    return datetime(2026, month, day, tzinfo=UTC) + hour * HOUR


def test_a_table_is_read_and_what_is_not_understood_is_named_with_its_line() -> None:
    found, problems = plans.whose(read(TABLE), PEOPLE)
    assert [(one.day.day, one.stretch, one.breaks) for one in found[1]] == [
        (24, (at(24, 7), at(24, 16)), ((at(24, 11), at(24, 12)),)),
        (25, (at(25, 21), at(26, 5)), ((at(26, 0), at(26, 0.5)),)),
        (26, None, ()),
    ]
    assert {one.place: one.words for one in problems} == {
        "line 5": "Several people here are called 'Ben Example'. Write the mail address.",
        "line 6": "Nobody whose time you plan is called 'Nobody'. Write the mail address.",
        "line 7": "It overlaps what line 2 says.",
        "line 8": "'someday' is no day. Days look like 2026-11-24.",
        "line 10": "'25:00' is no time of day. Times look like 08:30.",
    }


def test_a_calendar_is_read_with_its_plain_repetition() -> None:
    found, problems = plans.whose(read(CALENDAR), PEOPLE)
    assert problems == []
    assert [(one.day.isoformat(), one.stretch) for one in found[1]] == [
        ("2026-11-23", (at(23, 7), at(23, 15))),
        ("2026-11-30", (at(30, 11), at(30, 19))),
        ("2026-12-01", None),
        ("2026-12-02", (at(2, 7, 12), at(2, 15, 12))),
    ]
    assert [(one.stretch, one.uid) for one in found[2]] == [
        ((at(24, 11), at(24, 19)), "mail@planner.example/20261124T110000Z")
    ]


def event(*lines: str) -> str:
    return "\n".join(
        ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "SUMMARY:Ana Example", *lines, "END:VEVENT", "END:VCALENDAR"]
    )


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("DTSTART:20261124T080000Z", "DTEND:20261124T090000Z", "RRULE:FREQ=SECONDLY"), "not followed"),
        (
            ("DTSTART:20261124T080000Z", "DTEND:20261124T090000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
            "not followed",
        ),
        (("DTSTART:20261124T080000Z", "DTEND:20261124T090000Z", "RRULE:FREQ=DAILY;INTERVAL=0"), "not followed"),
        (("DTSTART:20261124T080000Z", "DTEND:20261124T070000Z"), "ends before"),
        (("DTSTART:20261124T080000Z", "DTEND:20261127T070000Z"), "longer than a day"),
        (("DTSTART;VALUE=DATE:20261124",), "whole days"),
        (("DTSTART:nonsense",), "cannot be read"),
        (("DTEND:20261124T080000Z",), "cannot be read"),
    ],
)
def test_what_a_calendar_says_badly_is_named(lines: tuple[str, ...], words: str) -> None:
    found = read(event(*lines))
    assert not found.said and words in found.problems[0].words


def test_what_repeats_without_an_end_ends_with_the_days_that_were_asked_for() -> None:
    ancient = read(event("DTSTART:19000101T080000Z", "DTEND:19000101T090000Z", "RRULE:FREQ=DAILY"))
    assert not ancient.said and "ten years ago" in ancient.problems[0].words
    found = read(event("DTSTART:20200101T080000Z", "DTEND:20200101T090000Z", "RRULE:FREQ=DAILY"))
    assert (len(found.said), found.said[-1].day) == (61, LAST)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x" * 1_000_001, "larger than 1 MB"),
        (b"\0\1\2", "neither"),
        (b"hello", "must name the columns"),
        (b"", "must name the columns"),
        (b'who,day,from,to\n"' + b"a" * 20_000, "no table"),
        (b"who,day,from,to\n" + b"a,b,c,d\n" * 10_001, "10000 lines"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "no calendar"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 5000, "no calendar"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read(content)


def plan(*said: Said) -> Any:
    return list(said)


def shift(day: int, hour: int, uid: str = "") -> Said:
    begins = NOON.replace(hour=hour) + day * DAY
    return Said("line 1", "Ana", begins.date(), (begins, begins + 4 * HOUR), (), uid)


def test_the_same_plan_again_changes_nothing_and_a_new_one_what_is_new(world: World) -> None:
    first = {world.ana.pk: plan(shift(1, 8, "a"), shift(3, 8)), world.ben.pk: plan(shift(2, 8))}
    assert acts.import_plan(first, by=world.lea, at=NOON) == acts.Imported(2, 3, 0, 0)
    ids = set(Shift.objects.values_list("pk", flat=True))
    assert acts.import_plan(first, by=world.lea, at=NOON) == acts.Imported(2, 0, 0, 0)
    assert set(Shift.objects.values_list("pk", flat=True)) == ids
    assert Event.objects.filter(kind="duty.plan").count() == 1
    moved = {world.ana.pk: plan(shift(1, 10, "a"), shift(3, 14))}
    assert acts.import_plan(moved, by=world.lea, at=NOON) == acts.Imported(1, 1, 1, 1)
    assert queries.next_on([world.ben.pk], at=NOON + DAY)[world.ben.pk] == NOON.replace(hour=8) + 2 * DAY


def test_what_was_typed_stays_unless_the_plan_says_otherwise(world: World) -> None:
    typed = acts.add_shift(world.ana, (NOON + 2 * DAY, NOON + 2 * DAY + HOUR), by=world.lea, at=NOON)
    acts.add_shift(world.ana, (NOON + DAY, NOON + DAY + HOUR), by=world.lea, at=NOON)
    assert acts.import_plan({world.ana.pk: plan(shift(1, 10), shift(3, 8))}, by=world.lea, at=NOON).removed == 1
    assert Shift.objects.filter(pk=typed.pk).exists()


def test_without_a_weekly_roster_a_day_of_the_plan_without_a_shift_is_free(world: World) -> None:
    acts.import_plan({world.ana.pk: plan(shift(1, 8), shift(3, 8))}, by=world.lea, at=NOON)
    assert queries.on_duty_now([world.ana.pk, world.ben.pk], at=NOON + 2 * DAY) == {world.ben.pk}
    assert queries.next_on([world.ana.pk], at=NOON + 4 * DAY) == {world.ana.pk: NOON + 4 * DAY}  # beyond the plan


def test_a_plan_is_imported_whole_or_not_at_all(world: World) -> None:
    both = {world.ana.pk: plan(shift(1, 8)), world.mo.pk: plan(shift(1, 8))}
    with pytest.raises(NotAllowed):
        acts.import_plan(both, by=world.lea, at=NOON)
    assert not Shift.objects.exists()
    assert acts.import_plan(both, by=world.ada, at=NOON).added == 2
    assert Agent.objects.filter(shifts__isnull=False).distinct().count() == 2
