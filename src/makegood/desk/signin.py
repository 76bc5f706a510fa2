"""How allauth, which signs agents in, is told the rules of this house."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from makegood.base import secrets
from makegood.channels.mail.addresses import without_mark
from makegood.channels.mail.servers import is_loopback
from makegood.desk import account_mail
from makegood.people import queries
from makegood.people.rules import browser_in_words


class Adapter(DefaultAccountAdapter):
    """Nobody signs up: the first link makes the first admin, and an admin adds everybody else."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This address and password do not belong together. Check both, or use another way in."
        ),
        "too_many_login_attempts": _("Those were too many tries. Wait five minutes, then try again."),
        "rate_limited": _("Those were too many tries. Wait a minute, then try again."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The mail leaves, unless it would land in front of a whole team.

        What goes to one of our mailboxes is read by everyone there; a link that opens an account must not stand in it.
        """
        if queries.mailbox_at(without_mark(email)) is None:
            mail = self.render_mail(template_prefix, email, {"email": email, **context})
            account_mail.plan(email, mail.subject, mail.body, now=timezone.now())

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link at the public address, whatever host the one who asked named."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.PUBLIC_URL.origin + path.replace("UID-KEY", quote(key)) if settings.PUBLIC_URL else ""

    def format_email_subject(self, subject: str) -> str:
        """The subject alone."""
        return subject

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whose tries are counted: behind a proxy on this machine, whom the proxy names last; else the peer itself.

        Nobody else is believed: a header from afar is whatever its sender likes.
        """
        peer = request.META.get("REMOTE_ADDR") or "127.0.0.1"
        said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        return said if is_loopback(peer) and is_address(said) else str(peer)


class SecondStep(DefaultMFAAdapter):
    """Secrets of authenticator apps are encrypted at rest."""

    def encrypt(self, text: str) -> str:
        """The text, sealed."""
        return secrets.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The text that was sealed."""
        return secrets.unseal(encrypted_text)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """A name that helps to tell passkeys apart: where it was made."""
        return browser_in_words(context.request.headers.get("User-Agent", ""))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name that a passkey shows: the company's, so that one knows which desk it opens."""
        company = queries.company()
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": company.name if company else "Makegood"}


def is_address(text: str) -> bool:
    """Whether the text is an IP address."""
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return False
