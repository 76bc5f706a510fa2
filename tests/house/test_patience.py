"""No test bets on the speed of the machine: one that is five times slower, or that others use too, is no failure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
# A limit in figures, where PATIENCE or nothing belongs; and a measured time, where costs_at_most does.
BETS = {
    "wait_until": re.compile(r"wait_until\(.*seconds=\d"),
    "expect": re.compile(r"\bexpect\(.*timeout=\d"),
    "default": re.compile(r"set_default_timeout\(\d"),
    "join": re.compile(r"\bthread\w*\.join\(\d|\bgo\.wait\(\d|asyncio\.(timeout\(\d|wait_for\(.*, \d)"),
    "clock": re.compile(r"\b(perf_counter|process_time)\(|\b(monotonic|time)\(\) - \w+ <=? *\d"),
}
BAD = [
    'wait_until("kept", Arrival.objects.exists, seconds=5)',
    'expect(page.locator("#rows")).to_be_visible(timeout=5000)',
    "context.set_default_timeout(10_000)",
    "thread.join(10)",
    "async with asyncio.timeout(5):",
    "assert time.monotonic() - began < 5",
    "begun = time.perf_counter()",
]
GOOD = [
    'wait_until("kept", Arrival.objects.exists)',
    'expect(page.locator("#rows")).to_be_visible()',
    "context.set_default_timeout(PATIENCE * 1000)",
    "thread.join(PATIENCE)",
    "async with asyncio.timeout(PATIENCE):",
    "assert time.monotonic() - began < PATIENCE",
    "with costs_at_most(10):",
]


def is_bet(line: str) -> bool:
    return any(bet.search(line) for bet in BETS.values())


@pytest.mark.parametrize("line", BAD)
def test_a_bet_is_seen(line: str) -> None:
    assert is_bet(line)


@pytest.mark.parametrize("line", GOOD)
def test_patience_is_no_bet(line: str) -> None:
    assert not is_bet(line)


def test_no_test_bets() -> None:
    """What measures for its own sake, and what has so much to do that it waits for minutes, may name its figures."""
    paths = [path for path in TESTS.rglob("*.py") if path != Path(__file__) and not {"bench", "year"} & set(path.parts)]
    bets = [
        f"{path.relative_to(TESTS.parent)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if is_bet(line) and not re.search(r"seconds=\d{3}", line)
    ]
    assert not bets, "Wait for PATIENCE, or measure with costs_at_most (tests/servers/machine.py):\n" + "\n".join(bets)
