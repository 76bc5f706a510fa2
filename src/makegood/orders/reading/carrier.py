"""What a carrier tells of a parcel, in the form of our own that docs/orders.md describes. Pure."""

from __future__ import annotations

from makegood.orders.models import Movement
from makegood.orders.reading.values import Said, Unreadable, day, moment, text
from makegood.orders.said import SaidMovement


def movement(said: Said) -> SaidMovement:
    """One movement of one parcel. Raises Unreadable."""
    tracking, what, at = text(said, "tracking"), text(said, "status"), moment(said, "at")
    if not tracking:
        raise Unreadable("It names no tracking number (tracking).")
    if what not in Movement.What.values:
        raise Unreadable(f"status is none of {', '.join(Movement.What.values)}.")
    if at is None:
        raise Unreadable("It does not say when (at).")
    return SaidMovement(
        tracking=tracking[:120],
        what=what,
        at=at,
        words=text(said, "words"),
        place=text(said, "place"),
        expected_on=day(said, "expected_on"),
    )
