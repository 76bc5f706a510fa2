"""How a mailbox is reached: what an admin sets, and the switch that stops all sending."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.base import secrets
from makegood.channels.mail.models import Access, Halt, Provider, SignIn, Token
from makegood.channels.mail.servers import Security, Server, why_not_use
from makegood.people.acts.common import admit
from makegood.people.models import Agent, Mailbox
from makegood.people.rules import Unfit
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind

RECONCILE_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Reach:
    """One server as it is typed in. An empty `password` leaves the one that is kept. No `host`: there is none."""

    host: str = ""
    port: int = 0
    security: Security = Security.TLS
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OAuth:
    """A provider's client as it is typed in. An empty `client_secret` leaves the one that is kept."""

    provider: Provider
    client_id: str
    client_secret: str = field(default="", repr=False)
    authorize_url: str = ""
    token_url: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Wishes:
    """All that an admin says about how a mailbox is reached. `oauth` absent: passwords."""

    imap: Reach = Reach()
    smtp: Reach = Reach()
    folder: str = "INBOX"
    with_history: bool = False
    oauth: OAuth | None = None
    authserv_id: str = ""


def reach(mailbox: Mailbox, wishes: Wishes, *, by: Agent | None, now: datetime) -> Access:
    """The mailbox is fetched and sent from as said, at once. Raises NotAllowed, Unfit.

    `with_history` counts for the first connection alone. A kept password never goes to another server or user.
    """
    with transaction.atomic():
        actor = admit(by)
        fresh = {"created_at": now, "with_history": wishes.with_history, "version": 0}
        access, is_new = Access.objects.select_for_update().get_or_create(mailbox=mailbox, defaults=fresh)
        new = _fields(access, wishes)
        changed = sorted(name for name, value in new.items() if getattr(access, name) != value)
        if not changed and not is_new:
            return access
        Access.objects.filter(pk=access.pk).update(**new, version=F("version") + 1)
        Token.objects.filter(access=access).delete()
        agenda.plan("reconcile", f"reconcile:{access.pk}", run_at=now + RECONCILE_EVERY, about={"access": access.pk})
        about = {"mailbox": mailbox.pk, "address": mailbox.address, "changed": [_spoken(name) for name in changed]}
        record(Kind.MAILBOX_CHANGED, at=now, by=actor, team=mailbox.team_id, about=about)
    access.refresh_from_db()
    return access


def _fields(access: Access, wishes: Wishes) -> dict[str, Any]:
    """The columns as the wishes say. Raises Unfit."""
    new: dict[str, Any] = {
        "folder": wishes.folder.strip() or "INBOX",
        "authserv_id": wishes.authserv_id.strip().lower(),
        "sign_in": SignIn.OAUTH if wishes.oauth else SignIn.PASSWORD,
    }
    for name, reach in (("imap", wishes.imap), ("smtp", wishes.smtp)):
        new |= _server_fields(access, name, reach, with_password=wishes.oauth is None)
    return new | (_oauth_fields(access, wishes.oauth) if wishes.oauth else {})


def _server_fields(access: Access, name: str, reach: Reach, *, with_password: bool) -> dict[str, Any]:
    host, user = reach.host.strip().lower(), reach.user.strip()
    if not host:
        return {f"{name}_host": "", f"{name}_user": "", f"{name}_sealed": ""}
    if problem := why_not_use(Server(host, reach.port, reach.security, user)):
        raise Unfit(problem)
    if not (reach.password + user + host).isprintable():
        raise Unfit(_("Host, user and password are each one line of visible characters."))
    same = (getattr(access, f"{name}_host"), getattr(access, f"{name}_user")) == (host, user)
    kept = getattr(access, f"{name}_sealed") if same else ""
    if with_password and name == "imap" and not (reach.password or kept):
        raise Unfit(_("Enter the password; it is kept for the same server and user alone."))
    if with_password and name == "smtp" and user and not (reach.password or kept):
        raise Unfit(_("Enter the password for sending; it is kept for the same server and user alone."))
    # Sealing the same text twice gives two results, so an unchanged password must stay the row's own.
    sealed = kept if not reach.password or _is_sealed(kept, reach.password) else secrets.seal(reach.password)
    return {
        f"{name}_host": host,
        f"{name}_port": reach.port,
        f"{name}_security": reach.security,
        f"{name}_user": user,
        f"{name}_sealed": sealed if with_password else "",
    }


def _oauth_fields(access: Access, oauth: OAuth) -> dict[str, Any]:
    same = (access.provider, access.client_id, access.token_url) == (oauth.provider, oauth.client_id, oauth.token_url)
    kept = access.client_sealed if same else ""
    if not oauth.client_id or not (oauth.client_secret or kept):
        raise Unfit(_("Enter the client id and the client secret that the provider gave you."))
    if oauth.provider == Provider.OTHER and not (oauth.authorize_url and oauth.token_url):
        raise Unfit(_("Enter the provider's two addresses: for authorisation and for tokens."))
    unchanged = not oauth.client_secret or _is_sealed(kept, oauth.client_secret)
    return {
        "provider": oauth.provider,
        "client_id": oauth.client_id,
        "client_sealed": kept if unchanged else secrets.seal(oauth.client_secret),
        "authorize_url": oauth.authorize_url,
        "token_url": oauth.token_url,
        "scope": oauth.scope,
        "refresh_sealed": access.refresh_sealed if same else "",
        "consent_ends_at": access.consent_ends_at if same else None,
    }


def _is_sealed(sealed: str, text: str) -> bool:
    try:
        return bool(sealed) and secrets.same(secrets.unseal(sealed), text)
    except secrets.Unreadable:
        return False


def _spoken(name: str) -> str:
    return name.removesuffix("_sealed") + " secret" if name.endswith("_sealed") else name


def halt(reason: str, *, by: Agent | None, now: datetime) -> None:
    """No mail leaves until `go_on`; what is written meanwhile waits. Twice is once. Raises NotAllowed, Unfit."""
    with transaction.atomic():
        actor = admit(by)
        if not reason.strip():
            raise Unfit(_("Say why, for everyone whose mail will wait."))
        fields = {"reason": " ".join(reason.split())[:300], "by_id": actor, "at": now}
        _row, is_new = Halt.objects.get_or_create(pk=1, defaults=fields)
        if is_new:
            record(Kind.SETTINGS_CHANGED, at=now, by=actor, about={"sending": "halted", "reason": fields["reason"]})


def go_on(*, by: Agent | None, now: datetime) -> None:
    """Mail leaves again, what waited too. Twice is once. Raises NotAllowed."""
    with transaction.atomic():
        actor = admit(by)
        deleted, _each = Halt.objects.filter(pk=1).delete()
        if deleted:
            record(Kind.SETTINGS_CHANGED, at=now, by=actor, about={"sending": "goes on"})
