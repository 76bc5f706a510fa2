"""Companies that do work for us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from makegood.people.acts.common import admit, alter, once
from makegood.people.models import Agent, Mailbox, Partner
from makegood.people.rules import Unfit, check_zone
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind

MOST_ADDRESSES = 20


@dataclass(frozen=True, slots=True)
class PartnerCard:
    """What is known of a partner. The first address is the one that is written to."""

    name: str
    addresses: Sequence[str] = ()
    zone: str = "UTC"
    language: str = "en"
    about: str = ""


@transaction.atomic
def add_partner(card: PartnerCard, *, by: Agent | None, now: datetime) -> Partner:
    """Work can be handed to the partner. Raises NotAllowed, Taken, Unfit."""
    actor = admit(by)
    fields = _checked(card)
    partner: Partner = once(lambda: Partner.objects.create(created_at=now, **fields), taken=card.name)
    record(Kind.PARTNER_CHANGED, at=now, by=actor, about={"partner": partner.pk, "name": partner.name, "added": True})
    return partner


@transaction.atomic
def change_partner(partner: Partner, card: PartnerCard, *, by: Agent | None, now: datetime) -> None:
    """The partner is known as said. Raises NotAllowed, Taken, Unfit."""
    actor = admit(by)
    changed = alter(partner, **_checked(card))
    if changed:
        about = {"partner": partner.pk, "name": partner.name, "changed": changed}
        record(Kind.PARTNER_CHANGED, at=now, by=actor, about=about)


@transaction.atomic
def switch_partner(partner: Partner, *, on: bool, by: Agent | None, now: datetime) -> None:
    """We work with the partner, or no more: then their links are dead. Twice is once. Raises NotAllowed."""
    actor = admit(by)
    if Partner.objects.filter(pk=partner.pk, is_active=not on).update(is_active=on):
        partner.is_active = on
        about = {"partner": partner.pk, "name": partner.name, "active": on}
        record(Kind.PARTNER_CHANGED, at=now, by=actor, about=about)


def _checked(card: PartnerCard) -> dict[str, object]:
    name = " ".join(card.name.split())[:120]
    if not name:
        raise Unfit(_("What is the company called?"))
    if card.language not in dict(settings.LANGUAGES):
        raise Unfit(_("Choose a language from the list."))
    addresses = list(dict.fromkeys(one.strip().lower() for one in card.addresses if one.strip()))
    return {
        "name": name,
        "addresses": [_address(one) for one in addresses[:MOST_ADDRESSES]],
        "zone": check_zone(card.zone),
        "language": card.language,
        "about": card.about.strip()[:2000],
    }


def _address(address: str) -> str:
    """One of another company's. Raises Unfit for what is none, or ours."""
    try:
        validate_email(address)
    except ValidationError:
        raise Unfit(_("%(address)s is no mail address.") % {"address": address}) from None
    if Mailbox.objects.filter(address=address).exists():
        raise Unfit(_("%(address)s is one of our own mailboxes.") % {"address": address})
    return address
