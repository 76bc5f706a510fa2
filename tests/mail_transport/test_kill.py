"""The worker is killed again and again while mail comes in by IMAP: every mail is there once, none is missing."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.mail_transport.post import HELP, mail
from tests.servers.desk import MAKEGOOD, unpack
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.machine import HOST, Server, wait_until

MAILS, KILLS = 300, 4
SET_UP = f"""
import django
django.setup()
from django.utils import timezone
from makegood.channels.mail.acts.settings import Reach, Wishes, reach
from makegood.people import acts, queries
now = timezone.now()
box = acts.add_mailbox("{HELP}", team=queries.first_team(), by=None, now=now)
reach(box, Wishes(imap=Reach("{HOST}", {{port}}, "none", "{HELP}", "{PASSWORD}")), by=None, now=now)
"""


@pytest.mark.long
def test_killed_again_and_again_every_mail_is_there_once(dovecot: Dovecot, tmp_path: Path) -> None:
    data = tmp_path / "data"
    environment = {**os.environ, "MAKEGOOD_DATA": str(data), "DATABASE_URL": ""}
    unpack(data)
    code = SET_UP.format(port=dovecot.imap)
    subprocess.run([MAKEGOOD.with_name("python"), "-c", code], env=environment, check=True)
    worker = Server([str(MAKEGOOD), "work"], log=tmp_path / "log", env=environment)
    for number in range(MAILS):
        dovecot.put(HELP, mail(number))
    for _ in range(KILLS):
        before = _count(data, "intake_arrival")
        worker.start(lambda: True)
        wait_until("some progress", lambda at=before: _count(data, "intake_arrival") > at + 20, seconds=120)  # type: ignore[misc]
        time.sleep(random.random())
        worker.kill()
    worker.start(lambda: True)
    # What a killed worker had leased is free when its lease ends.
    wait_until("all filed", lambda: _count(data, "conversations_message") >= MAILS, seconds=240)
    worker.stop()
    assert _count(data, "intake_arrival") == _count(data, "conversations_message") == MAILS
    assert _count(data, "conversations_conversation") == MAILS


def _count(data: Path, table: str) -> int:
    with sqlite3.connect(data / "makegood.sqlite3", timeout=20) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - names of ours
