"""The company, and the ground that it stands on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.people.acts.common import admit, alter
from makegood.people.models import Agent, Company, Location, Team
from makegood.people.rules import check_currency, check_region, check_zone
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


@transaction.atomic
def lay_ground(*, now: datetime) -> None:
    """There is a location and a team, so that a small shop never meets the words. Does nothing the second time."""
    if not Location.objects.exists():
        Location.objects.get_or_create(name="Main")
    if not Team.objects.exists():
        Team.objects.get_or_create(location=Location.objects.order_by("pk")[0], name="Service")


@transaction.atomic
def change_company(*, name: str, zone: str, currency: str, by: Agent | None, now: datetime) -> None:
    """The company has this name, time zone and currency. Raises NotAllowed, Unfit."""
    actor = admit(by)
    company, _ = Company.objects.get_or_create(pk=1)
    changed = alter(company, name=name, zone=check_zone(zone), currency=check_currency(currency))
    if changed:
        record(Kind.SETTINGS_CHANGED, at=now, by=actor, about={"what": "company", "changed": changed})


@transaction.atomic
def set_region(code: str, *, by: Agent | None, now: datetime) -> None:
    """Telephone numbers that name no country are of this one; "": of none. Raises NotAllowed, Unfit."""
    actor = admit(by)
    company, _ = Company.objects.get_or_create(pk=1)
    if changed := alter(company, region=check_region(code)):
        record(Kind.SETTINGS_CHANGED, at=now, by=actor, about={"what": "phone", "changed": changed})
