"""Mail is fetched from a real Dovecot: all of it, once, whatever happens around it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from makegood.channels.mail import fetch, queries
from makegood.channels.mail.acts import watching
from makegood.channels.mail.acts.settings import Wishes, reach
from makegood.channels.mail.fetch import Reader
from makegood.channels.mail.imap import Folder, NotHandedOut
from makegood.channels.mail.models import Access, Passed, Position
from makegood.intake.models import Arrival
from makegood.people.models import Mailbox
from makegood.timeline.models import Event
from tests.mail_transport.post import HELP, imap_of, look, mail, now, opened
from tests.servers.dovecot import Dovecot


def subjects() -> list[str]:
    """The subjects of all arrivals, oldest first."""
    raws = [bytes(arrival.raw.content) for arrival in Arrival.objects.order_by("pk").select_related("raw")]
    return [line.decode() for raw in raws for line in raw.split(b"\r\n") if line.startswith(b"Subject: ")]


def test_new_mail_is_kept_byte_for_byte(access: Access, dovecot: Dovecot) -> None:
    look(access)
    dovecot.put(HELP, mail(1) + b"\0\xff bare\nlines\r\n")
    assert look(access) == 1
    arrival = Arrival.objects.get()
    assert bytes(arrival.raw.content) == dovecot.mails(HELP)[0]
    assert (arrival.mailbox, arrival.is_history) == (HELP, False)


def test_looking_again_finds_nothing_new(access: Access, dovecot: Dovecot) -> None:
    dovecot.deliver(HELP, mail(1))
    assert [look(access), look(access)] == [1, 0]


def test_from_today_leaves_what_was_there_before(box: Mailbox, dovecot: Dovecot) -> None:
    dovecot.deliver(HELP, mail(1))
    access = reach(box, Wishes(imap=imap_of(dovecot)), by=None, now=now() + timedelta(hours=1))
    assert look(access) == 0
    dovecot.deliver(HELP, mail(2))
    look(access)
    assert subjects() == ["Subject: Tap 2"]


def test_what_comes_between_the_setting_up_and_the_first_connection_is_new(access: Access, dovecot: Dovecot) -> None:
    Access.objects.update(created_at=now() - timedelta(minutes=5))
    access.refresh_from_db()
    dovecot.deliver(HELP, mail(1))
    assert look(access) == 1


def test_history_is_kept_as_history_and_newer_mail_is_not(box: Mailbox, dovecot: Dovecot) -> None:
    for number in range(60):
        dovecot.put(HELP, mail(number))
    access = reach(box, Wishes(imap=imap_of(dovecot), with_history=True), by=None, now=now() + timedelta(hours=1))
    reader = Reader(queries.task(access))
    with opened(access) as folder:
        assert reader.look(folder, now=now()) == (25, True)
        dovecot.put(HELP, mail(99))
        assert reader.look(folder, now=now()) == (26, True)
        assert reader.look(folder, now=now()) == (10, False)
    assert Arrival.objects.filter(is_history=True).count() == 60
    assert subjects()[25] == "Subject: Tap 99"
    assert look(access) == 0


def test_someone_reading_flagging_or_moving_mail_hides_nothing(access: Access, dovecot: Dovecot) -> None:
    look(access)
    uids = [dovecot.put(HELP, mail(number)) for number in range(3)]
    with dovecot.login(HELP) as client:
        client.select_folder("INBOX")
        client.add_flags(uids, [b"\\Seen", b"\\Answered", b"\\Deleted"])
    assert look(access) == 3


def test_fetching_changes_nothing_in_the_mailbox(access: Access, dovecot: Dovecot) -> None:
    dovecot.put(HELP, mail(1))
    look(access)
    with dovecot.login(HELP) as client:
        client.select_folder("INBOX", readonly=True)
        [uid] = client.search()
        assert b"\\Seen" not in client.get_flags([uid])[uid]


def test_an_outage_is_backfilled(access: Access, dovecot: Dovecot) -> None:
    look(access)
    for number in range(70):
        dovecot.put(HELP, mail(number))
    assert look(access) == 70
    assert len(set(subjects())) == 70


def test_a_mail_moved_away_in_the_middle_stops_nothing(
    access: Access, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(access)
    uids = [dovecot.put(HELP, mail(number)) for number in range(3)]
    read = Folder.read

    def read_while_someone_tidies(self: Folder, uid: int) -> bytes | None:
        if uid == uids[0]:
            with dovecot.login(HELP) as client:
                client.create_folder("Done")
                client.select_folder("INBOX")
                client.move([uids[1]], "Done")
        return read(self, uid)

    monkeypatch.setattr(Folder, "read", read_while_someone_tidies)
    assert look(access) == 2
    assert subjects() == ["Subject: Tap 0", "Subject: Tap 2"]
    with dovecot.login(HELP) as client:
        client.select_folder("Done")
        client.move(client.search(), "INBOX")
    monkeypatch.undo()
    assert look(access) == 1


def test_killed_in_the_middle_nothing_is_lost_and_nothing_twice(
    access: Access, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(access)
    for number in range(40):
        dovecot.put(HELP, mail(number))
    arrive, calls = fetch.arrive, []

    def killed(raw: bytes, **place: object) -> bool:
        calls.append(raw)
        if len(calls) == 33:
            raise KeyboardInterrupt
        return arrive(raw, **place)  # type: ignore[arg-type]

    monkeypatch.setattr(fetch, "arrive", killed)
    with pytest.raises(KeyboardInterrupt):
        look(access)
    look(access)
    assert Arrival.objects.count() == 40
    assert len(set(subjects())) == 40


def test_renumbering_brings_nothing_twice_and_loses_nothing(access: Access, dovecot: Dovecot) -> None:
    look(access)
    for number in range(30):
        dovecot.put(HELP, mail(number))
    look(access)
    for number in range(30, 33):
        dovecot.put(HELP, mail(number))
    dovecot.forget_uids(HELP)
    assert look(access) == 3
    assert Arrival.objects.count() == 33
    assert Position.objects.count() == 2
    assert Passed.objects.filter(why=Passed.Why.SAME).count() == 30


def test_renumbering_does_not_bring_what_was_there_before_us(box: Mailbox, dovecot: Dovecot) -> None:
    with dovecot.login(HELP) as client:
        client.append("INBOX", mail(1), msg_time=datetime(2020, 1, 1, tzinfo=UTC))
    access = reach(box, Wishes(imap=imap_of(dovecot)), by=None, now=now())
    look(access)
    dovecot.put(HELP, mail(2))
    dovecot.forget_uids(HELP)
    assert look(access) == 1
    assert subjects() == ["Subject: Tap 2"]


def test_another_server_with_the_same_numbers_hides_no_mail(access: Access, dovecot: Dovecot) -> None:
    """Two servers may give the same UIDVALIDITY and UIDs; their mails are not the same."""
    look(access)
    dovecot.put(HELP, mail(1))
    look(access)
    moved = reach(access.mailbox, Wishes(imap=replace(imap_of(dovecot), host="localhost")), by=None, now=now())
    dovecot.put(HELP, mail(2))
    assert queries.source(moved) != queries.source(access)
    assert look(moved) == 1
    assert subjects() == ["Subject: Tap 1", "Subject: Tap 2"]


def test_another_account_brings_no_flood_of_old_mail(access: Access, dovecot: Dovecot) -> None:
    Access.objects.update(created_at=now() - timedelta(days=90))
    access.refresh_from_db()
    look(access)
    watching.take(access.pk, worker="one", now=now())
    watching.went_well(access.pk, now=now())
    with dovecot.login(HELP) as client:
        client.create_folder("Other")
        client.append("Other", mail(1), msg_time=now() - timedelta(days=30))
        client.append("Other", mail(2), msg_time=now() - timedelta(hours=3))
    moved = reach(access.mailbox, Wishes(imap=imap_of(dovecot), folder="Other"), by=None, now=now())
    look(moved)
    assert subjects() == ["Subject: Tap 2"]


def test_the_same_mail_twice_in_the_folder_is_one_arrival(access: Access, dovecot: Dovecot) -> None:
    look(access)
    for _ in range(2):
        dovecot.put(HELP, mail(1))
    assert look(access) == 1
    assert Passed.objects.get().why == Passed.Why.SAME


def test_a_mail_that_the_server_will_not_hand_out_does_not_stop_the_others(
    access: Access, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(access)
    uids = [dovecot.put(HELP, mail(number)) for number in range(3)]
    read, reader = Folder.read, Reader(queries.task(access))

    def refuse_one(self: Folder, uid: int) -> bytes | None:
        if uid == uids[1]:
            raise NotHandedOut("The server says no.")
        return read(self, uid)

    monkeypatch.setattr(Folder, "read", refuse_one)
    for _ in range(fetch.TRIES - 1):
        with opened(access) as folder, pytest.raises(NotHandedOut):
            reader.look(folder, now=now())
    with opened(access) as folder:
        reader.look(folder, now=now())
    assert subjects() == ["Subject: Tap 0", "Subject: Tap 2"]


def test_a_mail_of_thirty_megabytes_comes_through(access: Access, dovecot: Dovecot) -> None:
    look(access)
    dovecot.put(HELP, mail(1) + b"x" * 76 * 1024 + (b"y" * 76 + b"\r\n") * 400_000)
    assert look(access) == 1
    assert Arrival.objects.get().size == len(dovecot.mails(HELP)[0])


def test_a_mail_too_large_stays_there_and_somebody_hears_of_it_once(
    access: Access, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "LARGEST", 1000)
    look(access)
    dovecot.put(HELP, mail(1, body="x" * 2000))
    dovecot.put(HELP, mail(2))
    assert look(access) == 1
    Position.objects.update(last_uid=0)
    look(access)
    [alarm] = Event.objects.filter(kind="alarm.raised")
    assert "too large" in alarm.about["why"]


def test_reading_a_folder_of_our_own_choice(box: Mailbox, dovecot: Dovecot, tmp_path: Path) -> None:
    with dovecot.login(HELP) as client:
        client.create_folder("Kundendienst Ä")
    access = reach(box, Wishes(imap=imap_of(dovecot), folder="Kundendienst Ä"), by=None, now=now())
    dovecot.put(HELP, mail(1), folder="Kundendienst Ä")
    dovecot.put(HELP, mail(2))
    look(access)
    assert subjects() == ["Subject: Tap 1"]
