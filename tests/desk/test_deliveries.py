"""What became of a message, in words beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from makegood.conversations.queries import DeliveryItem
from makegood.desk.deliveries import Line, lines

NOW = datetime(2026, 11, 19, 9, 33, tzinfo=UTC)
SECONDS = timedelta(seconds=5)
PLANNED = DeliveryItem(1, "Eva Stern", "eva@post.example", "planned", NOW + SECONDS, None, None, "")
SENT = replace(PLANNED, state="sent", sent_at=NOW, due_at=NOW - SECONDS)

EACH = [
    (PLANNED, Line("clock-calm", "Leaves in a few seconds")),
    (replace(PLANNED, due_at=NOW - SECONDS), Line("clock-calm", "On its way")),
    (SENT, Line("check", "Delivered 09:33")),
    (
        replace(PLANNED, state="retry", reason="the server is busy"),
        Line("clock-paused", "Not through yet: the server is busy. We keep trying."),
    ),
    (
        replace(PLANNED, state="stuck", reason="her mailbox is full."),
        Line("hint", "Not delivered: her mailbox is full. Nothing is lost.", failed=True, retry=1),
    ),
    (
        replace(SENT, bounced_at=NOW, reason="no such mailbox"),
        Line("hint", "Not delivered: no such mailbox. Nothing is lost.", failed=True, retry=1),
    ),
]


@pytest.mark.parametrize(("delivery", "line"), EACH)
def test_one_recipient_is_one_line(delivery: DeliveryItem, line: Line) -> None:
    assert lines([delivery], now=NOW) == [line]


def test_several_that_fare_alike_are_one_line() -> None:
    assert lines([SENT, replace(SENT, id=2, name="Mo")], now=NOW) == [Line("check", "Delivered 09:33")]


def test_several_that_do_not_are_named() -> None:
    said = [one.text for one in lines([SENT, replace(PLANNED, id=2, name="", state="stuck", reason="full")], now=NOW)]
    assert said == ["Eva Stern: Delivered 09:33", "eva@post.example: Not delivered: full. Nothing is lost."]


def test_a_message_from_outside_has_none() -> None:
    assert lines([], now=NOW) == []
