"""Who tells us of orders: added, changed, switched off, by an admin."""

from __future__ import annotations

import base64
import secrets as random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base import secrets
from makegood.orders.models import Source, SourceKind
from makegood.people.acts.common import admit, alter, once
from makegood.people.models import Agent, Team
from makegood.people.rules import Unfit
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind

LONGEST_SECRET = 500


@dataclass(frozen=True, slots=True)
class Made:
    """A source, and what it signs with: to be shown this once, "" when it signs nothing."""

    source: Source
    secret: str


@transaction.atomic
def add(name: str, kind: str, *, secret: str = "", team: Team | None, by: Agent | None, at: datetime) -> Made:
    """A new source. What it signs with is the given secret, else one of ours. Raises NotAllowed, Taken, Unfit."""
    actor, name = admit(by), _named(name)
    if kind not in SourceKind.values:
        raise Unfit(_("Choose what kind of source it is."))
    posts = kind != SourceKind.PROGRAM
    secret = _secret(kind, secret) if posts else ""
    columns: dict[str, Any] = {"slug": random.token_hex(12) if posts else "", "secret": secrets.seal(secret)}
    source: Source = once(
        lambda: Source.objects.create(name=name, kind=kind, team=team, created_at=at, **columns), taken=name
    )
    _say(source, actor, at=at, added=True)
    return Made(source, secret)


def named(name: str, *, at: datetime) -> Source:
    """The source of that name, new or old; a new one is a program's. Raises Unfit for one that is switched off."""
    found = Source.objects.get_or_create(name=_named(name), defaults={"kind": SourceKind.PROGRAM, "created_at": at})[0]
    if not found.is_active:
        raise Unfit(_("%(name)s is switched off: nothing is taken in from it.") % {"name": found.name})
    return found


@transaction.atomic
def change(source: Source, *, name: str, team: Team | None, by: Agent | None, at: datetime) -> None:
    """It has this name, and this team has what it brings. Raises NotAllowed, Taken, Unfit."""
    actor = admit(by)
    if alter(source, name=_named(name), team=team):
        _say(source, actor, at=at)


@transaction.atomic
def renew_secret(source: Source, secret: str, *, by: Agent | None, at: datetime) -> str:
    """It signs with this from now on, or with a new one of ours; the old one fits no more. Raises NotAllowed, Unfit."""
    actor = admit(by)
    if source.kind == SourceKind.PROGRAM:
        raise Unfit(_("A program signs nothing: it has a token."))
    secret = _secret(source.kind, secret)
    source.secret = secrets.seal(secret)
    source.save(update_fields=["secret"])
    _say(source, actor, at=at, secret=True)
    return secret


@transaction.atomic
def switch(source: Source, *, on: bool, by: Agent | None, at: datetime) -> None:
    """What it posts is taken in, or refused. Twice is once. Raises NotAllowed."""
    actor = admit(by)
    if alter(source, is_active=on):
        _say(source, actor, at=at, on=on)


def _say(source: Source, actor: int | None, *, at: datetime, **more: Any) -> None:
    about = {"source": source.pk, "name": source.name, "kind": source.kind} | more
    record(Kind.SOURCE_CHANGED, at=at, by=actor, team=source.team_id, about=about)


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise Unfit(_("Give the source a name of at most 60 characters."))
    return name


def _secret(kind: str, given: str) -> str:
    """The secret as it is kept: the shop's own, or a new one. A carrier's has the form of Standard Webhooks."""
    given = given.strip()
    if len(given) > LONGEST_SECRET:
        raise Unfit(_("A secret has at most %(count)d characters.") % {"count": LONGEST_SECRET})
    if kind == SourceKind.CARRIER:
        return f"whsec_{base64.b64encode(random.token_bytes(32)).decode()}"
    if kind == SourceKind.SHOPIFY and not given:
        raise Unfit(_("Shopify signs with a secret of its own: paste it from its page on notifications."))
    return given or random.token_urlsafe(32)
