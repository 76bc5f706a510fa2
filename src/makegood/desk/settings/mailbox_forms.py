"""What an admin says about a mailbox. Secrets go in and never come out again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from makegood.channels.mail.acts.settings import OAuth, Reach, Wishes
from makegood.channels.mail.models import SECURITIES, Access, Provider, SignIn
from makegood.channels.mail.servers import Security
from makegood.desk.settings.hosts import guess
from makegood.people.models import Mailbox

DAYS: dict[str, Any] = {"min_value": 1, "max_value": 3650}
PORT: dict[str, Any] = {"min_value": 1, "max_value": 65535, "required": False}
TEXT: dict[str, Any] = {"max_length": 500, "required": False}
SECRET: dict[str, Any] = {"max_length": 4000, "required": False, "strip": False}


class MailboxForm(forms.Form):
    """Which address, whose."""

    address = forms.EmailField(max_length=254, error_messages={"required": _("Type the address customers write to.")})
    name = forms.CharField(max_length=120, required=False)
    team = forms.IntegerField(required=False)


class NewMailboxForm(MailboxForm):
    """Also: whether its customers get a link to their page."""

    gives_page = forms.BooleanField(required=False)


class HandlingForm(MailboxForm):
    """Also: what becomes of automatic mail and of late answers."""

    automatic_stays_open = forms.BooleanField(required=False)
    reopen_days = forms.IntegerField(**DAYS)
    gives_page = forms.BooleanField(required=False)
    gives_thanks = forms.BooleanField(required=False)
    asks_solved = forms.BooleanField(required=False)
    own_password = forms.CharField(**SECRET)


class ReachForm(forms.Form):
    """How the mailbox is fetched and sent from. What a later choice does not need is left alone."""

    imap_host = forms.CharField(**TEXT)
    imap_port = forms.IntegerField(**PORT)
    imap_security = forms.ChoiceField(choices=SECURITIES)
    imap_user = forms.CharField(**TEXT)
    imap_password = forms.CharField(**SECRET)
    folder = forms.CharField(**TEXT)
    with_history = forms.ChoiceField(choices=[("", "from today"), ("on", "with its history")], required=False)
    smtp_host = forms.CharField(**TEXT)
    smtp_port = forms.IntegerField(**PORT)
    smtp_security = forms.ChoiceField(choices=SECURITIES)
    smtp_user = forms.CharField(**TEXT)
    smtp_password = forms.CharField(**SECRET)
    sign_in = forms.ChoiceField(choices=SignIn.choices)
    provider = forms.ChoiceField(choices=[("", ""), *Provider.choices], required=False)
    client_id = forms.CharField(**TEXT)
    client_secret = forms.CharField(**SECRET)
    authorize_url = forms.CharField(**TEXT)
    token_url = forms.CharField(**TEXT)
    scope = forms.CharField(**TEXT)
    authserv_id = forms.CharField(**TEXT)
    own_password = forms.CharField(**SECRET)

    def clean(self) -> dict[str, Any]:
        """OAuth names its provider."""
        said = super().clean() or {}
        if said.get("sign_in") == SignIn.OAUTH and not said.get("provider"):
            self.add_error("provider", ValidationError(_("Choose whose sign-in it is.")))
        return said

    def wishes(self, *, has_sending_password: bool) -> Wishes:
        """What was said, for the act. Valid forms only. One password for both, unless sending has or gets its own."""
        said = self.cleaned_data
        if said["smtp_user"] == said["imap_user"] and not has_sending_password:
            said = said | {"smtp_password": said["smtp_password"] or said["imap_password"]}
        return Wishes(
            imap=_reach(said, "imap", 993),
            smtp=_reach(said, "smtp", 587),
            folder=said["folder"] or "INBOX",
            with_history=said["with_history"] == "on",
            oauth=_oauth(said) if said["sign_in"] == SignIn.OAUTH else None,
            authserv_id=said["authserv_id"],
        )


def _reach(said: dict[str, Any], name: str, port: int) -> Reach:
    return Reach(
        host=said[f"{name}_host"],
        port=said[f"{name}_port"] or port,
        security=Security(said[f"{name}_security"]),
        user=said[f"{name}_user"],
        password=said[f"{name}_password"],
    )


def _oauth(said: dict[str, Any]) -> OAuth:
    names = ("client_id", "client_secret", "authorize_url", "token_url", "scope")
    return OAuth(provider=Provider(said["provider"]), **{name: said[name] for name in names})


def as_it_is(mailbox: Mailbox, access: Access | None, host: str = "") -> dict[str, Any]:
    """What the form begins with: what is kept, without its secrets; for a new mailbox the likely servers."""
    if access is None:
        return _as_guessed(mailbox.address, host)
    plain = [name for name in ReachForm.base_fields if hasattr(access, name) and name != "with_history"]
    return {name: getattr(access, name) for name in plain} | {"with_history": "on" if access.with_history else ""}


def _as_guessed(address: str, host: str) -> dict[str, Any]:
    likely = guess(address, host)
    smtp_security = Security.TLS if likely.smtp_port == 465 else Security.STARTTLS
    is_oauth = likely.provider == Provider.MICROSOFT
    return {
        "imap_host": likely.imap,
        "imap_port": 993,
        "imap_security": Security.TLS,
        "imap_user": address,
        "folder": "INBOX",
        "smtp_host": likely.smtp,
        "smtp_port": likely.smtp_port,
        "smtp_security": smtp_security,
        "smtp_user": address,
        "sign_in": SignIn.OAUTH if is_oauth else SignIn.PASSWORD,
        "provider": likely.provider if is_oauth else "",
    }
