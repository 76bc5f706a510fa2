"""Where one conversation stands while its cost is counted. Pure, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from makegood.effort.rules import Account


@dataclass(slots=True)
class Line:
    """Where one conversation stands, as its rows are read: who had it last, their last word, since when they wait."""

    account: Account
    holder: int | None = None
    said_at: datetime | None = None
    since: datetime | None = None
    has_moved: bool = False
    was_closed: bool = False
    is_free: bool = True
    is_closed: bool = False
    counted_again: bool = False

    def answered(self, at: datetime) -> None:
        """They wait for nothing more."""
        if self.since is not None:
            self.account.waits.append((self.since, at))
        self.since = None

    def moves(self, to: int | None, *, is_elsewhere: bool = False) -> None:
        """Somebody else has it than whoever had it last, or another team does."""
        is_other = to is not None and self.holder is not None and to != self.holder
        if is_other or is_elsewhere:
            self.account.transfers += 1
            self.has_moved = True
        self.holder, self.is_free = to or self.holder, to is None

    def take_over(self, one: Line) -> None:
        """What was counted of the one is this one's, which goes on."""
        mine, theirs = one.account, self.account
        theirs.contacts += mine.contacts
        matters = bool(mine.contacts) and one.said_at is not None and self.said_at is not None
        theirs.again += mine.again + matters
        theirs.transfers += mine.transfers
        theirs.waits += mine.waits
        theirs.people = mine.people | theirs.people
        self.said_at = max((at for at in (one.said_at, self.said_at) if at), default=None)
        self.since = min((at for at in (one.since, self.since) if at), default=None)
        self.holder = (one.holder if self.is_free and not one.is_free else self.holder) or one.holder
        self.is_free &= one.is_free
        self.has_moved |= one.has_moved
