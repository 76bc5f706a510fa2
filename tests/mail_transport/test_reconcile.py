"""Once an hour the mailbox is compared with the store: what is missing is fetched, what stays missing alarms."""

from __future__ import annotations

from datetime import timedelta

import pytest

from makegood.agenda.models import Turn
from makegood.channels.mail import reconcile
from makegood.channels.mail.acts import reading, watching
from makegood.channels.mail.imap import Folder, NotHandedOut
from makegood.channels.mail.models import Access, Passed, Position, Watch
from makegood.intake.models import Arrival
from makegood.timeline.models import Event
from tests.mail_transport.post import HELP, look, mail, now
from tests.servers.dovecot import Dovecot


def turn(access: Access) -> Turn:
    return Turn.objects.get(key=f"reconcile:{access.pk}")


def watched(access: Access) -> None:
    watching.take(access.pk, worker="one", now=now())
    watching.went_well(access.pk, now=now())


def alarms() -> list[str]:
    return [event.about["why"] for event in Event.objects.filter(kind="alarm.raised")]


def test_it_is_planned_with_the_settings_and_comes_again_each_hour(access: Access, dovecot: Dovecot) -> None:
    watched(access)
    at = now()
    assert reconcile.reconcile(turn(access), now=at) == at + timedelta(hours=1)
    assert alarms() == []


def test_a_mail_that_was_missed_is_fetched(access: Access, dovecot: Dovecot) -> None:
    look(access)
    watched(access)
    for number in range(3):
        dovecot.put(HELP, mail(number))
    position = Position.objects.get()
    reading.move(position, position.last_uid + 2)
    reconcile.reconcile(turn(access), now=now())
    assert Arrival.objects.count() == 2
    look(access)
    assert Arrival.objects.count() == 3
    assert alarms() == []


def test_after_a_renumbering_all_of_it_is_compared(access: Access, dovecot: Dovecot) -> None:
    look(access)
    watched(access)
    for number in range(3):
        dovecot.put(HELP, mail(number))
    dovecot.forget_uids(HELP)
    look(access)
    Arrival.objects.earliest("pk").delete()
    reconcile.reconcile(turn(access), now=now())
    assert (Arrival.objects.count(), alarms()) == (3, [])


def test_a_mail_that_cannot_be_fetched_alarms_until_it_can(
    access: Access, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(access)
    watched(access)
    uid = dovecot.put(HELP, mail(1))
    reading.move(Position.objects.get(), uid)
    read = Folder.read

    def refused(self: Folder, uid: int) -> bytes | None:
        raise NotHandedOut("no")

    monkeypatch.setattr(Folder, "read", refused)
    for _ in range(2):
        reconcile.reconcile(turn(access), now=now())
    [words] = alarms()
    assert "does not hand out" in words
    monkeypatch.setattr(Folder, "read", read)
    reconcile.reconcile(turn(access), now=now())
    assert Arrival.objects.count() == 1
    assert Watch.objects.get().alarmed_at is None
    assert Event.objects.filter(kind="alarm.cleared").count() == 1


def test_a_mail_that_someone_deleted_is_no_difference(access: Access, dovecot: Dovecot) -> None:
    watched(access)
    uids = [dovecot.put(HELP, mail(number)) for number in range(2)]
    look(access)
    with dovecot.login(HELP) as client:
        client.select_folder("INBOX")
        client.delete_messages([uids[0]])
        client.expunge()
    reconcile.reconcile(turn(access), now=now())
    assert alarms() == []


def test_copies_and_our_own_tests_are_no_difference(access: Access, dovecot: Dovecot) -> None:
    watched(access)
    look(access)
    for _ in range(2):
        dovecot.put(HELP, mail(1))
    look(access)
    reconcile.reconcile(turn(access), now=now())
    assert (Arrival.objects.count(), Passed.objects.count(), alarms()) == (1, 1, [])


def test_a_mailbox_that_nobody_watches_alarms(access: Access, dovecot: Dovecot) -> None:
    later = now() + timedelta(hours=2)
    reconcile.reconcile(turn(access), now=later)
    [words] = alarms()
    assert "Is a worker running?" in words


def test_a_server_that_is_away_is_asked_again_soon(access: Access, dovecot: Dovecot) -> None:
    watched(access)
    Access.objects.update(imap_port=1)
    at = now()
    assert reconcile.reconcile(turn(access), now=at) == at + timedelta(minutes=10)
    assert "refuses connections" in Watch.objects.get().last_error


def test_a_mailbox_that_is_gone_is_not_compared_any_more(access: Access) -> None:
    planned = turn(access)
    access.mailbox.delete()
    assert reconcile.reconcile(planned, now=now()) is None
