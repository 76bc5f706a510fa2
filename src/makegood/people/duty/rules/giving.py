"""Who is given new work. Nobody's fame, value or mood is asked for; those who are off duty are not even named here."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def by_turn(on_duty: Collection[int], last: int | None) -> int | None:
    """Who comes after the last one, by id, and from the end to the start again. None: nobody is on duty."""
    if not on_duty:
        return None
    after = [one for one in on_duty if last is not None and one > last]
    return min(after, default=min(on_duty))


def by_load(on_duty: Collection[int], loads: Mapping[int, int]) -> int | None:
    """Who has the fewest open; of two with as few the lower id. None: nobody is on duty."""
    return min(on_duty, key=lambda one: (loads.get(one, 0), one), default=None)
