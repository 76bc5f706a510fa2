"""One look into a mailbox: every mail that is ours and new is kept, then the position moves on.

Killed at any moment, the next look begins where the position stands; what it meets again, intake knows already.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from makegood.channels.mail.acts import reading, watching
from makegood.channels.mail.arriving import arrive
from makegood.channels.mail.imap import Folder, NotHandedOut, Standing
from makegood.channels.mail.models import Passed, Position, Watch
from makegood.channels.mail.queries import Task

BATCH = 25  # mails after which the position moves
LARGEST = 100 * 1024 * 1024  # octets; what is larger stays in the mailbox, and says so
TRIES = 3  # how often the server may refuse to hand out one mail before the others go on without it
DAY = timedelta(days=1)
SKEW = timedelta(minutes=5)  # by which the server's clock may be behind ours
log = logging.getLogger(__name__)


@dataclass
class Reader:
    """Reads one mailbox over many connections, and remembers which mails the server would not hand out."""

    task: Task
    refusals: Counter[str] = field(default_factory=Counter)

    def look(self, folder: Folder, *, now: datetime) -> tuple[int, bool]:
        """How many new mails were kept, and whether older ones are left for another look. Raises Trouble."""
        standing = folder.standing()
        position = self._position(folder, standing, now=now)
        took = self._read_new(folder, position, standing, now=now)
        if position.older_uid is None:
            return took, False
        return took + self._read_older(folder, position, now=now), position.older_uid is not None

    def _position(self, folder: Folder, standing: Standing, *, now: datetime) -> Position:
        """Where we stand under this UIDVALIDITY; begun here if it is a new one."""
        known = Position.objects.filter(source=self.task.source, uidvalidity=standing.uidvalidity).first()
        if known:
            return known
        task, since = self.task, _known_since(self.task)
        return reading.begin(
            task.access,
            task.source,
            standing.uidvalidity,
            start_uid=standing.uidnext if since else _first_since(folder, task.created_at - SKEW, standing),
            older=bool(since) or task.with_history,
            since=since,
            now=now,
        )

    def _read_new(self, folder: Folder, position: Position, standing: Standing, *, now: datetime) -> int:
        took = 0
        for batch in _batches(folder.uids(position.last_uid + 1, standing.uidnext - 1)):
            took += self.read(folder, position.uidvalidity, batch, now=now)
            reading.move(position, batch[-1])
        reading.move(position, standing.uidnext - 1)
        return took

    def _read_older(self, folder: Folder, position: Position, *, now: datetime) -> int:
        """One batch of what was there before we began, oldest first, so that threads grow as they did."""
        done, since = position.older_uid or 0, position.since
        day = (since - DAY).date() if since and not self.task.with_history else None
        batch = list(islice(folder.uids(done + 1, position.start_uid - 1, since=day), BATCH))
        came = folder.taken_in_at(batch) if since else {}
        ours = [uid for uid in batch if since and uid in came and came[uid] >= since]
        history = [uid for uid in batch if uid not in ours] if self.task.with_history else []
        took = self.read(folder, position.uidvalidity, ours, now=now)
        took += self.read(folder, position.uidvalidity, history, now=now, is_history=True)
        reading.move_older(position, batch[-1] if batch else position.start_uid - 1)
        return took

    def read(
        self, folder: Folder, uidvalidity: int, uids: list[int], *, now: datetime, is_history: bool = False
    ) -> int:
        """Each of these mails is durable, or is gone from the folder. Returns how many were new. Raises Trouble.

        One mail at a time is in memory. A mail that the server refuses to hand out is passed over at the third time;
        the reconciliation goes on asking for it.
        """
        sizes, took = folder.sizes(uids), 0
        for uid in uids:
            place = f"{uidvalidity}:{uid}"
            if sizes.get(uid, 0) > LARGEST:
                self._leave(place, sizes[uid], now=now)
                continue
            raw = self._read_one(folder, uid, place)
            if raw is not None:
                address, source = self.task.mailbox, self.task.source
                took += arrive(raw, mailbox=address, source=source, position=place, now=now, is_history=is_history)
        return took

    def _read_one(self, folder: Folder, uid: int, place: str) -> bytes | None:
        try:
            return folder.read(uid)
        except NotHandedOut as refusal:
            self.refusals[place] += 1
            if self.refusals[place] < TRIES:
                raise
            log.warning("Mail %s of %s is passed over: %s", place, self.task.mailbox, refusal)
            return None

    def _leave(self, place: str, size: int, *, now: datetime) -> None:
        """The mail stays where it is, and somebody hears of it, once."""
        if reading.pass_over(self.task.source, place, Passed.Why.TOO_LARGE, now=now):
            words = f"A mail of {size // 1024**2} MB is too large to take. It stays in the mailbox (UID {place})."
            watching.told(self.task.access, words, now=now)


def _known_since(task: Task) -> datetime | None:
    """From when on a folder that is new to us may hold mail of ours; None when this is the first connection of all.

    The same folder, renumbered: since the beginning, for what we have is known by its bytes. Another server or folder
    in its place: since shortly before we last read the one before, or old mail of strangers would come in as new.
    """
    if Position.objects.filter(source=task.source).exists():
        return task.created_at - SKEW
    if not Position.objects.filter(access=task.access).exists():
        return None
    ok_at = Watch.objects.filter(access=task.access).values_list("ok_at", flat=True).first()
    return ok_at - DAY if ok_at else task.created_at - SKEW


def _first_since(folder: Folder, moment: datetime, standing: Standing) -> int:
    """The lowest UID that the server took in at the moment or later; the next one to be given if there is none."""
    # SINCE compares days in the server's own zone, so a day of margin, and then the exact times.
    recent = list(folder.uids(1, standing.uidnext - 1, since=(moment - DAY).date()))
    came = folder.taken_in_at(recent)
    return min((uid for uid, at in came.items() if at >= moment), default=standing.uidnext)


def _batches(uids: Iterator[int]) -> Iterator[list[int]]:
    while batch := list(islice(uids, BATCH)):
        yield batch
