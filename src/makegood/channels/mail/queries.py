"""All reads of the mail channel."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from makegood.base import secrets
from makegood.channels.mail.addresses import without_mark
from makegood.channels.mail.gate import Counts
from makegood.channels.mail.models import Access, Automatic, Halt, Passed, Proof, SignIn, Watch
from makegood.channels.mail.servers import Security, Server, server_from_url
from makegood.intake.models import Arrival
from makegood.people.models import Mailbox

QUIET_FOR = timedelta(minutes=15)
CONSENT_WARNING = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Task:
    """What a watch has to do. `source` names server, user and folder, so that UIDs of two servers never mix."""

    access: int
    mailbox: str
    source: str
    folder: str
    with_history: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """How a mailbox does, in words for its settings page. Empty words: nothing to say."""

    mailbox: int
    address: str
    team: int
    is_fetched: bool
    ok_at: datetime | None
    trouble: str
    since: datetime | None
    consent: str
    plus_proven_at: datetime | None
    plus_asked_at: datetime | None


def access_of(mailbox: Mailbox) -> Access | None:
    """The mailbox's settings; None before anybody made any."""
    return Access.objects.filter(mailbox=mailbox).first()


def watchable() -> dict[int, str]:
    """Each access that is to be fetched, with a word that changes with whatever its watch must know. One query."""
    rows = Access.objects.filter(mailbox__is_active=True).exclude(imap_host="")
    return {
        pk: f"{version} {address}" for pk, version, address in rows.values_list("pk", "version", "mailbox__address")
    }


def task(access: Access) -> Task:
    """What a watch of this access has to do. One query, and one for the mailbox if it is not there yet."""
    return Task(
        access=access.pk,
        mailbox=access.mailbox.address,
        source=source(access),
        folder=access.folder,
        with_history=access.with_history,
        created_at=access.created_at,
    )


def source(access: Access) -> str:
    """Under which name arrivals of this server, user and folder are kept; at most 60 characters."""
    place = "\0".join([access.imap_host, access.imap_user, access.folder])
    return f"imap:{access.pk}:{hashlib.sha256(place.encode()).hexdigest()[:16]}"


def imap_server(access: Access, *, token: str = "") -> Server:
    """Where to fetch. `token` instead of the password for OAuth. Raises base.secrets.Unreadable."""
    password = "" if token else secrets.unseal(access.imap_sealed)
    return Server(access.imap_host, access.imap_port, Security(access.imap_security), access.imap_user, password, token)


def smtp_server(access: Access | None, *, token: str = "") -> Server | None:
    """Where to send: the mailbox's own server, else that of MAKEGOOD_SMTP_URL; None when there is neither."""
    if access is None or not access.smtp_host:
        return server_from_url(settings.SMTP_URL)
    password = "" if token else secrets.unseal(access.smtp_sealed)
    return Server(access.smtp_host, access.smtp_port, Security(access.smtp_security), access.smtp_user, password, token)


def uses_oauth_for_sending(access: Access | None) -> bool:
    """True when the mailbox's own sending server wants a token."""
    return access is not None and bool(access.smtp_host) and access.sign_in == SignIn.OAUTH


def mailbox_for(recipient: str) -> str:
    """The address of the active mailbox that a recipient means, with or without a mark after a plus; "" for none."""
    wanted = {recipient.strip().lower(), without_mark(recipient)}
    found = set(Mailbox.objects.filter(address__in=wanted, is_active=True).values_list("address", flat=True))
    return recipient.strip().lower() if recipient.strip().lower() in found else next(iter(found), "")


def own_addresses() -> frozenset[str]:
    """Every mailbox's address, those at rest too: a mail to one of them comes back to us."""
    return frozenset(Mailbox.objects.values_list("address", flat=True))


def halted() -> str:
    """Why all sending is switched off; "" when it is not."""
    return Halt.objects.filter(pk=1).values_list("reason", flat=True).first() or ""


