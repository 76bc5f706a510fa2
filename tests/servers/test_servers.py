"""The servers that tests stand on are real, and do what the tests ask of them."""

from __future__ import annotations

import os
import smtplib
import subprocess
from email.message import EmailMessage

import psycopg
import pytest
from django.db import connection
from imapclient import IMAPClient
from imapclient.exceptions import LoginError
from playwright.sync_api import Page

from tests.servers import debian
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.issuer import CLIENT_ID, CLIENT_SECRET, Issuer
from tests.servers.machine import HOST, PATIENCE, wait_until
from tests.servers.postfix import Postfix
from tests.servers.postgres import Postgres
from tests.servers.sink import Sink

HELP = "help@example.test"
EVA = "eva@example.test"


def mail(subject: str, *, sender: str = EVA, to: str = HELP) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter.set_content("The kettle leaks.\n")
    return letter.as_bytes()


def test_the_database_is_the_one_that_was_asked_for(db: None) -> None:
    asked = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    assert connection.vendor == asked
    assert "tests" in str(connection.settings_dict["NAME"]) or "test_" in str(connection.settings_dict["NAME"])


class TestPostgres:
    def test_what_was_committed_is_there_after_a_kill(self, postgres: Postgres) -> None:
        url = postgres.url("servers_test")
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS answer")
        postgres.kill()
        postgres.start()
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
            assert connection.execute("SHOW fsync").fetchone() == ("on",)


class TestDovecot:
    def test_mail_that_postfix_delivers_wakes_an_idle_client(self, dovecot: Dovecot, postfix: Postfix) -> None:
        with dovecot.login(HELP) as client:
            client.select_folder("INBOX")
            client.idle()
            postfix.send(mail("It leaks"), [HELP])
            pushed = client.idle_check(timeout=PATIENCE)
            client.idle_done()
        assert (1, b"EXISTS") in pushed
        assert b"The kettle leaks." in dovecot.mails(HELP)[0]

    def test_each_test_finds_it_empty(self, dovecot: Dovecot) -> None:
        assert dovecot.mails(HELP) == []

    def test_it_offers_what_a_careful_client_wants(self, dovecot: Dovecot) -> None:
        with dovecot.login(HELP) as client:
            assert {b"IDLE", b"UIDPLUS", b"CONDSTORE"} <= set(client.capabilities())

    def test_it_keeps_bytes_as_they_are(self, dovecot: Dovecot) -> None:
        raw = b"Subject: caf\xe9\r\n\r\n\xff\xfe not any charset\r\n"
        assert dovecot.put(HELP, raw) == 1
        assert dovecot.mails(HELP) == [raw]

    def test_tls_shows_a_certificate_that_only_the_test_trusts(self, dovecot: Dovecot) -> None:
        with IMAPClient(HOST, port=dovecot.imaps, ssl=True, ssl_context=dovecot.trust()) as client:
            assert client.login(EVA, PASSWORD)

    def test_a_wrong_password_is_refused(self, dovecot: Dovecot) -> None:
        with IMAPClient(HOST, port=dovecot.imap, ssl=False) as client, pytest.raises(LoginError):
            client.login(HELP, "not that")

    def test_a_token_of_the_issuer_opens_the_mailbox_that_it_names(self, dovecot: Dovecot, issuer: Issuer) -> None:
        with IMAPClient(HOST, port=dovecot.imap, ssl=False) as client:
            assert client.oauth2_login(HELP, issuer.token(HELP))

    def test_an_expired_token_is_refused(self, dovecot: Dovecot, issuer: Issuer) -> None:
        token = issuer.token(HELP)
        issuer.expire()
        with IMAPClient(HOST, port=dovecot.imap, ssl=False) as client, pytest.raises(LoginError):
            client.oauth2_login(HELP, token)

    def test_forgetting_uids_changes_uidvalidity_and_keeps_the_mail(self, dovecot: Dovecot) -> None:
        dovecot.deliver(HELP, mail("one"))
        before = self._uidvalidity(dovecot)
        dovecot.forget_uids(HELP)
        assert self._uidvalidity(dovecot) != before
        assert len(dovecot.mails(HELP)) == 1

    def test_mail_is_there_after_a_kill(self, dovecot: Dovecot) -> None:
        dovecot.deliver(HELP, mail("one"))
        dovecot.kill()
        assert not dovecot.is_alive
        dovecot.start()
        assert len(dovecot.mails(HELP)) == 1

    def _uidvalidity(self, dovecot: Dovecot) -> int:
        with dovecot.login(HELP) as client:
            return int(client.select_folder("INBOX")[b"UIDVALIDITY"])


