"""What was said long ago is found too, in pages that miss nothing, however common the words and however far back."""

from __future__ import annotations

from datetime import UTC

import pytest
from django.db import connection

from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation
from makegood.search import queries
from makegood.search.backends import backend, postgresql
from makegood.search.models import Document
from makegood.search.results import Results
from tests.world import DAY, HOUR, NOON, World

pytestmark = pytest.mark.django_db
NOW = NOON + 3 * HOUR
# How many of the newest are looked at, how many for a common word, and from which estimate a word is common.
SMALL = [(1, 2, -1), (1, 100, -1), (2, 3, 0), (1, 1, 10_000), (4_000, 40_000, 10_000)]


def ask(world: World, text: str, **more: object) -> Results:
    """Ana's search."""
    return queries.search(world.ana, text, zone=UTC, now=NOW, limit=2, after=more.get("after"))  # type: ignore[arg-type]


def pages(world: World, text: str) -> list[Results]:
    """All pages of Ana's search."""
    found = [ask(world, text)]
    while found[-1].next:
        found.append(ask(world, text, after=found[-1].next))
        assert len(found) < 30
    return found


def say(world: World, days_ago: int, word: str) -> int:
    """Someone said the word then."""
    return world.receive(text=f"my {word}", reply_text=f"my {word}", subject="x", at=NOON - days_ago * DAY).pk


def shorten(monkeypatch: pytest.MonkeyPatch, reach: tuple[int, int, int]) -> None:
    """No more than so many of the newest are looked at in one go."""
    for name, value in zip(("NEWEST", "FAR", "RARE"), reach, strict=True):
        monkeypatch.setattr(postgresql, name, value)


@pytest.mark.parametrize("reach", SMALL)
def test_every_page_together_hold_everything(
    world: World, monkeypatch: pytest.MonkeyPatch, reach: tuple[int, int, int]
) -> None:
    shorten(monkeypatch, reach)
    spoons = []
    for days in (400, 399, 398, 300, 200, 30, 20, 10, 2):
        spoons.append(say(world, days, "spoon"))
        say(world, days, "fork")
    for text, wanted in (
        ("spoon ", spoons),
        ("spoon before:2026", spoons[:3]),
        ("spoon after:2026", spoons[3:]),
        ("spoon after:2026-10 before:2026-11-18", spoons[5:]),
        ("spoon before:2020", []),
        ("ladle before:2026", []),
    ):
        hits = [hit.number for page in pages(world, text) for hit in page.hits]
        assert hits == wanted[::-1], text


def test_a_common_word_of_long_ago_is_not_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite reads its index newest first anyway")
    shorten(monkeypatch, (1, 2, -1))
    number = say(world, 30, "spoon")
    for days in (20, 10, 5):
        say(world, days, "fork")
    first = ask(world, "spoon ")
    assert (first.hits, first.looked_back_to) == ((), NOON - 10 * DAY)
    assert [hit.number for hit in ask(world, "spoon ", after=first.next).hits] == [number]


def test_a_page_that_began_at_something_since_taken_back_goes_on_there(world: World) -> None:
    made = [say(world, days, "spoon") for days in (9, 8, 7, 6, 5)]
    message = world.reply(Conversation.objects.get(pk=made[-1]), html="<p>a spoon</p>", at=NOON)
    first = ask(world, "spoon ")
    assert str(Document.objects.get(message=message).pk) in str(first.next)
    conversations.undo_reply(message, by=world.ana, at=message.at)
    found = [hit.number for hit in ask(world, "spoon ", after=first.next).hits]
    assert found[-1] in made[:3]


def test_a_word_that_is_only_begun_is_not_passed_over_where_the_first_page_gave_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(backend()), "budget", 2)
    shorten(monkeypatch, (2, 2, -1))
    spoons = [say(world, days, "spoon") for days in (40, 30, 20, 10, 5)]
    hits = [hit.number for page in pages(world, "spo") for hit in page.hits]
    assert hits == spoons[::-1]


def test_a_whole_word_that_finds_goes_on_finding_itself_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shorten(monkeypatch, (2, 2, -1))
    whole = [say(world, days, "fork") for days in (400, 30, 20, 10)]
    for days in (300, 200, 100):
        say(world, days, "forklift")
    hits = [hit.number for page in pages(world, "fork") for hit in page.hits]
    assert hits == whole[::-1]
