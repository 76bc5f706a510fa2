"""Every mail to a customer that leaves by itself: what makes it leave, and whether it tells of a change.

Nothing else writes to customers unasked. Who wants no mails unless something changes gets those that tell of a change.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Occasion(StrEnum):
    """What makes a mail leave by itself. The value begins its `once`."""

    EVENT_CAME = "came"
    BROKEN = "own-up"
    CORRECTED = "corrected"
    MADE_GOOD = "made-good"
    PASSED_ON = "passed-on"
    UNREACHED = "unreached"
    ORDER_LATE = "order-late"
    NOTICE = "notice"
    CLOSED = "closed"
    VOUCHER = "voucher"
    WORK_DONE = "work"
    SOLVED = "solved"


@dataclass(frozen=True, slots=True)
class Sort:
    """What a customer learns by such a mail; `is_change`: something that they wait for is otherwise than it was.

    `answers`: it answers what they have just written, so that RFC 3834 says to whom it may go.
    """

    tells: str
    is_change: bool = True
    answers: bool = False


SORTS: dict[Occasion, Sort] = {
    Occasion.EVENT_CAME: Sort("What a promise waited for has happened: it is kept."),
    Occasion.BROKEN: Sort("A promise that they know of was not kept, and nobody of us has written since."),
    Occasion.CORRECTED: Sort("What we wrote was not done had been done, and when."),
    Occasion.MADE_GOOD: Sort("What we wrote was not done is done now."),
    Occasion.PASSED_ON: Sort("Whoever promised them something and wrote to them has passed it on, and to whom."),
    Occasion.UNREACHED: Sort("They asked to be called back; we called as often as we do, and nobody answered."),
    Occasion.ORDER_LATE: Sort("What they ordered takes longer than they were told, or comes on another day."),
    Occasion.NOTICE: Sort("One of us tells everyone whom one thing concerns.", is_change=False),
    Occasion.VOUCHER: Sort("The code of a voucher that they were told of."),
    Occasion.WORK_DONE: Sort("What we have done for them since they last heard of it.", is_change=False),
    Occasion.SOLVED: Sort("The day after it was closed we ask once whether it is solved.", is_change=False),
    Occasion.CLOSED: Sort("Nobody is there; when we are back.", is_change=False, answers=True),
}


def may_leave(occasion: Occasion, *, only_changes: bool) -> bool:
    """Whether the mail goes to who asked for mails only when something changes."""
    return SORTS[occasion].is_change or not only_changes


def answers_by_itself(once: str) -> bool:
    """Whether the message with this `once` is a mail that left by itself to answer one (RFC 3834: auto-replied)."""
    return any(once.startswith(f"{occasion}:") for occasion, sort in SORTS.items() if sort.answers)
