"""Asks follow people's working time: whoever is not there has not been silent, and whoever comes is asked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from makegood.people.duty.watching import Watching
from makegood.remedies import acts


class Asks(Watching):
    """What is put to somebody is looked at again when their working time changes."""

    def changed(self, agents: Collection[int], *, at: datetime) -> None:
        """See Watching."""
        acts.look_again(list(agents), at=at)

    def forced(self, agents: Collection[int], *, at: datetime) -> None:
        """See Watching."""
        acts.look_again(list(agents), at=at)