class TestPostfix:
    def test_an_unknown_address_is_refused_at_once(self, postfix: Postfix) -> None:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            postfix.send(mail("hello"), ["gone@example.test"])
        assert refused.value.recipients["gone@example.test"][0] == 550

    def test_an_address_that_fails_later_comes_back_as_a_bounce(self, postfix: Postfix, dovecot: Dovecot) -> None:
        postfix.submit(mail("hello", sender=HELP, to="gone@far.example"), ["gone@far.example"], user=HELP)
        bounce = wait_until("the bounce", lambda: dovecot.mails(HELP))[0]
        assert b"Status: 5.1.1" in bounce and b"Action: failed" in bounce

    def test_a_mail_program_signs_in_and_sends(self, postfix: Postfix, dovecot: Dovecot) -> None:
        program = debian.need("swaks")
        debian.need("swaks-tls")
        who = ["--from", EVA, "--to", HELP, "--auth", "LOGIN", "--auth-user", EVA, "--auth-password", PASSWORD]
        where = ["--server", HOST, "--port", str(postfix.submission), "--tls", "--header", "Subject: From swaks"]
        subprocess.run([program, *who, *where], check=True, capture_output=True)
        assert b"Subject: From swaks" in wait_until("the mail", lambda: dovecot.mails(HELP))[0]

    def test_nobody_submits_without_signing_in(self, postfix: Postfix) -> None:
        with smtplib.SMTP(HOST, postfix.submission) as smtp, pytest.raises(smtplib.SMTPRecipientsRefused):
            smtp.sendmail(EVA, [HELP], mail("hello"))

    def test_a_domain_can_be_routed_to_a_server_of_the_test(self, postfix: Postfix, smtp_sink: Sink) -> None:
        postfix.route("desk.example", smtp_sink.port, protocol="smtp")
        postfix.send(mail("to the desk"), ["help@desk.example"])
        assert smtp_sink.wait(1)[0].recipients == ("help@desk.example",)


class TestSink:
    def send(self, sink: Sink, *, timeout: float = PATIENCE) -> dict[str, tuple[int, bytes]]:
        with smtplib.SMTP(HOST, sink.port, timeout=timeout) as smtp:
            return smtp.sendmail(HELP, [EVA, "mo@example.test"], mail("answer"))

    def test_it_keeps_what_it_takes(self, smtp_sink: Sink) -> None:
        self.send(smtp_sink)
        assert smtp_sink.wait(1)[0].message["Subject"] == "answer"
        assert smtp_sink.to("mo@example.test")

    def test_it_refuses_for_now_or_for_good(self, smtp_sink: Sink) -> None:
        for answer in ("451 4.3.0 Later", "554 5.7.1 Never"):
            smtp_sink.answer_data = answer
            with pytest.raises(smtplib.SMTPDataError) as refused:
                self.send(smtp_sink)
            assert refused.value.smtp_code == int(answer[:3])
        smtp_sink.behave()
        assert self.send(smtp_sink) == {}

    def test_it_refuses_one_recipient_of_two(self, smtp_sink: Sink) -> None:
        smtp_sink.answer_recipient = lambda address: "550 5.1.1 Gone" if address == EVA else ""
        assert list(self.send(smtp_sink)) == [EVA]

    def test_it_takes_the_mail_and_hangs_up_without_a_word(self, smtp_sink: Sink) -> None:
        smtp_sink.drops_after_data = True
        with pytest.raises(smtplib.SMTPServerDisconnected):
            self.send(smtp_sink)
        assert len(smtp_sink.taken) == 1

    def test_it_hangs(self, smtp_sink: Sink) -> None:
        smtp_sink.hangs = True
        with pytest.raises(OSError):
            self.send(smtp_sink, timeout=0.2)


class TestIssuer:
    def test_a_code_becomes_tokens_once(self, issuer: Issuer) -> None:
        back = issuer.authorize({"redirect_uri": "http://127.0.0.1/back", "state": "s"})
        code = back.partition("code=")[2].partition("&")[0]
        ask = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "grant_type": "authorization_code", "code": code}
        status, given = issuer.grant(ask)
        assert status == 200 and issuer.introspect({"token": given["access_token"]})["email"] == HELP
        assert issuer.grant(ask)[0] == 400

    def test_a_refresh_token_gives_new_ones_until_it_refuses(self, issuer: Issuer) -> None:
        ask = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "grant_type": "refresh_token"}
        ask["refresh_token"] = issuer.refresh_token(HELP)
        assert issuer.grant(ask)[0] == 200
        issuer.refuses = True
        assert issuer.grant(ask)[0] == 400


class TestChromium:
    def test_it_shows_a_page_and_runs_its_script(self, page: Page) -> None:
        page.set_content("<button>Close</button><script>document.title = 'kept'</script>")
        page.get_by_role("button", name="Close").click()
        assert page.title() == "kept"
