"""Talking to a real IMAP server: protected or not at all, listening, and trouble in words."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from makegood.channels.mail import imap
from makegood.channels.mail.imap import open_folder
from makegood.channels.mail.servers import Security, Server
from makegood.channels.mail.troubles import Trouble, connecting, password_hint
from tests.mail_transport.post import HELP, mail
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.issuer import Issuer
from tests.servers.machine import HOST, PATIENCE, free_port
from tests.servers.sink import Sink

FOREVER = 2 * PATIENCE


@pytest.fixture
def server(dovecot: Dovecot) -> Server:
    return Server(HOST, dovecot.imap, Security.NONE, HELP, PASSWORD)


def trouble(server: Server, folder: str = "INBOX", **more: object) -> Trouble:
    with pytest.raises(Trouble) as caught, open_folder(server, folder, **more):  # type: ignore[arg-type]
        pass
    return caught.value


@contextmanager
def mail_coming_now_and_then(dovecot: Dovecot) -> Iterator[None]:
    """One mail is not enough: a server need not tell of what came before the listening began."""
    over = threading.Event()

    def come() -> None:
        while not over.wait(0.3):
            dovecot.put(HELP, mail(1))

    coming = threading.Thread(target=come)
    coming.start()
    yield
    over.set()
    coming.join()


@contextmanager
def is_woken() -> Iterator[None]:
    """Something else than the end of the time ends what is inside."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < FOREVER


def test_tls_and_starttls_work_where_the_certificate_is_known(server: Server, dovecot: Dovecot) -> None:
    for security, port in ((Security.TLS, dovecot.imaps), (Security.STARTTLS, dovecot.imap)):
        protected = replace(server, security=security, port=port)
        with open_folder(protected, "INBOX", dovecot.trust()) as folder:
            assert folder.standing().uidvalidity > 0


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_an_unknown_certificate_is_refused(server: Server, dovecot: Dovecot, security: Security) -> None:
    port = dovecot.imaps if security is Security.TLS else dovecot.imap
    error = trouble(replace(server, security=security, port=port))
    assert "issuer" in str(error)
    assert error.needs_person


def test_tls_on_a_port_without_it_is_said_in_words(server: Server) -> None:
    assert "does not speak TLS" in str(trouble(replace(server, security=Security.TLS)))


def test_starttls_is_never_skipped(server: Server, smtp_sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server, or someone on the way, that hides STARTTLS gets no password."""
    sent: list[bytes] = []
    monkeypatch.setattr(imap.IMAPClient, "capabilities", lambda self: (b"IMAP4REV1",))
    monkeypatch.setattr(imap.IMAPClient, "login", lambda self, *words: sent.append(b"login"))
    error = trouble(replace(server, security=Security.STARTTLS))
    assert "does not offer STARTTLS" in str(error)
    assert sent == []


@pytest.mark.parametrize("password", ["wrong", "wröng", 'wrong"\\'])
def test_a_wrong_password_needs_a_person(server: Server, password: str) -> None:
    error = trouble(replace(server, password=password))
    assert f"refused the sign-in of {HELP}" in str(error)
    assert error.needs_person
    assert password not in str(error)


def test_a_missing_folder_needs_a_person(server: Server) -> None:
    error = trouble(server, "Nowhere")
    assert "has no folder Nowhere" in str(error)
    assert error.needs_person


def test_a_closed_port_passes_by_itself(server: Server) -> None:
    error = trouble(replace(server, port=free_port()))
    assert "refuses connections" in str(error)
    assert not error.needs_person


def test_a_name_that_is_not_there_needs_a_person() -> None:
    error = connecting(imap.socket.gaierror(-2, "not known"), Server("imap.example.com", 993, Security.TLS))
    assert "was not found" in str(error)
    assert error.needs_person


def test_hints_say_what_providers_want_instead_of_passwords() -> None:
    assert "app password" in password_hint("imap.gmail.com")
    assert "OAuth" in password_hint("Outlook.Office365.com")
    assert password_hint("imap.notgmail.com") == ""


def test_a_token_opens_the_mailbox_and_a_spent_one_does_not(server: Server, issuer: Issuer) -> None:
    token = issuer.token(HELP)
    with open_folder(replace(server, password="", token=token), "INBOX") as folder:
        assert folder.standing().uidnext >= 1
    issuer.expire()
    error = trouble(replace(server, password="", token=token))
    assert error.needs_person
    assert "OAuth" in str(error)
    assert token not in str(error)


def test_new_mail_is_pushed(server: Server, dovecot: Dovecot) -> None:
    with open_folder(server, "INBOX") as folder:
        with mail_coming_now_and_then(dovecot), is_woken():
            assert folder.listen(FOREVER)
        assert list(folder.uids(1, folder.standing().uidnext - 1))


def test_flags_that_others_set_are_no_news(server: Server, dovecot: Dovecot) -> None:
    uid = dovecot.put(HELP, mail(1))
    with open_folder(server, "INBOX") as folder, dovecot.login(HELP) as client:
        client.select_folder("INBOX")
        setting = threading.Timer(0.2, lambda: client.add_flags([uid], [b"\\Flagged"]))
        setting.start()
        assert not folder.listen(1.5)
        setting.join()


def test_hanging_up_wakes_the_listener_at_once(server: Server) -> None:
    with open_folder(server, "INBOX") as folder:
        threading.Timer(0.2, folder.hang_up).start()
        with is_woken(), pytest.raises(Trouble):
            folder.listen(FOREVER)


def test_without_idle_we_wait_and_look(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_folder(server, "INBOX") as folder:
        monkeypatch.setattr(type(folder), "can_idle", property(lambda self: False))
        assert folder.listen(0.05)
        threading.Timer(0.1, folder.hang_up).start()
        with is_woken():
            assert folder.listen(FOREVER)
        with pytest.raises(Trouble):
            folder.standing()


def test_uids_are_asked_for_in_windows(server: Server, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "WINDOW", 2)
    uids = [dovecot.put(HELP, mail(number)) for number in range(5)]
    with open_folder(server, "INBOX") as folder:
        assert list(folder.uids(1, uids[-1])) == uids
        assert list(folder.uids(2, 4)) == uids[1:4]
        assert list(folder.uids(uids[-1] + 1, uids[-1])) == []


def test_nobody_can_delete_or_mark_through_us(server: Server, dovecot: Dovecot) -> None:
    uid = dovecot.put(HELP, mail(1))
    with open_folder(server, "INBOX") as folder:
        folder._client.add_flags([uid], [b"\\Deleted"])
        folder.read(uid)
    with dovecot.login(HELP) as client:
        client.select_folder("INBOX")
        assert set(client.get_flags([uid])[uid]) <= {b"\\Recent"}
