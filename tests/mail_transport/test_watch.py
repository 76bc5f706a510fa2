"""Watching mailboxes: news at once, outages, changed settings, one watcher at a time, alarms in words."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import pytest

from makegood.channels.mail import queries, watch
from makegood.channels.mail.acts import watching
from makegood.channels.mail.acts.settings import Wishes, reach
from makegood.channels.mail.fetch import Reader
from makegood.channels.mail.imap import Folder
from makegood.channels.mail.models import Access, Watch
from makegood.channels.mail.watch import Watchers, listening, pause
from makegood.intake.models import Arrival
from makegood.people.acts import mailboxes
from makegood.timeline.models import Event
from tests import world as worlds
from tests.mail_transport.post import HELP, imap_of, mail, now
from tests.servers.dovecot import Dovecot
from tests.servers.machine import PATIENCE, wait_until
from tests.world import DAY, MINUTE, NOON

SECONDS = timedelta(seconds=1)


@contextmanager
def watching_now(watchers: Watchers | None = None) -> Iterator[Watchers]:
    """A worker watches, in threads of its own, inside the block."""
    watchers, stop = watchers or Watchers(), threading.Event()
    thread = threading.Thread(target=watchers.run, args=(stop,))
    thread.start()
    try:
        yield watchers
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def is_watched() -> bool:
    return Watch.objects.filter(ok_at__isnull=False, failing_since=None).exists()


@pytest.fixture
def live(transactional_db: None, monkeypatch: pytest.MonkeyPatch, dovecot: Dovecot) -> Any:
    """The mailbox, for threads: what is written is committed. Watchers settle quickly here."""
    from makegood.people.models import Mailbox

    monkeypatch.setattr(watch, "SETTLE_EVERY", 0.1)
    monkeypatch.setattr(watch, "FIRST_PAUSE", 0.2)
    box = Mailbox.objects.create(address=HELP, team=worlds.build().harbour, created_at=NOON)
    return reach(box, Wishes(imap=imap_of(dovecot)), by=None, now=now())


def test_new_mail_is_kept_while_we_listen(live: Access, dovecot: Dovecot) -> None:
    with watching_now():
        wait_until("watched", is_watched)
        for number in range(3):
            dovecot.deliver(HELP, mail(number))
            wait_until("kept", lambda count=number + 1: Arrival.objects.count() == count)  # type: ignore[misc]
    assert Watch.objects.get().by == ""


def test_mail_that_comes_between_look_and_listening_is_kept_as_well(
    live: Access, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No server tells of it, so whoever listened for long at once would let it wait for as long."""
    look, coming = Reader.look, iter(range(3))

    def look_too_early(self: Reader, folder: Folder, *, now: datetime) -> tuple[int, bool]:
        seen = look(self, folder, now=now)
        for number in islice(coming, 1):
            dovecot.deliver(HELP, mail(number))
        return seen

    monkeypatch.setattr(Reader, "look", look_too_early)
    with watching_now():
        wait_until("kept", lambda: Arrival.objects.count() == 3)


def test_who_hears_nothing_listens_longer_and_longer_up_to_five_minutes() -> None:
    spans = [listening(0)]
    while spans[-1] < 300:
        spans.append(listening(spans[-1]))
    assert spans == [0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300]
    assert listening(300) == 300


def test_an_outage_of_the_server_heals_by_itself(live: Access, dovecot: Dovecot) -> None:
    with watching_now():
        wait_until("watched", is_watched)
        dovecot.deliver(HELP, mail(1))
        wait_until("kept", Arrival.objects.exists)
        dovecot.kill()
        wait_until("failing", lambda: Watch.objects.filter(failing_since__isnull=False).exists())
        dovecot.start()
        dovecot.put(HELP, mail(2))
        wait_until("kept", lambda: Arrival.objects.count() == 2)
        wait_until("well", is_watched)


