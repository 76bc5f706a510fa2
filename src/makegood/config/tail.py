"""Follows the event table, and misses nothing: not even a lower id that is committed after a higher one."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from makegood.timeline import queries
from makegood.timeline.queries import Happened
from makegood.timeline.running import Running, running_transactions

LOOK_BACK = 1000  # ids before the start among which a missing one may still be on its way
FORGET_AFTER = 10.0  # seconds after which a missing id is given up, if its transaction cannot be running any more


@dataclass(frozen=True)
class Gap:
    """No event is known between two ids: rolled back, or not committed yet.

    `next_transaction` is one that began after the gap was seen; None until the look after that.
    """

    after: int
    before: int
    since: float
    next_transaction: int | None = None

    def seen_again(self, running: Running) -> Gap:
        """The same gap, which from now on knows by which transactions it can still be filled."""
        return self if self.next_transaction is not None else replace(self, next_transaction=running.next)

    def is_over(self, now: float, running: Running) -> bool:
        """Whether nothing can appear in it any more."""
        ended = self.next_transaction is not None and running.oldest >= self.next_transaction
        return ended and now - self.since >= FORGET_AFTER


class Tail:
    """What happened since the last look. SQLite numbers in the order of its commits, so there no gap ever opens."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._gaps: list[Gap] = []
        self._top = max(0, queries.newest_id() - LOOK_BACK)
        self.look()

    @property
    def mark(self) -> int:
        """Whoever knows all that happened up to this id, and asks for what is later, misses nothing."""
        return min([gap.after for gap in self._gaps], default=self._top)

    def look(self) -> list[Happened]:
        """What has been committed since the last look, by id; at most some thousand, then the next look brings more."""
        late = self._look_into_gaps() if self._gaps else []
        return late + self._look_ahead()

    def _look_into_gaps(self) -> list[Happened]:
        """Whoever had ended before we read, we have read: so the question who still runs comes first."""
        running, now = running_transactions(), self._steady()
        late = queries.between([(gap.after, gap.before) for gap in self._gaps])
        found = [event.id for event in late]
        open_ = [gap.seen_again(running) for gap in self._gaps if not gap.is_over(now, running)]
        self._gaps = [part for gap in open_ for part in _without(gap, found)]
        return late

    def _look_ahead(self) -> list[Happened]:
        new = queries.since(self._top)
        ids = [self._top, *(event.id for event in new)]
        self._gaps += [Gap(a, b, self._steady()) for a, b in pairwise(ids) if b > a + 1]
        self._top = ids[-1]
        return new


def _without(gap: Gap, ids: Sequence[int]) -> list[Gap]:
    """What is left of the gap when these ids have appeared."""
    edges = [gap.after, *sorted(id_ for id_ in ids if gap.after < id_ < gap.before), gap.before]
    return [Gap(a, b, gap.since, gap.next_transaction) for a, b in pairwise(edges) if b > a + 1]
