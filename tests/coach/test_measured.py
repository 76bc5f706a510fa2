"""How much the coach sees, on labelled replies; docs/coach.md says how they were labelled."""

from __future__ import annotations

import pytest

from makegood.coach.kinds import Kind
from tests.coach.measuring import Score, labelled, scores


@pytest.fixture(scope="module", params=["build", "measure"])
def measured(request: pytest.FixtureRequest) -> dict[str, Score]:
    return scores(labelled(request.param))


@pytest.mark.parametrize("kind", [one.value for one in Kind])
def test_what_is_flagged_is_there_and_most_of_what_is_there_is_flagged(measured: dict[str, Score], kind: str) -> None:
    score = measured[kind]
    assert score.precision >= 0.8, kind
    assert score.recall >= 0.8, kind


def test_there_are_enough_replies_good_and_bad_in_each_language() -> None:
    for half in ("build", "measure"):
        replies = labelled(half)
        assert len(replies) >= 200
        assert {one.language for one in replies} == {"en", "de", "fr", "es"}
        assert sum(not one.kinds for one in replies) * 4 > len(replies)
