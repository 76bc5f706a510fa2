"""A word that is only begun finds what it may become, exactly as the engine's own search for beginnings would."""

from __future__ import annotations

import pytest
from django.db import connection

from makegood.conversations import acts as conversations
from makegood.search.backends import Wanted, Word, backend, begun, stems
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
SAID = """
    the university is universal; operations and an operator; generous generosity, generally; policies of the police;
    casseroles in a casserole, o'brien and o'bryan; naïve, größer; 20261119 20261120 2026; 我想退款; relational relation
""".strip()
FOUND = "univ unive oper generou general polic polici casser o'br größ naiv 2026 20261 relat 退款".split()
NOT_FOUND = "universi opera zzzz".split()  # the stems are shorter, or there is none


def ids(word: str) -> list[int]:
    """The documents that the index gives for a begun word, newest first."""
    *_, plan = backend().plans(Wanted(words=(Word(word, is_prefix=True),)), None)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT d.id {plan.sql}", plan.params)
        return sorted((id for (id,) in cursor.fetchall()), reverse=True)


def say_all(world: World) -> None:
    """Each word is said once, in a conversation's notes."""
    conversation = world.receive()
    for number, word in enumerate(SAID.split()):
        conversations.note(conversation, text=f"{word} {number}", by=world.ana, at=NOON, once=f"n{number}")


@pytest.mark.parametrize("word", FOUND + NOT_FOUND)
def test_it_finds_what_the_engine_finds(world: World, word: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no other way")
    say_all(world)
    found = ids(word)
    phrase = " ".join(word) if word == "退款" else word
    with connection.cursor() as cursor:
        match = f'- marks : ("{phrase}" *)'
        cursor.execute("SELECT rowid FROM search_text WHERE search_text MATCH %s ORDER BY rowid DESC", [match])
        assert found == [id for (id,) in cursor.fetchall()]
    assert bool(found) is (word in FOUND)


def test_too_many_words_are_left_to_the_engine(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    say_all(world)
    few = ids("univ")
    monkeypatch.setattr(begun, "MOST_WORDS", 1)
    assert ids("univ") == few and len(few) == 2


def test_every_stem_has_a_word() -> None:
    said = stems.stems(SAID)
    assert "polici" in said and "univers" in said
    words = stems.words(said)
    assert words is not None and stems.stems(" ".join(words)) == said


def test_no_stem_no_word() -> None:
    assert stems.stems("") == [] and stems.words([]) == []
    assert stems.words(["two words"]) is None
