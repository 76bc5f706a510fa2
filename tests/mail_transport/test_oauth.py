"""Signing in with a provider: consent, fresh tokens, and its end in words; with an issuer and a Dovecot of our own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from makegood.agenda.models import Turn
from makegood.base import secrets
from makegood.channels.mail import oauth, queries, tester
from makegood.channels.mail.acts.settings import OAuth, Reach, Wishes, reach
from makegood.channels.mail.imap import open_folder
from makegood.channels.mail.models import Access, Provider, Token
from makegood.channels.mail.oauth import Begun, token_for
from makegood.channels.mail.servers import Security
from makegood.channels.mail.troubles import Trouble
from makegood.people.models import Mailbox
from tests.mail_transport.post import HELP, imap_of, now
from tests.servers.dovecot import Dovecot
from tests.servers.issuer import CLIENT_ID, CLIENT_SECRET, Issuer
from tests.servers.machine import wait_until
from tests.servers.postfix import Postfix

BACK = "http://127.0.0.1/settings/mailboxes/consent"
HOUR = timedelta(hours=1)


@pytest.fixture
def client(issuer: Issuer) -> OAuth:
    endpoints = {"authorize_url": f"{issuer.url}/authorize", "token_url": f"{issuer.url}/token"}
    return OAuth(Provider.OTHER, CLIENT_ID, CLIENT_SECRET, scope="mail", **endpoints)


@pytest.fixture
def access(box: Mailbox, dovecot: Dovecot, client: OAuth) -> Access:
    imap = replace(imap_of(dovecot), password="")
    return reach(box, Wishes(imap=imap, oauth=client), by=None, now=now())


def consent(access: Access) -> tuple[Begun, str]:
    """What was begun, and the address to which the provider sends the admin's browser back."""
    begun = oauth.begin(access, redirect_uri=BACK)
    return begun, httpx.get(begun.url).headers["location"]


def signed_in(access: Access) -> Access:
    begun, answer = consent(access)
    oauth.finish(access, redirect_uri=BACK, answer=answer, begun=begun, by=None, now=now())
    return Access.objects.select_related("mailbox").get(pk=access.pk)


def test_with_consent_the_mailbox_opens(access: Access) -> None:
    access = signed_in(access)
    server = queries.imap_server(access, token=token_for(access, now=now()))
    with open_folder(server, "INBOX") as folder:
        assert folder.standing().uidvalidity


def test_with_consent_mail_is_sent_and_the_plus_address_proven(
    box: Mailbox, dovecot: Dovecot, client: OAuth, postfix: Postfix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("makegood.channels.mail.smtp.tls_context", dovecot.trust)
    smtp = Reach("localhost", postfix.submissions, Security.TLS, HELP)
    wishes = Wishes(imap=replace(imap_of(dovecot), password=""), smtp=smtp, oauth=client)
    access = signed_in(reach(box, wishes, by=None, now=now()))
    tester.prove(Turn.objects.get(key=f"prove:{access.pk}"), now=now())
    [mail] = wait_until("delivered", lambda: dovecot.mails(HELP))
    assert b"X-Makegood-Proof: " in mail


def test_tokens_are_sealed_and_shown_to_nobody(access: Access, issuer: Issuer) -> None:
    access = signed_in(access)
    [refresh_token] = issuer.refresh_tokens
    [token] = issuer.tokens
    stored = f"{Access.objects.values().get()}{Token.objects.values().get()}{access!r}"
    assert refresh_token not in stored
    assert token not in stored
    assert CLIENT_SECRET not in stored
    assert secrets.unseal(access.refresh_sealed) == refresh_token


def test_a_token_is_used_until_just_before_it_expires(access: Access, issuer: Issuer) -> None:
    access, at = signed_in(access), now()
    first = token_for(access, now=at)
    assert token_for(access, now=at + HOUR / 2) == first
    assert token_for(access, now=at + HOUR - timedelta(minutes=4)) != first
    assert [path for path, _ in issuer.asked].count("/token") == 2


def test_a_refresh_token_that_changes_is_kept(access: Access, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    access = signed_in(access)
    grant = Issuer.grant

    def with_another(self: Issuer, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        status, given = grant(self, form)
        return status, {**given, "refresh_token": self.refresh_token(HELP), "refresh_token_expires_in": 86400}

    monkeypatch.setattr(Issuer, "grant", with_another)
    token_for(access, now=now() + HOUR)
    kept = Access.objects.get()
    assert kept.refresh_sealed != "" and secrets.unseal(kept.refresh_sealed) == list(issuer.refresh_tokens)[-1]
    assert kept.consent_ends_at
    [health] = [one for one in queries.health(now=now()) if one.address == HELP]
    assert "Sign in again before that" in health.consent


def test_a_withdrawn_consent_needs_a_person(access: Access, issuer: Issuer) -> None:
    access = signed_in(access)
    issuer.refuses = True
    with pytest.raises(Trouble, match="Sign in with the provider again") as caught:
        token_for(access, now=now() + HOUR)
    assert caught.value.needs_person


def test_before_any_consent_the_words_say_what_to_do(access: Access) -> None:
    with pytest.raises(Trouble, match="Nobody has signed in"):
        token_for(access, now=now())
    [health] = [one for one in queries.health(now=now()) if one.address == HELP]
    assert "Nobody has signed in" in health.consent


def test_an_answer_to_something_else_is_refused(access: Access) -> None:
    begun, answer = consent(access)
    with pytest.raises(Trouble):
        oauth.finish(access, redirect_uri=BACK, answer=answer, begun=replace(begun, state="other"), by=None, now=now())
    with pytest.raises(Trouble):
        other = replace(begun, verifier="v" * 64)
        oauth.finish(access, redirect_uri=BACK, answer=answer, begun=other, by=None, now=now())
    assert Access.objects.get().refresh_sealed == ""


def test_a_refused_consent_says_so(access: Access) -> None:
    begun, _ = consent(access)
    answer = f"{BACK}?error=access_denied&state={begun.state}"
    with pytest.raises(Trouble, match="access_denied"):
        oauth.finish(access, redirect_uri=BACK, answer=answer, begun=begun, by=None, now=now())


def test_an_issuer_that_is_away_passes_by_itself(access: Access, issuer: Issuer) -> None:
    access = signed_in(access)
    Access.objects.update(token_url="http://127.0.0.1:1/token")
    access.refresh_from_db()
    with pytest.raises(Trouble, match="does not answer") as caught:
        token_for(access, now=now() + HOUR)
    assert not caught.value.needs_person


def test_secrets_go_to_protected_addresses_alone(access: Access) -> None:
    access.token_url = "http://login.example.com/token"
    with pytest.raises(Trouble, match="https"):
        oauth.begin(access, redirect_uri=BACK)


@pytest.mark.parametrize(
    ("provider", "host"), [("google", "accounts.google.com"), ("microsoft", "login.microsoftonline.com")]
)
def test_the_big_providers_are_known(access: Access, provider: str, host: str) -> None:
    access.provider = provider
    begun = oauth.begin(access, redirect_uri=BACK)
    assert begun.url.startswith(f"https://{host}/")
    assert "code_challenge_method=S256" in begun.url
    assert CLIENT_SECRET not in begun.url


def test_another_client_must_ask_for_consent_anew(access: Access, client: OAuth, dovecot: Dovecot) -> None:
    signed_in(access)
    imap = replace(imap_of(dovecot), password="")
    other = replace(client, client_id="another", client_secret="another secret")
    changed = reach(access.mailbox, Wishes(imap=imap, oauth=other), by=None, now=now())
    assert changed.refresh_sealed == ""
