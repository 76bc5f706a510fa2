"""The arithmetic of fairness, held to SciPy where it is installed, and to what must be true of any numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from makegood.reports.fairness import statistics as sums
from makegood.reports.fairness.statistics import Estimate

enough = some.lists(some.integers(0, 50).map(float), min_size=sums.FEW, max_size=40)
values = some.lists(some.integers(0, 50).map(float), min_size=3, max_size=40)


@given(values)
def test_ranks_are_scipys(known: list[float]) -> None:
    stats = pytest.importorskip("scipy.stats")
    assert sums.ranks(known) == pytest.approx(list(stats.rankdata(known)))


@settings(deadline=None)
@given(enough, enough)
def test_of_one_kind_superiority_is_the_test_of_brunner_and_munzel(ours: list[float], others: list[float]) -> None:
    stats = pytest.importorskip("scipy.stats")
    one = sums.superiority(ours, others)
    pairs = [0.5 if a == b else float(a > b) for a in ours for b in others]
    assert one.effect == pytest.approx(sum(pairs) / len(pairs))
    if one.variance > sums.least_variance(one.effect, len(ours), len(others)):
        known = stats.brunnermunzel(ours, others, distribution="normal")
        assert sums.together([one], none=0.5).doubt == pytest.approx(known.pvalue, abs=1e-9)


@given(values, values)
def test_superiority_sees_both_sides_alike(ours: list[float], others: list[float]) -> None:
    one, other = sums.superiority(ours, others), sums.superiority(others, ours)
    assert one.effect == pytest.approx(1 - other.effect)
    assert one.variance == pytest.approx(other.variance)


@given(some.lists(some.floats(0, 1), min_size=1, max_size=30))
def test_doubts_are_raised_as_benjamini_and_hochberg_have_it(doubts: list[float]) -> None:
    stats = pytest.importorskip("scipy.stats")
    assert sums.held(doubts) == pytest.approx(list(stats.false_discovery_control(doubts)))


def test_a_difference_of_shares_is_as_wide_as_agresti_and_caffo_have_it() -> None:
    """Their example: 7 of 10 and 4 of 10. Worked by hand: (8/12)(4/12)/12 + (5/12)(7/12)/12."""
    one = sums.difference(7, 10, 4, 10)
    assert one.effect == pytest.approx(0.3)
    assert one.variance == pytest.approx((8 / 12 * 4 / 12 + 5 / 12 * 7 / 12) / 12)


def test_groups_that_do_not_overlap_are_sure_but_not_beyond_doubt() -> None:
    few = sums.together([sums.superiority([9.0, 9.0], [1.0, 1.0])], none=0.5)
    many = sums.together([sums.superiority([9.0] * 40, [1.0] * 40)], none=0.5)
    assert few.size == many.size == 1
    assert few.low < 0.5 < many.low <= 1
    assert few.doubt > 0.05 > many.doubt


def test_what_is_put_together_weighs_by_what_it_tells() -> None:
    both = sums.together([Estimate(0.9, 0.01, 1.0), Estimate(0.5, 0.01, 3.0)], none=0.5)
    assert both.size == pytest.approx(0.6)
    assert both.high - both.low == pytest.approx(2 * 1.959964 * (0.01 * 10 / 16) ** 0.5, rel=1e-5)