def test_a_server_that_keeps_hanging_up_is_met_again_quickly(
    live: Access, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each connection did its work, so the pauses between them do not grow."""
    listen, ended = Folder.listen, []

    def listen_and_hang_up(self: Folder, seconds: float) -> bool:
        ended.append(seconds)
        self.hang_up()
        return listen(self, seconds)

    monkeypatch.setattr(Folder, "listen", listen_and_hang_up)
    with watching_now():
        wait_until("eight connections", lambda: len(ended) >= 8)


def test_changed_settings_take_effect_at_once(live: Access, dovecot: Dovecot) -> None:
    with dovecot.login(HELP) as client:
        client.create_folder("Desk")
    with watching_now():
        wait_until("watched", is_watched)
        reach(live.mailbox, Wishes(imap=imap_of(dovecot), folder="Desk"), by=None, now=now())
        dovecot.put(HELP, mail(1), folder="Desk")
        wait_until("kept", Arrival.objects.exists)


def test_a_mailbox_at_rest_is_left_alone_and_comes_back(live: Access, dovecot: Dovecot) -> None:
    with watching_now() as watchers:
        wait_until("watched", is_watched)
        mailboxes.pause_mailbox(live.mailbox, by=None, now=now())
        wait_until("left", lambda: not watchers._watchers)
        dovecot.put(HELP, mail(1))
        mailboxes.resume_mailbox(live.mailbox, by=None, now=now())
        wait_until("kept", Arrival.objects.exists)


def test_a_mailbox_with_a_new_address_gets_its_mail_under_it(live: Access, dovecot: Dovecot) -> None:
    box = live.mailbox
    with watching_now():
        wait_until("watched", is_watched)
        names = {"name": "", "team": box.team, "automatic_stays_open": False, "reopen_days": 30, "gives_page": True}
        mailboxes.change_mailbox(box, address="hello@example.test", by=None, now=now(), **names)
        wait_until("restarted", lambda: Watch.objects.filter(ok_at__isnull=False, access=live.pk).exists())
        wait_until("kept", lambda: _kept_anew(dovecot))
    assert Arrival.objects.latest("pk").mailbox == "hello@example.test"


def _kept_anew(dovecot: Dovecot) -> bool:
    """A mail comes now and then; true once one was kept for the new address."""
    dovecot.put(HELP, mail(Arrival.objects.count()))
    return Arrival.objects.filter(mailbox="hello@example.test").exists()


def test_of_two_workers_one_watches_and_the_other_takes_over(live: Access, dovecot: Dovecot) -> None:
    first = Watchers()
    with watching_now() as second:
        wait_until("watched", lambda: second._watchers)
        first.settle()
        assert first._watchers == {}
    first.settle()
    assert list(first._watchers) == [live.pk]
    first._end([live.pk])


def test_what_a_dead_process_of_this_machine_watched_is_taken_over_at_once(live: Access, dovecot: Dovecot) -> None:
    dead = Watchers().worker.split(":")
    dead[1] = str(2**22 + 1)  # beyond the largest process number that Linux gives
    watching.take(live.pk, worker=":".join(dead), now=now())
    with watching_now():
        wait_until("watched", is_watched)


def test_what_another_machine_watches_is_left_to_it(live: Access, dovecot: Dovecot) -> None:
    watching.take(live.pk, worker="another:4194305:0", now=now())
    with watching_now() as watchers:
        time.sleep(0.5)
        assert not watchers._watchers


def test_a_wrong_password_alarms_in_words_and_the_right_one_ends_it(live: Access, dovecot: Dovecot) -> None:
    with watching_now():
        wait_until("watched", is_watched)
        wrong = replace(imap_of(dovecot), password="wrong")
        reach(live.mailbox, Wishes(imap=wrong), by=None, now=now())
        wait_until("alarm", Event.objects.filter(kind="alarm.raised").exists)
        [alarm] = queries.alarms(now=now())
        assert "refused the sign-in" in alarm.trouble
        assert "wrong" not in alarm.trouble
        reach(live.mailbox, Wishes(imap=imap_of(dovecot)), by=None, now=now())
        wait_until("cleared", Event.objects.filter(kind="alarm.cleared").exists)
    assert queries.alarms(now=now()) == []


def test_a_lease_that_ran_out_is_taken_and_one_that_runs_is_not(access: Access) -> None:
    assert watching.take(access.pk, worker="one", now=NOON)
    assert watching.take(access.pk, worker="one", now=NOON)
    assert not watching.take(access.pk, worker="two", now=NOON + MINUTE)
    assert watching.renew([access.pk], worker="one", now=NOON + MINUTE) == {access.pk}
    assert not watching.take(access.pk, worker="two", now=NOON + 2 * MINUTE)
    assert watching.take(access.pk, worker="two", now=NOON + 3 * MINUTE)
    assert watching.renew([access.pk], worker="one", now=NOON + 3 * MINUTE) == set()
    watching.leave(access.pk, worker="one")
    assert Watch.objects.get().by == "two"


def alarms() -> list[tuple[str, str]]:
    return [
        (event.kind, event.about["why"]) for event in Event.objects.filter(kind__startswith="alarm.").order_by("pk")
    ]


def wrong(access: Access, at: datetime, *, needs_person: bool = False) -> None:
    watching.went_wrong(access.pk, "It broke.", needs_person=needs_person, now=at)


def test_a_short_hiccup_raises_no_alarm(access: Access) -> None:
    watching.take(access.pk, worker="one", now=NOON)
    wrong(access, NOON)
    wrong(access, NOON + 9 * MINUTE)
    watching.went_well(access.pk, now=NOON + 9 * MINUTE)
    wrong(access, NOON + 12 * MINUTE)
    assert alarms() == []


def test_a_long_failure_raises_one_alarm_and_clears_it_once(access: Access) -> None:
    watching.take(access.pk, worker="one", now=NOON)
    for minutes in range(0, 60, 5):
        wrong(access, NOON + minutes * MINUTE)
    for minutes in range(60, 70):
        watching.went_well(access.pk, now=NOON + minutes * MINUTE)
    assert alarms() == [("alarm.raised", "It broke."), ("alarm.cleared", "The mailbox can be read again.")]


def test_what_needs_a_person_alarms_at_once(access: Access) -> None:
    watching.take(access.pk, worker="one", now=NOON)
    wrong(access, NOON, needs_person=True)
    wrong(access, NOON + SECONDS, needs_person=True)
    assert alarms() == [("alarm.raised", "It broke.")]


def test_a_mailbox_that_nobody_reads_is_an_alarm_too(access: Access) -> None:
    Access.objects.update(created_at=NOON)
    assert queries.alarms(now=NOON + MINUTE) == []
    [never] = queries.alarms(now=NOON + DAY)
    assert "never been read" in never.trouble
    watching.take(access.pk, worker="one", now=NOON)
    watching.went_well(access.pk, now=NOON + DAY)
    assert queries.alarms(now=NOON + DAY + MINUTE) == []
    [quiet] = queries.alarms(now=NOON + 2 * DAY)
    assert "Nobody has looked" in quiet.trouble


def test_pauses_grow_and_stay_below_five_minutes() -> None:
    assert [pause(failures, chance=1) for failures in (0, 1, 2, 3)] == [2, 2, 4, 8]
    assert pause(10**9, chance=1) == 300
    assert pause(3, chance=0) == 4
