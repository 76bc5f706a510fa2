"""Fame buys no place in the queue, and neither does having waited longest: its order is a function of clocks alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import makegood

HOUSE = Path(makegood.__file__).parent
# What decides in which order work is shown, and by when it is due.
QUEUE = [
    *HOUSE.glob("clocks/**/*.py"),
    *HOUSE.glob("conversations/**/*.py"),
    HOUSE / "desk/inbox.py",
    HOUSE / "desk/today.py",
    HOUSE / "desk/templates/desk/list.html",
    HOUSE / "config/live_sources.py",
]


def uses_effort(text: str) -> bool:
    return bool(re.search(r"makegood\.effort|\befforts?_of|effort_(threshold|reached)|\bcost\.", text))


@pytest.mark.once
@pytest.mark.parametrize("path", QUEUE, ids=lambda path: str(path.relative_to(HOUSE)))
def test_the_order_of_work_knows_nothing_of_effort(path: Path) -> None:
    assert not uses_effort(path.read_text()), "The queue is ordered by clocks alone (docs/guarantees, number 5)."


@pytest.mark.once
def test_this_test_would_see_it() -> None:
    assert uses_effort("from makegood.effort.queries import efforts_of")
    assert uses_effort("rows.sort(key=lambda row: efforts_of([row.pk]))")
