"""The arithmetic of fairness: how far two groups of like cases differ, and how sure that is. Pure; no dependency.

Times are compared by the probability of superiority: of two cases, one of each group, in which share the first took
longer (half: no difference). Shares are compared by their difference. Both are worked out among like cases only, and
then put together; Brunner and Munzel, Biometrical Journal 42 (2000), for the first, Agresti and Caffo, The American
Statistician 54 (2000), for the second, the weights of Mantel and Haenszel (1959) to put together, Benjamini and
Hochberg, JRSS B 57 (1995), for asking many questions at once. Tests hold each to SciPy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt
from statistics import NormalDist

NORMAL = NormalDist()
SURE = 0.95
FEW = 10
_WIDE = NORMAL.inv_cdf((1 + SURE) / 2)


@dataclass(frozen=True, slots=True)
class Estimate:
    """How far two groups differ among one kind of like cases. `weight` is how much that tells."""

    effect: float
    variance: float
    weight: float


@dataclass(frozen=True, slots=True)
class Effect:
    """The same over all kinds of like cases: between `low` and `high` with a probability of 95 %.

    `doubt` (p) is how probable so great a difference would be, were there none.
    """

    size: float
    low: float
    high: float
    doubt: float


def ranks(values: Sequence[float]) -> list[float]:
    """The place of each value from the smallest, from 1; those that are equal share the middle of theirs."""
    found = [0.0] * len(values)
    below = 0
    in_order = sorted(range(len(values)), key=values.__getitem__)
    for _value, alike in groupby(in_order, key=values.__getitem__):
        places = list(alike)
        for one in places:
            found[one] = below + (len(places) + 1) / 2
        below += len(places)
    return found


def superiority(ours: Sequence[float], others: Sequence[float]) -> Estimate:
    """In which share of pairs ours is the greater; a tie counts half. Both hold two values at least."""
    n, m = len(ours), len(others)
    together = ranks([*ours, *others])
    above = [place - own for place, own in zip(together[:n], ranks(ours), strict=True)]
    beneath = [place - own for place, own in zip(together[n:], ranks(others), strict=True)]
    effect = sum(above) / (n * m)
    variance = _variance(above) / (m * m * n) + _variance(beneath) / (n * n * m)
    return Estimate(effect, max(variance, least_variance(effect, n, m)), n * m / (n + m))


def least_variance(effect: float, n: int, m: int) -> float:
    """The least variance to believe in: a few cases vary by less than they should, groups apart by nothing at all.

    Of a few, that of Mann and Whitney, under no difference; else as if half a pair more had gone the other way.
    """
    if min(n, m) < FEW:
        return (n + m + 1) / (12 * n * m)
    nearly = (effect * n * m + 0.5) / (n * m + 1)
    return nearly * (1 - nearly) / (n * m)


def difference(ours: int, of_ours: int, others: int, of_others: int) -> Estimate:
    """By how much the share of ours exceeds that of the others, -1 to 1."""
    p, q = (ours + 1) / (of_ours + 2), (others + 1) / (of_others + 2)
    variance = p * (1 - p) / (of_ours + 2) + q * (1 - q) / (of_others + 2)
    return Estimate(ours / of_ours - others / of_others, variance, of_ours * of_others / (of_ours + of_others))


def together(some: Sequence[Estimate], *, none: float) -> Effect:
    """All kinds of like cases, each by its weight. `none` is the size of no difference at all. `some` is not empty."""
    weight = sum(one.weight for one in some)
    size = sum(one.weight * one.effect for one in some) / weight
    spread = sqrt(sum(one.weight**2 * one.variance for one in some)) / weight
    doubt = 2 * (1 - NORMAL.cdf(abs(size - none) / spread))
    return Effect(size, size - _WIDE * spread, size + _WIDE * spread, doubt)


def held(doubts: Sequence[float]) -> list[float]:
    """Each doubt, raised for how many questions were asked: among those below 0.05, one in twenty misleads."""
    in_order = sorted(range(len(doubts)), key=doubts.__getitem__, reverse=True)
    found, least = [0.0] * len(doubts), 1.0
    for behind, one in enumerate(in_order):
        least = min(least, doubts[one] * len(doubts) / (len(doubts) - behind))
        found[one] = least
    return found


def _variance(values: Iterable[float]) -> float:
    known = list(values)
    mean = sum(known) / len(known)
    return sum((one - mean) ** 2 for one in known) / (len(known) - 1)
