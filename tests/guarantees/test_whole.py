"""Each public act on thanks, stories, articles and mentions is pressed twice at once and killed, or it says why not."""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path

import pytest

TRIED_IN = {"kudos": "kudos", "stories": "wall", "articles": "articles", "mentions": "mentions"}
NOT_PRESSED = {
    "carry": "in the transaction of a split",
    "content": "reads",
    "failed": "each failed look counts",
    "mail_failed": "guarded by what it changes",
    "mail_sent": "guarded by what it changes",
    "may_answer": "reads",
    "page_failed": "each failed try counts",
    "plan_question": "in the transaction of a close",
    "remind": "each time it is said anew",
    "take": "counts how often",
}


@pytest.mark.parametrize("package", TRIED_IN)
def test_no_act_is_left_out(package: str) -> None:
    acts = import_module(f"makegood.{package}.acts")
    tried = Path(__file__).parents[1].joinpath(TRIED_IN[package], "test_at_once.py").read_text()
    names = [name for name in acts.__all__ if inspect.isfunction(getattr(acts, name))]
    assert names and not [name for name in names if f"acts.{name}" not in tried and name not in NOT_PRESSED]
