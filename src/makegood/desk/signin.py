"""How allauth, which signs agents in, is told the rules of this house."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from makegood.base import secrets
from makegood.people import queries


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up: the first link makes the first admin, and an admin adds everybody else."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This address and password do not belong together. Check both, or use another way in."
        ),
        "too_many_login_attempts": _("That were too many tries. Wait five minutes, then try again."),
        "rate_limited": _("That were too many tries. Wait a minute, then try again."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The mail leaves, unless it would land in front of a whole team.

        What goes to one of our mailboxes is read by everyone there; a link that opens an account must not stand in it.
        """
        if queries.mailbox_at(_without_plus(email)) is None:
            super().send_mail(template_prefix, email, context)


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps are encrypted at rest."""

    def encrypt(self, text: str) -> str:
        """The text, sealed."""
        return secrets.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The text that was sealed."""
        return secrets.unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name that a passkey shows: the company's, so that one knows which desk it opens."""
        company = queries.company()
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": company.name if company else "Makegood"}


def _without_plus(address: str) -> str:
    local, _at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
