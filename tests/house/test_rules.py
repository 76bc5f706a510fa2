"""Each house rule catches its bad example, passes its good one, and holds everywhere in the source."""

from __future__ import annotations

from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

from tests.house.rules import RULES, Rule

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "makegood"
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@each_rule
def test_the_rule_catches_its_bad_example(rule: Rule) -> None:
    assert rule.check(rule.bad)


@each_rule
def test_the_rule_passes_its_good_example(rule: Rule) -> None:
    assert rule.check(rule.good) == []


@each_rule
def test_the_rule_holds_everywhere(rule: Rule) -> None:
    places = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in _files()
        if _holds_in(rule, path)
        for line in rule.check(_text(path))
    ]
    assert not places, f"{rule.why}\nBroken in:\n" + "\n".join(places)


def _holds_in(rule: Rule, path: Path) -> bool:
    name = f"/{path.relative_to(SOURCE)}"
    return any(fnmatch(name, glob) for glob in rule.where) and not any(fnmatch(name, glob) for glob in rule.but)


@cache
def _files() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


@cache
def _text(path: Path) -> str:
    return path.read_text()
