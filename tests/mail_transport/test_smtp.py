"""One mail to one recipient, and what each way of failing means."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from makegood.channels.mail import smtp
from makegood.channels.mail.servers import Security, Server, server_from_url, why_not_use
from makegood.channels.mail.smtp import Failure, NotSent, refusal, send
from tests.servers.machine import HOST, PATIENCE, free_port
from tests.servers.sink import Sink

MAIL = b"Subject: Tap\r\n\r\nOn its way.\r\n.\r\n..\r\n"


@pytest.fixture
def server(smtp_sink: Sink) -> Server:
    return Server(HOST, smtp_sink.port, Security.NONE)


def failed(server: Server, *, recipient: str = "eva@example.net") -> NotSent:
    with pytest.raises(NotSent) as caught:
        send(MAIL, server=server, sender="help@example.test", recipient=recipient)
    return caught.value


def test_the_mail_arrives_byte_for_byte(server: Server, smtp_sink: Sink) -> None:
    send(MAIL, server=server, sender="help@example.test", recipient="eva@example.net")
    [taken] = smtp_sink.taken
    assert (taken.sender, taken.recipients, taken.content) == ("help@example.test", ("eva@example.net",), MAIL)


def test_an_unknown_recipient_is_permanent(server: Server, smtp_sink: Sink) -> None:
    smtp_sink.answer_recipient = "550 5.1.1 <eva@example.net>: user unknown"
    error = failed(server)
    assert (error.failure, error.status) == (Failure.PERMANENT, "5.1.1")
    assert "no such mailbox" in str(error)


def test_greylisting_is_temporary(server: Server, smtp_sink: Sink) -> None:
    smtp_sink.answer_recipient = "450 4.7.1 Greylisted, come back in 5 minutes"
    error = failed(server)
    assert error.failure is Failure.TEMPORARY
    assert "greylisting" in str(error)


def test_a_refused_mail_says_why(server: Server, smtp_sink: Sink) -> None:
    smtp_sink.answer_data = "554 5.7.1 Looks like spam to us"
    error = failed(server)
    assert error.failure is Failure.PERMANENT
    assert "Looks like spam" in str(error)


def test_a_connection_lost_after_the_hand_over_is_unknown(server: Server, smtp_sink: Sink) -> None:
    smtp_sink.drops_after_data = True
    assert failed(server).failure is Failure.UNKNOWN
    assert len(smtp_sink.taken) == 1


def test_a_server_that_hangs_is_left_in_the_end(
    server: Server, smtp_sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "TAKING_SECONDS", 0.3)
    smtp_sink.hangs = True
    assert failed(server).failure is Failure.UNKNOWN


def test_a_server_that_is_not_there_is_temporary(server: Server) -> None:
    error = failed(replace(server, port=free_port()))
    assert error.failure is Failure.TEMPORARY
    assert "refuses connections" in str(error)


@pytest.mark.parametrize("recipient", ["eva@example.net\r\nRCPT TO:<mo@example.net>", "é@example.net", "a b@x.de"])
def test_an_address_that_smtp_cannot_carry_is_permanent(server: Server, smtp_sink: Sink, recipient: str) -> None:
    assert failed(server, recipient=recipient).failure is Failure.PERMANENT
    assert smtp_sink.taken == []


def test_without_encryption_only_this_machine_may_be_used() -> None:
    assert "could read the password" in why_not_use(Server("mail.example.com", 25, Security.NONE))
    assert failed(Server("mail.example.com", 25, Security.NONE)).failure is Failure.OURS
    assert [why_not_use(Server(host, 25, Security.NONE)) for host in ("localhost", "127.0.0.1", "::1")] == [""] * 3


def test_starttls_is_never_skipped(server: Server, smtp_sink: Sink) -> None:
    """The sink offers none, as an attacker on the way would have it."""
    error = failed(replace(server, security=Security.STARTTLS, user="help", password="s3cret"))
    assert error.failure is Failure.OURS
    assert "does not offer STARTTLS" in str(error)
    assert smtp_sink.tries == 0


def test_tls_where_there_is_none_is_said_in_words(server: Server) -> None:
    assert "does not speak TLS" in str(failed(replace(server, security=Security.TLS)))


@pytest.fixture
def refusing() -> Iterator[Server]:
    """A server that knows AUTH PLAIN, and nobody's password."""
    listener = socket.create_server((HOST, 0))

    def talk() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rwb") as lines:
            lines.write(b"220 here\r\n")
            lines.flush()
            for line in lines:
                reply = {b"EHLO": b"250-here\r\n250 AUTH PLAIN XOAUTH2", b"AUTH": b"535 5.7.8 Bad credentials"}
                lines.write(reply.get(line[:4].upper(), b"250 fine") + b"\r\n")
                lines.flush()

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    with listener:
        yield Server(HOST, listener.getsockname()[1], Security.NONE, "help@gmail.com", password="s3cret")
    thread.join(PATIENCE)


@pytest.mark.parametrize("password", ["s3cret", "s3cret-pässwörd"])
def test_a_refused_sign_in_is_ours_to_mend_and_shows_no_password(refusing: Server, password: str) -> None:
    error = failed(replace(refusing, password=password))
    assert error.failure is Failure.OURS
    assert "Bad credentials" in str(error)
    assert "s3cret" not in f"{error}{error!r}{refusing}{refusing!r}"


@pytest.mark.parametrize(
    ("code", "said", "failure", "words"),
    [
        (452, "4.2.2 mailbox full", Failure.TEMPORARY, "mailbox is full"),
        (552, "5.2.2 over quota", Failure.TEMPORARY, "mailbox is full"),
        (550, "No such user here", Failure.PERMANENT, "no such mailbox"),
        (550, "5.1.2 bad domain", Failure.PERMANENT, "domain does not exist"),
        (552, "5.3.4 too big", Failure.PERMANENT, "too large"),
        (421, "service shutting down", Failure.TEMPORARY, "421"),
        (-1, "", Failure.TEMPORARY, "otherwise"),
        (554, "5.999.1 \x1b[31m red \r\n", Failure.PERMANENT, "554 5.999.1 [31m red"),
    ],
)
def test_what_servers_say_is_understood(code: int, said: str, failure: Failure, words: str) -> None:
    error = refusal(code, said, "otherwise")
    assert error.failure is failure
    assert words in str(error)


def test_a_server_is_read_from_its_url() -> None:
    assert server_from_url("") is None
    assert server_from_url("smtp://127.0.0.1") == Server("127.0.0.1", 25, Security.NONE)
    assert server_from_url("smtp://mail.example.com") == Server("mail.example.com", 587, Security.STARTTLS)
    full = server_from_url("smtps://me%40example.com:p%3Aw@mail.example.com:4650")
    assert full == Server("mail.example.com", 4650, Security.TLS, "me@example.com", password="p:w")
    with pytest.raises(ValueError, match="MAKEGOOD_SMTP_URL"):
        server_from_url("http://mail.example.com")
