"""The mailbox test says at which step something is wrong, in words."""

from __future__ import annotations

import pytest

from makegood.agenda.models import Turn
from makegood.agenda.rules import GiveUp, TryAgain
from makegood.channels.mail import tester
from makegood.channels.mail.acts import proving
from makegood.channels.mail.acts.settings import Wishes, halt, reach
from makegood.channels.mail.models import Access, Proof
from makegood.channels.mail.servers import Security
from makegood.channels.mail.tester import Step
from makegood.people.models import Mailbox
from tests.mail_transport.post import imap_of, now, smtp_of
from tests.servers.dovecot import Dovecot
from tests.servers.machine import free_port
from tests.servers.sink import Sink


@pytest.fixture
def access(box: Mailbox, dovecot: Dovecot, smtp_sink: Sink) -> Access:
    return reach(box, Wishes(imap=imap_of(dovecot), smtp=smtp_of(smtp_sink)), by=None, now=now())


def receiving(access: Access, **changed: object) -> Step:
    """The last step, with these settings."""
    for name, value in changed.items():
        setattr(access, name, value)
    return tester.receiving(access, now=now())[-1]


def sending(access: Access, **changed: object) -> Step:
    for name, value in changed.items():
        setattr(access, name, value)
    return tester.sending(access, now=now())[-1]


def test_a_mailbox_that_works_passes_every_step(access: Access, smtp_sink: Sink) -> None:
    names = [step.name for step in tester.receiving(access, now=now()) if step.is_ok]
    assert names == ["settings", "name", "port", "connection", "sign-in", "folder"]
    names = [step.name for step in tester.sending(access, now=now()) if step.is_ok]
    assert names == ["settings", "name", "port", "connection", "sign-in", "sender"]
    assert smtp_sink.taken == []


def test_each_step_of_receiving_fails_by_its_own_name(access: Access, dovecot: Dovecot) -> None:
    assert receiving(access, folder="Nowhere").name == "folder"
    assert "has no folder" in receiving(access).words
    assert receiving(access, imap_sealed="").name == "sign-in"
    assert receiving(access, imap_security=Security.TLS, imap_port=dovecot.imaps).name == "connection"
    assert "issuer" in receiving(access).words
    assert receiving(access, imap_port=free_port()).name == "port"
    assert receiving(access, imap_host="").name == "settings"
    assert receiving(access, imap_sealed="nonsense").words.startswith("This secret was sealed")


def test_a_name_that_is_not_there_is_said(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*where: object) -> None:
        raise tester.socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(tester.socket, "getaddrinfo", unknown)
    assert receiving(access) == Step("name", "The name 127.0.0.1 was not found. Is it spelled right?")


def test_each_step_of_sending_fails_by_its_own_name(access: Access, smtp_sink: Sink) -> None:
    assert sending(access, smtp_security=Security.STARTTLS).name == "connection"
    assert "STARTTLS" in sending(access).words
    assert sending(access, smtp_port=free_port()).name == "port"
    assert sending(access, smtp_host="") == Step("settings", tester.NO_SERVER)


def test_a_server_that_does_not_want_our_sender_is_found_out(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tester.smtp.smtplib.SMTP, "mail", lambda self, sender: (553, b"5.7.1 not yours"))
    step = sending(access)
    assert step.name == "sender"
    assert "553 5.7.1 not yours" in step.words


def prove(access: Access) -> None:
    proving.begin(access, now=now())
    tester.prove(Turn.objects.get(key=f"prove:{access.pk}"), now=now())


def test_a_proof_that_cannot_be_sent_now_is_tried_again(access: Access, smtp_sink: Sink) -> None:
    smtp_sink.answer_recipient = "450 4.2.0 later"
    with pytest.raises(TryAgain, match="could not be sent"):
        prove(access)
    smtp_sink.behave()
    prove(access)
    assert len(smtp_sink.taken) == 1


def test_a_proof_that_is_refused_ends_with_the_reason(access: Access, smtp_sink: Sink) -> None:
    smtp_sink.answer_recipient = "550 5.1.1 no such user"
    with pytest.raises(GiveUp, match="no such mailbox"):
        prove(access)


def test_a_proof_waits_while_sending_is_switched_off(access: Access, smtp_sink: Sink) -> None:
    halt("because", by=None, now=now())
    with pytest.raises(TryAgain, match="switched off"):
        prove(access)
    assert smtp_sink.taken == []


def test_a_proof_that_has_arrived_is_not_sent_again(access: Access, smtp_sink: Sink) -> None:
    prove(access)
    Proof.objects.update(arrived_at=now())
    tester.prove(Turn.objects.get(key=f"prove:{access.pk}"), now=now())
    assert len(smtp_sink.taken) == 1
