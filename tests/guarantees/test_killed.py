"""kill -9 of web, worker, receiver and database at any moment: every mail is there once, every answer leaves once.

An answer that is just being handed over when its worker or database is killed, or whose server never said yes, goes
again with the same Message-ID. How many did is printed, and each is held against the kills.
"""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.guarantees.answering import Agent
from tests.guarantees.database import Database
from tests.guarantees.kills import WORK, Killer, Moods
from tests.guarantees.letters import BILLING, HELP, Mail, correspondence
from tests.guarantees.reckoning import Reckoning
from tests.guarantees.roads import Receiver, Traffic, by_folder, by_imap, by_lmtp
from tests.servers.desk import MAKEGOOD, Desk
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.machine import HOST, wait_until
from tests.servers.postgres import Postgres
from tests.servers.sink import Sink

ANA = "ana@example.test"
UNDO_WINDOW = 12.0  # seconds after which every answer has begun to leave
SET_UP = f"""
import django
django.setup()
from django.utils import timezone
from makegood.channels.mail.acts.settings import Reach, Wishes, reach
from makegood.people import acts, queries
now = timezone.now()
help, _ = [acts.add_mailbox(one, team=queries.first_team(), by=None, now=now) for one in ("{HELP}", "{BILLING}")]
reach(help, Wishes(imap=Reach("{HOST}", {{port}}, "none", "{HELP}", "{PASSWORD}")), by=None, now=now)
"""

MakeDesk = Callable[..., Desk]


@dataclass(frozen=True)
class Scale:
    """How much happens, and how often something is killed while it does."""

    seed: int
    mails: int
    answers: int
    rounds: int  # in each, every part is killed once
    between: float  # seconds at most between two kills
    bad_ones: int  # mails that the next server does not simply take
    seconds: float  # until everything has come to rest after the last kill


TENTH = Scale(seed=11, mails=200, answers=20, rounds=1, between=3.0, bad_ones=3, seconds=120)
WHOLE = Scale(seed=13, mails=2000, answers=200, rounds=6, between=6.0, bad_ones=12, seconds=420)


@dataclass
class Scene:
    """A running desk with all that sends to it, takes from it and kills it."""

    desk: Desk
    receiver: Receiver
    dovecot: Dovecot
    sink: Sink
    database: Database
    killer: Killer


Stage = Callable[[Scale, Postgres | None], Scene]


@pytest.fixture
def stage(make_desk: MakeDesk, dovecot: Dovecot, smtp_sink: Sink) -> Iterator[Stage]:
    """Sets the scene."""
    receivers: list[Receiver] = []

    def set_up(scale: Scale, postgres: Postgres | None) -> Scene:
        url = postgres.desk_url(f"killed_{scale.mails}") if postgres else ""
        desk = make_desk(database=url, MAKEGOOD_SMTP_URL=f"smtp://{HOST}:{smtp_sink.port}", MAKEGOOD_LOG="ERROR")
        desk.run("agent", "add", ANA, "--name", "Ana", "--role", "agent")
        code = SET_UP.format(port=dovecot.imap)
        subprocess.run([MAKEGOOD.with_name("python"), "-c", code], env=_environment(desk), check=True)
        receivers.append(receiver := Receiver(desk))
        receiver.start()
        killer = Killer(desk, receiver, postgres, random.Random(scale.seed))
        return Scene(desk, receiver, dovecot, smtp_sink, Database(desk.data, url), killer)

    yield set_up
    for receiver in receivers:
        receiver.server.stop()


def _environment(desk: Desk) -> dict[str, str]:
    return {**desk.environment, "DJANGO_SETTINGS_MODULE": "makegood.config.settings"}


def test_killed_at_any_moment_nothing_is_lost_and_nothing_leaves_twice(stage: Stage, tmp_path: Path) -> None:
    _play(stage(TENTH, None), TENTH, tmp_path)


@pytest.mark.servers
def test_the_same_when_the_database_is_killed_too(stage: Stage, postgres: Postgres, tmp_path: Path) -> None:
    _play(stage(TENTH, postgres), TENTH, tmp_path)


@pytest.mark.long
def test_two_thousand_mails_and_two_hundred_answers(stage: Stage, tmp_path: Path) -> None:
    _play(stage(WHOLE, None), WHOLE, tmp_path)


@pytest.mark.long
@pytest.mark.servers
def test_as_many_when_the_database_is_killed_too(stage: Stage, postgres: Postgres, tmp_path: Path) -> None:
    _play(stage(WHOLE, postgres), WHOLE, tmp_path)


def _play(scene: Scene, scale: Scale, folder: Path) -> None:
    began, mails = time.monotonic(), correspondence(scale.seed, scale.mails)
    agent = Agent(scene.desk, scene.database, random.Random(scale.seed + 1))
    agent.sign_in(ANA)
    scene.sink.moods = moods = Moods(random.Random(scale.seed + 2), bad_ones=scale.bad_ones)
    traffic = _traffic(scene, scale, mails, agent, folder)
    _kill(scene.killer, scale, traffic)
    reckoning = Reckoning(scene.database, scene.desk, scene.sink)
    _come_to_rest(scene, reckoning, mails, scale, moods)
    reckoning.every_mail_is_there_once(mails)
    reckoning.every_mail_is_whole(mails)
    repeats = reckoning.every_answer_left_once(scale.answers, scene.killer)
    reckoning.nothing_waits()
    reckoning.doctor_is_content()
    print(f"\n{len(mails)} mails, {scale.answers} answers in {time.monotonic() - began:.0f} s.", end=" ")
    print(f"Killed: {scene.killer.words}. Left again with the same Message-ID: {repeats}.", end=" ")
    print(f"Stopped by something new: {agent.overtaken}. Pressed again: {agent.pressed_again}.")


def _traffic(scene: Scene, scale: Scale, mails: list[Mail], agent: Agent, folder: Path) -> Traffic:
    """Mail comes by all roads, and answers are written meanwhile."""
    traffic = Traffic()
    for place in range(2):
        traffic.begin(by_lmtp, scene.receiver, mails[place::2])
    traffic.begin(by_imap, scene.dovecot, mails, pause=0.05)
    traffic.begin(by_folder, scene.desk, mails, folder / "mails", random.Random(scale.seed + 3))
    traffic.begin(agent.answer, scale.answers, pause=0.5)
    return traffic


def _kill(killer: Killer, scale: Scale, traffic: Traffic) -> None:
    """Every part as often as there are rounds, while there is traffic; then the traffic ends in peace."""
    for part in (part for _ in range(scale.rounds) for part in killer.round()):
        time.sleep(killer.chance.uniform(0.2, scale.between))
        killer.kill(part)
    wait_until("the last mail and answer", lambda: traffic.is_over, seconds=scale.seconds)
    traffic.end()


def _come_to_rest(scene: Scene, reckoning: Reckoning, mails: list[Mail], scale: Scale, moods: Moods) -> None:
    """What hangs at the other side is cut off by one more kill; then nobody is killed any more."""
    with suppress(TimeoutError):
        wait_until("rest", lambda: reckoning.is_settled(mails, scale.answers), seconds=UNDO_WINDOW)
    scene.sink.behave()
    if moods.hung_at:
        scene.killer.kill(WORK)
    try:
        wait_until("rest", lambda: reckoning.is_settled(mails, scale.answers), seconds=scale.seconds)
    except TimeoutError as error:
        raise AssertionError(reckoning.how_far(mails)) from error
