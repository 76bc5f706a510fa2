"""A provider and a desk in processes of their own, over HTTP: though its worker is killed, a voicemail is one."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.phone.provider import ACCOUNT, SECRET, Provider, body_of, signed
from tests.servers.desk import Desk, unpack
from tests.servers.machine import wait_until

CONNECT = """
from django.utils import timezone
from makegood.calls import acts as calls
from makegood.channels.phone import acts, queries
from makegood.channels.phone.rules import Provider
from makegood.people.queries import first_team
line = calls.add_line("+4930555555", name="", team=first_team(), by=None, at=timezone.now())
said = Provider("{account}", "{secret}", "{origin}", is_inside=True)
print(queries.address_of(acts.connect(line, said, by=None, at=timezone.now())))
"""
TABLES = ("conversations_conversation", "calls_callback", "calls_recording", "conversations_file")


def ring(address: str, fields: dict[str, str]) -> int:
    headers = {"X-Twilio-Signature": signed(address, fields)}
    request = urllib.request.Request(address, body_of(fields), headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_voicemail_is_one_though_its_worker_is_killed(tmp_path: Path, provider: Provider) -> None:
    unpack(tmp_path / "data")
    desk = Desk(tmp_path / "data")
    desk.environment["MAKEGOOD_URL"] = desk.server.env["MAKEGOOD_URL"] = desk.url
    address = _shell(desk)(CONNECT.format(account=ACCOUNT, secret=SECRET, origin=provider.origin))
    fields = provider.left()
    provider.status = 503  # the recording cannot be had yet
    try:
        desk.start()
        assert ring(address, fields) == 200
        wait_until("the recording is asked for", lambda: bool(provider.asked))
        desk.kill()
        provider.status = 0
        desk.start()
        assert ring(address, fields) == 200  # the provider tells it again
        assert ring(address, provider.left(From="+4930777777")) == 200
        assert ring(address + "x", fields) == 404
        wait_until("both are filed, and one has its sound", lambda: counted(desk) >= [2, 2, 2, 1])
    finally:
        desk.stop()
    assert counted(desk)[:3] == [2, 2, 2]
    assert desk.run("doctor", good=False).returncode == 0


def counted(desk: Desk) -> list[int]:
    """How many conversations, calls that are owed, recordings, and files there are."""
    with sqlite3.connect(desk.data / "makegood.sqlite3") as database:
        return [database.execute(f"SELECT count(*) FROM {one}").fetchone()[0] for one in TABLES]  # noqa: S608 - ours


def _shell(desk: Desk) -> Callable[[str], str]:
    """What this code prints, run on the desk's data."""

    def run(code: str) -> str:
        setup = "import django; django.setup()\n"
        env = desk.environment | {"DJANGO_SETTINGS_MODULE": "makegood.config.settings"}
        done = subprocess.run([sys.executable, "-c", setup + code], capture_output=True, env=env, check=True, text=True)
        return done.stdout.strip()

    return run
