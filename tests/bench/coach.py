"""The coach on a long reply, beside a floor that only looks at each of its words."""

from __future__ import annotations

import re
import statistics

from makegood.coach.rules import check
from tests.bench.report import Row
from tests.bench.spending import spent
from tests.coach.measuring import labelled

ROUNDS = 60
LONG = 4_000
MOST = 50.0
_WORD = re.compile(r"\w+")


def measure() -> list[Row]:
    """One row: a reply of four thousand letters, in which good and bad replies stand one behind another."""
    text = " ".join(one.text for one in labelled("build") if one.language == "en" and "too_long" not in one.kinds)[
        :LONG
    ]
    floor = spent(lambda: [word.lower() for word in _WORD.findall(text)], ROUNDS)
    took = spent(lambda: check(text), ROUNDS)
    p50, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    low = statistics.median(floor)
    return [
        Row(
            f"the coach on a reply of {len(text):,} letters",
            f"p50 {p50:.1f} ms, p95 {p95:.1f} ms of one core",
            f"p50 {low:.2f} ms (its words in small letters)",
            f"{p50 / low:.0f}x",
            f"p50 < {MOST:.0f} ms",
            p50 < MOST,
        )
    ]
