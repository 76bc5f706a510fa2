"""The office hours of teams, as duty asks for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from makegood.clocks.hours import ALWAYS, Hours


def hours_of_all(teams: Collection[int]) -> Mapping[int, Hours]:
    """When each of these teams is open. Whoever said nothing is always open."""
    return dict.fromkeys(teams, ALWAYS)
