"""Watches every mailbox: one thread for each, which listens (IDLE) and looks again whenever there may be news.

One worker watches a mailbox at a time (a lease on its Watch row). The lease saves work; it is not what keeps mail from
being filed twice: two that look at once keep the same arrivals once.
"""

from __future__ import annotations

import logging
import os
import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from time import monotonic

from django.db import Error as DatabaseError
from django.db import connections

from makegood.base.secrets import Unreadable
from makegood.channels.mail import oauth, queries
from makegood.channels.mail.acts import watching
from makegood.channels.mail.fetch import Reader
from makegood.channels.mail.imap import Folder, open_folder
from makegood.channels.mail.models import Access
from makegood.channels.mail.troubles import Trouble

SETTLE_EVERY = 2.0  # seconds between two looks at the settings
RENEW_EVERY = 20.0  # seconds
# A server may end IDLE after 30 minutes (RFC 2177) and many routers earlier; and a push may get lost on the way.
LISTEN = 300.0
# No server tells of a mail that came between a look and the listening after it: either an answer to the look has
# swallowed the news, or the server (Dovecot) compares with what it finds when the listening begins. Such mail is seen
# at the next look, so the first listening is short, and each one that stays quiet is followed by one twice as long.
LISTEN_FIRST = 0.5
LISTEN_WITHOUT_IDLE = 30.0
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0
AT_ONCE = 4  # looks at the same time: each may hold one mail of up to a hundred megabytes
log = logging.getLogger(__name__)


def wall() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


class Watcher(threading.Thread):
    """Watches one mailbox under one version of its settings, until it is told to stop."""

    def __init__(self, access_id: int, version: str, turnstile: threading.Semaphore, clock: Callable[[], datetime]):
        super().__init__(name=f"watch-{access_id}", daemon=True)
        self.access_id, self.version = access_id, version
        self._turnstile, self._clock = turnstile, clock
        self._stopped = threading.Event()
        self._folder: Folder | None = None
        self._reader: Reader | None = None
        self._has_looked = False

    def stop(self) -> None:
        """It ends soon, in whatever it is: a connection is cut, and what was not yet kept comes with the next look."""
        self._stopped.set()
        if folder := self._folder:
            folder.hang_up()

    def run(self) -> None:
        """Connect, look, listen; after trouble again, later and later."""
        failures = 0
        while not self._stopped.is_set():
            self._has_looked = False
            try:
                self._session()
            except Exception as error:  # whatever a server sends, the thread goes on and says what was wrong
                failures = 1 if self._has_looked else failures + 1
                if not self._stopped.is_set():
                    self._say(error)
            self._stopped.wait(pause(failures, chance=random.random()))  # noqa: S311 - spreads retries, no secret

    def _session(self) -> None:
        """One connection's life. Raises Trouble when it ends by itself."""
        with _database():
            access = Access.objects.select_related("mailbox").get(pk=self.access_id)
            reader = self._reader = self._reader or Reader(queries.task(access))
            server = queries.imap_server(access, token=oauth.token_for(access, now=self._clock()))
        with open_folder(server, access.folder) as folder:
            self._folder = folder
            try:
                self._stay(folder, reader)
            finally:
                self._folder = None

    def _stay(self, folder: Folder, reader: Reader) -> None:
        heard, quiet_for = True, 0.0
        while not self._stopped.is_set():
            with self._turnstile, _database():
                took, more = reader.look(folder, now=self._clock())
                watching.went_well(self.access_id, now=self._clock())
            self._has_looked = True
            if not more:
                quiet_for = 0.0 if heard or took else listening(quiet_for)
                heard = folder.listen(listening(quiet_for) if folder.can_idle else LISTEN_WITHOUT_IDLE)

    def _say(self, error: Exception) -> None:
        if not isinstance(error, Trouble | Unreadable | DatabaseError):
            log.exception("Watching mailbox %s failed", self.access_id)
        words, asks = str(error) or type(error).__name__, isinstance(error, Unreadable)
        if isinstance(error, Trouble):
            asks = error.needs_person
        try:
            with _database():
                watching.went_wrong(self.access_id, words, needs_person=asks, now=self._clock())
        except DatabaseError as deeper:
            log.error("Watching mailbox %s: %s; and the database does not answer: %s", self.access_id, words, deeper)


