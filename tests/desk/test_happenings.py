"""What happened, one sentence each; every kind that a conversation shows has one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from makegood.conversations.queries import Happening
from makegood.conversations.queries.said import SHOWN_EVENTS
from makegood.desk.happenings import SENTENCES, Names, Told, entries, told

NOW = datetime(2026, 11, 19, 11, 42, tzinfo=UTC)
NAMES = Names({7: "Ben Example"}, {3: "Quay Lane"}, "Ana Example", NOW)


def happening(what: str, by: str = "Ana Example", **about: Any) -> Happening:
    return Happening(1, NOW, what, by, about)


def test_every_kind_that_is_shown_has_a_sentence() -> None:
    assert set(SHOWN_EVENTS) <= set(SENTENCES)


SAID = [
    (happening("conversation.claimed"), Told("person", "You", "took it")),
    (happening("conversation.closed", by="Ben Example"), Told("check", "Ben Example", "closed it")),
    (happening("conversation.assigned", to=7, team=3), Told("hand", "You", "gave it to Ben Example")),
    (happening("conversation.assigned", to=None, team=3), Told("hand", "You", "gave it to Quay Lane")),
    (happening("conversation.assigned", to=99, team=3), Told("hand", "You", "gave it to a colleague")),
    (
        happening("conversation.held", until="2026-11-23T09:00:00+00:00"),
        Told("clock-paused", "You", "put it on hold until Mon 09:00"),
    ),
    (happening("conversation.held"), Told("clock-paused", "You", "put it on hold")),
    (happening("conversation.tagged", tags=["a", "b"], had=["a"]), Told("tag", "You", "added the tag b")),
    (happening("conversation.tagged", tags=[], had=["a"]), Told("tag", "You", "took off the tag a")),
    (happening("conversation.tagged", tags=["b"], had=["a"]), Told("tag", "You", "changed the tags to b")),
    (happening("conversation.settled", why="thanks"), Told("check", "You", "saw that it was thanks, and closed it")),
    (
        happening("clock.missed", by=""),
        Told("clock-over", "", "The time to answer passed. The team was told"),
    ),
    (
        happening("clock.missed", by="", kind="resolution"),
        Told("clock-over", "", "The time for a solution passed. The team was told"),
    ),
    (
        happening("clock.warned", by="", kind="first_response", due_at="2026-11-19T14:00:00+00:00"),
        Told("clock-soon", "", "An answer is due 14:00. The team was told"),
    ),
    (
        happening("clock.moved", by="", kind="first_response", due_at="2026-11-20T09:00:00+00:00"),
        Told("clock-moved", "", "The answer is due sooner, tomorrow 09:00: hours or targets have changed"),
    ),
]


@pytest.mark.parametrize(("what", "sentence"), SAID)
def test_it_is_told_in_a_sentence(what: Happening, sentence: Told) -> None:
    assert told(what, NAMES) == sentence


def test_a_day_begins_with_its_line() -> None:
    day = timedelta(days=1)
    items = [Happening(1, NOW - day, "conversation.claimed", "", {}), Happening(2, NOW, "conversation.closed", "", {})]
    assert [one.kind for one in entries(items, NAMES)] == ["day", "event", "day", "event"]
