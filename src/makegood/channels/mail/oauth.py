"""OAuth2 with a mail provider: the way to its consent, and fresh tokens afterwards (RFC 6749, RFC 7636)."""

from __future__ import annotations

import secrets as random
import warnings
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.deprecate import AuthlibDeprecationWarning
from django.utils.translation import gettext as _

from makegood.base import secrets
from makegood.channels.mail import queries
from makegood.channels.mail.acts import proving, tokens
from makegood.channels.mail.models import Access, Provider, SignIn, Token
from makegood.channels.mail.servers import CONNECT_SECONDS, is_loopback
from makegood.channels.mail.troubles import Trouble, words_of

EARLY = timedelta(minutes=5)
LEAST = 60  # seconds that a token is believed to live when the provider says nothing sensible


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a provider asks for consent and hands out tokens, and what is asked for."""

    authorize: str
    token: str
    scope: str
    extra: tuple[tuple[str, str], ...] = ()


MICROSOFT = "https://login.microsoftonline.com/common/oauth2/v2.0"
KNOWN = {
    Provider.MICROSOFT: Endpoints(
        f"{MICROSOFT}/authorize",
        f"{MICROSOFT}/token",
        "offline_access https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send",
    ),
    Provider.GOOGLE: Endpoints(
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "https://mail.google.com/",
        # Without these two Google gives a refresh token at the very first consent alone.
        (("access_type", "offline"), ("prompt", "consent")),
    ),
}


@dataclass(frozen=True, slots=True)
class Begun:
    """The way to the provider: send the browser to `url`, and keep the other two in the admin's session."""

    url: str
    state: str
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Given:
    """What the provider gave. `refresh_token` is "" when it gave none; times are UTC."""

    token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime
    consent_ends_at: datetime | None


def endpoints(access: Access) -> Endpoints:
    """Those of the access's provider. Raises Trouble for an address that is not protected."""
    known = KNOWN.get(Provider(access.provider)) if access.provider else None
    chosen = known or Endpoints(access.authorize_url, access.token_url, access.scope)
    for url in (chosen.authorize, chosen.token):
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
            raise Trouble(
                _("%(url)r is not protected: an OAuth address begins with https://.") % {"url": url}, needs_person=True
            )
    return chosen


def begin(access: Access, *, redirect_uri: str) -> Begun:
    """Where the admin's browser goes to give consent. Raises Trouble. No network."""
    chosen, verifier = endpoints(access), random.token_urlsafe(48)
    with _client(access, chosen, redirect_uri) as client:
        extra = {"login_hint": access.imap_user or access.smtp_user, **dict(chosen.extra)}
        url, state = client.create_authorization_url(chosen.authorize, code_verifier=verifier, **extra)
    return Begun(url, state, verifier)


def finish(access: Access, *, redirect_uri: str, answer: str, begun: Begun, by: int | None, now: datetime) -> None:
    """The provider's consent is kept, and its first token. `answer` is the whole address to which it sent the browser.

    Raises Trouble when it gave none, or when the answer is not to what was begun.
    """
    chosen = endpoints(access)
    if refusals := parse_qs(urlsplit(answer).query).get("error"):
        raise Trouble(
            _("The provider gave no consent: %(refusals)s") % {"refusals": words_of(ValueError(refusals[0]))},
            needs_person=True,
        )
    with _client(access, chosen, redirect_uri, state=begun.state) as client, _told(access):
        fetched = client.fetch_token(
            chosen.token, authorization_response=answer, code_verifier=begun.verifier, state=begun.state
        )
    given = _given(fetched, now=now)
    if not given.refresh_token:
        raise Trouble(_("The provider gave no lasting consent (no refresh token). Allow offline access and try again."))
    tokens.consented(access, given.refresh_token, given.consent_ends_at, by=by, now=now)
    tokens.keep(access, given.token, expires_at=given.expires_at)
    if access.imap_host and queries.uses_oauth_for_sending(access):
        proving.begin(access, now=now)


def token_for(access: Access, *, now: datetime) -> str:
    """A token good for five more minutes; "" when the access uses passwords. Asks the provider when it must.

    Raises Trouble, for a person when the consent is gone.
    """
    if access.sign_in != SignIn.OAUTH:
        return ""
    kept = Token.objects.filter(access=access, expires_at__gt=now + EARLY).first()
    return secrets.unseal(kept.sealed) if kept else _refreshed(access, now=now)


def _refreshed(access: Access, *, now: datetime) -> str:
    refresh_token = secrets.unseal(access.refresh_sealed)
    if not refresh_token:
        raise Trouble(
            _("Nobody has signed in with the provider yet: do so in the mailbox's settings."), needs_person=True
        )
    chosen = endpoints(access)
    with _client(access, chosen, "") as client, _told(access):
        fetched = client.refresh_token(chosen.token, refresh_token=refresh_token)
    given = _given(fetched, now=now)
    if given.refresh_token and given.refresh_token != refresh_token:
        tokens.renewed(access, given.refresh_token, given.consent_ends_at)
    tokens.keep(access, given.token, expires_at=given.expires_at)
    return given.token


def _client(access: Access, chosen: Endpoints, redirect_uri: str, *, state: str = "") -> Any:
    """A client with the access's credentials, to be closed."""
    with warnings.catch_warnings():
        # The library says that it will use another HTTP client one day: nothing for the admin's terminal.
        warnings.simplefilter("ignore", AuthlibDeprecationWarning)
        # Imported here: eleven megabytes that a desk with passwords never needs.
        from authlib.integrations.httpx_client import OAuth2Client
    return OAuth2Client(
        client_id=access.client_id,
        client_secret=secrets.unseal(access.client_sealed),
        scope=chosen.scope or None,
        redirect_uri=redirect_uri or None,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_post",  # noqa: S106 - the name of a method
        state=state or None,
        timeout=CONNECT_SECONDS,
        # A proxy named in the environment, or a .netrc, has no business with these secrets.
        trust_env=False,
    )


class _told:
    """What goes wrong inside becomes Trouble in words."""

    def __init__(self, access: Access) -> None:
        self.access = access

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, AuthlibBaseError):
            temporary = error.error in ("temporarily_unavailable", "server_error")
            words = _("The provider refused the sign-in of %(user)s: %(error)s") % {
                "user": self.access.imap_user,
                "error": words_of(error),
            }
            raise Trouble(
                " ".join([words, _("Sign in with the provider again.")]), needs_person=not temporary
            ) from error
        if isinstance(error, httpx.HTTPError | ValueError):
            raise Trouble(
                _("The provider's sign-in does not answer: %(error)s") % {"error": words_of(error)}
            ) from error


def _given(fetched: dict[str, Any], *, now: datetime) -> Given:
    ends = _seconds(fetched.get("refresh_token_expires_in"))
    return Given(
        token=str(fetched["access_token"]),
        refresh_token=str(fetched.get("refresh_token") or ""),
        expires_at=now + timedelta(seconds=_seconds(fetched.get("expires_in")) or LEAST),
        consent_ends_at=now.astimezone(UTC) + timedelta(seconds=ends) if ends else None,
    )


def _seconds(value: object) -> int:
    """Providers send numbers, and numbers as text; 0 for anything else."""
    text = str(value or "")
    return int(text) if text.isdigit() and len(text) < 12 else 0