def listening(quiet_for: float) -> float:
    """Seconds to listen at most, when the listening before was quiet for so many: 0 after news."""
    return min(max(quiet_for * 2, LISTEN_FIRST), LISTEN)


def pause(failures: int, *, chance: float) -> float:
    """Seconds to wait after so many failures in a row: doubling, five minutes at most, up to half of it by chance."""
    full = min(FIRST_PAUSE * 2 ** min(max(failures - 1, 0), 10), LONGEST_PAUSE)
    return float(full * (0.5 + chance / 2))


class Watchers:
    """All the watchers of this process. After `run` the mailboxes are free for other workers."""

    def __init__(self, *, clock: Callable[[], datetime] = wall) -> None:
        self.worker = f"{_machine()}:{os.getpid()}:{id(self):x}"
        self._clock = clock
        self._turnstile = threading.Semaphore(AT_ONCE)
        self._watchers: dict[int, Watcher] = {}
        self._renew_at = 0.0

    def run(self, stop: threading.Event) -> None:
        """Every active mailbox that no other worker watches is watched, under its newest settings."""
        has_inherited = False
        try:
            while not stop.is_set():
                try:
                    with _database():
                        if not has_inherited:
                            self._inherit()
                        has_inherited = True
                        self.settle()
                except Exception:  # this thread must outlive whatever happens: without it no mail comes in
                    log.exception("The watchers could not be settled; trying again")
                stop.wait(SETTLE_EVERY)
        finally:
            self._end(list(self._watchers))

    def _inherit(self) -> None:
        """What processes of this machine watched that are no more is free at once, not when its lease ends."""
        for access_id, holder in watching.leases():
            if not _is_alive(holder):
                watching.leave(access_id, worker=holder)

    def settle(self) -> None:
        """Watch what is to be watched, and nothing else. One query while nothing changes."""
        wanted = queries.watchable()
        for access_id, watcher in list(self._watchers.items()):
            if wanted.get(access_id) != watcher.version or not watcher.is_alive():
                self._end([access_id])
        self._renew()
        for access_id, version in wanted.items():
            if access_id not in self._watchers and watching.take(access_id, worker=self.worker, now=self._clock()):
                watcher = Watcher(access_id, version, self._turnstile, self._clock)
                self._watchers[access_id] = watcher
                watcher.start()

    def _renew(self) -> None:
        if not self._watchers or monotonic() < self._renew_at:
            return
        ours = watching.renew(list(self._watchers), worker=self.worker, now=self._clock())
        self._end([access_id for access_id in self._watchers if access_id not in ours])
        self._renew_at = monotonic() + RENEW_EVERY

    def _end(self, access_ids: list[int]) -> None:
        ending = [self._watchers.pop(access_id) for access_id in access_ids]
        for watcher in ending:
            watcher.stop()
        for watcher in ending:
            watcher.join(timeout=5)
            try:
                with _database():
                    watching.leave(watcher.access_id, worker=self.worker)
            except DatabaseError as error:
                log.error("The lease of mailbox %s runs out by itself: %s", watcher.access_id, error)


def _is_alive(holder: str) -> bool:
    """False only when we can tell: the holder was a process of this machine, and there is none of that number."""
    host, _, rest = holder.partition(":")
    number = rest.partition(":")[0]
    if host != _machine() or not number.isdigit():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _machine() -> str:
    return socket.gethostname()[:60].replace(":", "-")


@contextmanager
def _database() -> Iterator[None]:
    """A watcher listens for minutes; it keeps no database connection meanwhile, and never meets a stale one."""
    try:
        yield
    finally:
        connections.close_all()