def counts(address: str, conversation: int, *, now: datetime) -> Counts:
    """Automatic mails of the last hour and day, to the address and in the conversation. One query."""
    day, hour = now - timedelta(days=1), now - timedelta(hours=1)
    rows = Automatic.objects.filter(Q(address=address.lower()) | Q(conversation_id=conversation), at__gt=day)
    seen = list(rows.values_list("address", "conversation_id", "at"))
    to_address = [at for to, _, at in seen if to == address.lower()]
    in_conversation = [at for _, where, at in seen if where == conversation]
    return Counts(
        address_hour=sum(at > hour for at in to_address),
        address_day=len(to_address),
        conversation_hour=sum(at > hour for at in in_conversation),
        conversation_day=len(in_conversation),
    )


def plus_is_proven(access: Access | None, mailbox: Mailbox) -> bool:
    """True when mail to the mailbox's plus addresses is known to arrive."""
    return access is not None and access.plus_proven_at is not None and access.plus_proven_for == mailbox.address


def authserv_id(mailbox: str) -> str:
    """The name of the receiving server whose Authentication-Results count for this mailbox; "" when it is not known."""
    found = Access.objects.filter(mailbox__address=mailbox).values_list("authserv_id", flat=True).first()
    return found or ""


def dealt_with(source: str, positions: Collection[str]) -> set[str]:
    """Those of the positions that have an arrival, or need none. Two queries."""
    there = {"source": source, "position__in": positions}
    kept = Arrival.objects.filter(**there).values_list("position", flat=True)
    return {*kept, *Passed.objects.filter(**there).values_list("position", flat=True)}


def health(*, now: datetime) -> list[Health]:
    """Every active mailbox's, by address. Two queries."""
    asked = dict(Proof.objects.filter(arrived_at=None).order_by("sent_at").values_list("access_id", "sent_at"))
    boxes = Mailbox.objects.filter(is_active=True).select_related("access__watch").order_by("address")
    return [_health(box, asked, now=now) for box in boxes]


def alarms(*, now: datetime) -> list[Health]:
    """The mailboxes with which something is wrong now."""
    return [one for one in health(now=now) if one.trouble]


def _health(mailbox: Mailbox, asked: dict[int, datetime], *, now: datetime) -> Health:
    access: Access | None = getattr(mailbox, "access", None)
    watch: Watch | None = getattr(access, "watch", None) if access else None
    proven = plus_is_proven(access, mailbox)
    trouble, since = why_worry(access, watch, now=now) if access and access.imap_host else ("", None)
    return Health(
        mailbox=mailbox.pk,
        address=mailbox.address,
        team=mailbox.team_id,
        is_fetched=bool(access and access.imap_host),
        ok_at=watch.ok_at if watch else None,
        trouble=trouble,
        since=since,
        consent=_consent(access, now=now) if access else "",
        plus_proven_at=access.plus_proven_at if access and proven else None,
        plus_asked_at=asked.get(access.pk) if access and not proven else None,
    )


def why_worry(access: Access, watch: Watch | None, *, now: datetime) -> tuple[str, datetime | None]:
    """What is wrong with fetching in words, and since when; ("", None) when nothing is. No query."""
    if watch is None or (watch.ok_at is None and not watch.last_error):
        began = access.created_at
        quiet = now - began >= QUIET_FOR
        return (_("This mailbox has never been read. Is a worker running?"), began) if quiet else ("", None)
    if watch.last_error:
        return watch.last_error, watch.failing_since
    if watch.ok_at and now - watch.ok_at >= QUIET_FOR:
        return _("Nobody has looked into this mailbox for a while. Is a worker running?"), watch.ok_at
    return (watch.difference, watch.reconciled_at) if watch.difference else ("", None)


def _consent(access: Access, *, now: datetime) -> str:
    """What is to be known of the OAuth consent before it bites."""
    if access.sign_in != SignIn.OAUTH:
        return ""
    if not access.refresh_sealed:
        return _("Nobody has signed in with the provider yet.")
    if access.consent_ends_at and access.consent_ends_at <= now:
        return _("The provider's consent has ended. Sign in with the provider again.")
    if access.consent_ends_at and access.consent_ends_at - now <= CONSENT_WARNING:
        day = f"{access.consent_ends_at:%Y-%m-%d}"
        return _("The provider's consent ends on %(day)s. Sign in again before that.") % {"day": day}
    return ""
