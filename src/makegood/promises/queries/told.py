"""Our word as the customer knows it: what they were told, and what became of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from makegood.promises import rules
from makegood.promises.models import Promise, State, Term


@dataclass(frozen=True, slots=True)
class ToldPromise:
    """A promise that the customer knows of, with the time that they were told last. `was_due_at`: an earlier one."""

    what: str
    state: str
    due_at: datetime
    was_due_at: datetime | None
    kept_at: datetime | None
    made_good_at: datetime | None
    is_late: bool

    @property
    def is_broken(self) -> bool:
        """Its time has passed, and nothing has made it good."""
        return self.state == State.BROKEN or self.is_late

    @property
    def is_open(self) -> bool:
        """It is still to be kept."""
        return self.state == State.OPEN and not self.is_late


def told_to(conversation: int, heard: Collection[int], *, at: datetime) -> list[ToldPromise]:
    """What was promised by word of mouth, or in one of the messages that have reached them, soonest first.

    What was withdrawn is no word of ours any more. Two queries.
    """
    rows = Promise.objects.filter(conversation=conversation, told_at__isnull=False).exclude(state=State.WITHDRAWN)
    known = [one for one in rows.order_by("due_at", "pk") if one.told_by_id is None or one.told_by_id in heard]
    newest = {one.promise_id: one for one in Term.objects.filter(promise__in=known).order_by("pk")}
    return [_told(one, newest.get(one.pk), heard, at) for one in known]


def _told(promise: Promise, term: Term | None, heard: Collection[int], at: datetime) -> ToldPromise:
    due_at, was = promise.due_at, promise.first_due_at
    if term is not None and term.was_due_at and term.told_by_id is not None and term.told_by_id not in heard:
        due_at = term.was_due_at  # the mail that names another time has not left
    return ToldPromise(
        what=promise.what,
        state=promise.state,
        due_at=due_at,
        was_due_at=was if was != due_at else None,
        kept_at=promise.kept_at,
        made_good_at=promise.made_good_at,
        is_late=rules.is_late(promise.state, promise.due_at, now=at),
    )
