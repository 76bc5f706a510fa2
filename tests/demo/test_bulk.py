"""A full desk is honest: every row that real life would have written is there."""

from __future__ import annotations

import pytest

from makegood.config.doctor import examine
from makegood.conversations.models import Conversation, State
from makegood.demo.bulk import NobodyHere, fill
from makegood.demo.words import Writer
from tests.world import NOON, World


def test_doctor_finds_nothing_on_a_full_desk(world: World) -> None:
    assert fill(1500, seed=3, now=NOON) == 1500
    assert Conversation.objects.count() == 1500
    assert set(Conversation.objects.values_list("state", flat=True)) == {State.OPEN, State.WAITING, State.CLOSED}
    assert all(one.ok for one in examine(now=NOON)), examine(now=NOON)


def test_the_same_seed_gives_the_same_words() -> None:
    one, other = Writer(5), Writer(5)
    assert [one.mail(one.matter()) for _ in range(5)] == [other.mail(other.matter()) for _ in range(5)]


def test_an_empty_desk_is_told_what_to_do(db: None) -> None:
    with pytest.raises(NobodyHere):
        fill(1, seed=1, now=NOON)
