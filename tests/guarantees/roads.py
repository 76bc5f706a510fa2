"""The roads by which mail comes in, each as patient as those who send it in real life."""

from __future__ import annotations

import random
import smtplib
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.guarantees.letters import HELP, IMAP, LMTP, TAKE, Mail
from tests.servers.desk import MAKEGOOD, Desk
from tests.servers.dovecot import Dovecot
from tests.servers.machine import HOST, Server, free_port, is_listening

AGAIN_AFTER = 0.2  # seconds that a sender waits before it tries again; an MTA would take minutes
PATIENCE = 300.0  # seconds after which a sender has waited too long


class Receiver:
    """`makegood receive` of a desk, in a process of its own."""

    def __init__(self, desk: Desk) -> None:
        self.port = free_port()
        command = [str(MAKEGOOD), "receive", "--port", str(self.port)]
        self.server = Server(command, log=desk.data.with_name("receive.log"), env=desk.environment)

    def start(self) -> None:
        """It takes mail; also after a kill."""
        self.server.start(lambda: is_listening(self.port), seconds=60)

    def start_when_it_can(self) -> None:
        """The same, tried again while the database that it needs is away."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self.start()
            except RuntimeError:
                if time.monotonic() > end:
                    raise
                self.server.kill()


def by_lmtp(receiver: Receiver, mails: Sequence[Mail]) -> None:
    """A mail server in front: it keeps each mail until it has heard 250, for one recipient at a time."""
    for mail in mails:
        for mailbox in (mailbox for road, mailbox in mail.roads if road == LMTP):
            end = time.monotonic() + PATIENCE
            while not _is_taken(receiver.port, mail, mailbox):
                assert time.monotonic() < end, f"{mail.message_id} was never taken for {mailbox}"
                time.sleep(AGAIN_AFTER)


def _is_taken(port: int, mail: Mail, recipient: str) -> bool:
    """Whether a yes was heard. One recipient: of several answers to one mail, smtplib reads the first alone."""
    try:
        with smtplib.LMTP(HOST, port, timeout=20) as server:
            return not server.sendmail("bounces@example.com", [recipient], mail.raw)
    except (OSError, smtplib.SMTPException):
        return False


def by_imap(dovecot: Dovecot, mails: Sequence[Mail], *, pause: float) -> None:
    """They come into the mailbox one by one, and the desk fetches them."""
    for mail in mails:
        if (IMAP, HELP) in mail.roads:
            dovecot.put(HELP, mail.raw)
            time.sleep(pause)


def by_folder(desk: Desk, mails: Sequence[Mail], folder: Path, chance: random.Random) -> None:
    """An admin hands in a folder with `mail take`; it is killed half-way, and then run again until it ends well."""
    folder.mkdir()
    taken = [mail for mail in mails if (TAKE, HELP) in mail.roads]
    for place, mail in enumerate(taken):
        (folder / f"{place:05}.eml").write_bytes(mail.raw)
    command = [str(MAKEGOOD), "mail", "take", "--mailbox", HELP, "--json", str(folder)]
    _killed_half_way(command, desk, lines=chance.randrange(1, len(taken)))
    end = time.monotonic() + PATIENCE
    while subprocess.run(command, env=desk.environment, capture_output=True, check=False).returncode:
        assert time.monotonic() < end, "`mail take` never ended well"


def _killed_half_way(command: list[str], desk: Desk, *, lines: int) -> None:
    """Killed when it has said so many lines, if it lives so long."""
    process = subprocess.Popen(command, env=desk.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout
    for _ in zip(range(lines), process.stdout, strict=False):
        pass
    process.kill()
    process.stdout.close()
    process.wait()


class Traffic:
    """Roads that run side by side; what goes wrong in one is raised at the end."""

    def __init__(self) -> None:
        self._threads: list[threading.Thread] = []
        self._errors: list[BaseException] = []

    def begin(self, road: Callable[..., None], *given: object, **named: object) -> None:
        """The road runs in a thread of its own."""

        def run() -> None:
            try:
                road(*given, **named)
            except BaseException as error:
                self._errors.append(error)

        self._threads.append(threading.Thread(target=run, daemon=True))
        self._threads[-1].start()

    @property
    def is_over(self) -> bool:
        """Everything was handed over, or something went wrong."""
        return bool(self._errors) or not any(one.is_alive() for one in self._threads)

    def end(self) -> None:
        """Raises what went wrong first."""
        for error in self._errors:
            raise error
        for one in self._threads:
            one.join()
