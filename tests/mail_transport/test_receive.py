"""`makegood receive`: takes mail in a process of its own, says where, and refuses what would be unsafe."""

from __future__ import annotations

import os
import signal
import smtplib
import subprocess
from pathlib import Path

import pytest

from tests.mail_transport.post import mail
from tests.servers.desk import MAKEGOOD, unpack
from tests.servers.machine import HOST, PATIENCE, free_port, is_listening, wait_until

ADD_A_MAILBOX = """
import django
django.setup()
from django.utils import timezone
from makegood.people import acts, queries
acts.add_mailbox("help@harbour.example", team=queries.first_team(), by=None, now=timezone.now())
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A desk of its own, without processes."""
    unpack(tmp_path / "data")
    return {**os.environ, "MAKEGOOD_DATA": str(tmp_path / "data"), "DATABASE_URL": ""}


def test_it_takes_mail_until_it_is_told_to_stop(environment: dict[str, str]) -> None:
    run = [MAKEGOOD.with_name("python"), "-c", ADD_A_MAILBOX]
    subprocess.run(run, env=environment, check=True)
    port = free_port()
    running = subprocess.Popen([MAKEGOOD, "receive", "--port", str(port)], env=environment, stderr=subprocess.PIPE)
    try:
        wait_until("receiver", lambda: is_listening(port))
        with smtplib.LMTP(HOST, port) as server:
            server.sendmail("eva@post.example", ["help+sales@harbour.example"], mail(1))
    finally:
        running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0
    assert f"Taking mail by LMTP at 127.0.0.1:{port}" in said.decode()


def test_it_listens_on_this_machine_alone(environment: dict[str, str]) -> None:
    done = subprocess.run([MAKEGOOD, "receive", "--host", "0.0.0.0"], env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"is not on this machine" in done.stderr
