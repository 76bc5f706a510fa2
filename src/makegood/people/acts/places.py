"""Regions, locations and teams."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.people.acts.common import admit, alter, once
from makegood.people.models import Agent, Location, Mailbox, Region, Role, Team
from makegood.people.rules import StillNeeded, Unfit, check_zone
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


@transaction.atomic
def add_team(name: str, location: Location, *, by: Agent | None, now: datetime) -> Team:
    """A new team at the location. Raises NotAllowed, Taken, Unfit."""
    actor = admit(by)
    if not location.is_active:
        raise Unfit(_("%(location)s is closed.") % {"location": location})
    team: Team = once(lambda: Team.objects.create(name=name, location=location), taken=name)
    record(Kind.TEAM_CHANGED, at=now, by=actor, team=team.pk, location=location.pk, about={"name": name, "added": True})
    return team


@transaction.atomic
def rename_team(team: Team, name: str, *, by: Agent | None, now: datetime) -> None:
    """The team has this name. Raises NotAllowed, Taken."""
    actor = admit(by)
    changed = alter(team, name=name)
    if changed:
        record(Kind.TEAM_CHANGED, at=now, by=actor, team=team.pk, about={"name": name, "changed": changed})


@transaction.atomic
def close_team(
    team: Team, *, by: Agent | None, now: datetime, heir: Team | None = None, owning: frozenset[int] = frozenset()
) -> None:
    """The team takes no more work; its mailboxes go to the heir. Twice is once.

    `owning`: ids of the teams that own something open. Raises NotAllowed, Unfit, and StillNeeded while the team owns
    something, or has mailboxes and no heir, or is the last one.
    """
    actor = admit(by)
    if not Team.objects.filter(pk=team.pk, is_active=True).exists():
        return
    _check_closable(team, heir, owning)
    Mailbox.objects.filter(team=team).update(team=heir)
    Team.objects.filter(pk=team.pk).update(is_active=False)
    team.is_active = False
    about = {"name": team.name, "closed": True, "heir": heir.pk if heir else None}
    record(Kind.TEAM_CHANGED, at=now, by=actor, team=team.pk, about=about)


def _check_closable(team: Team, heir: Team | None, owning: frozenset[int]) -> None:
    if not Team.objects.select_for_update().filter(is_active=True).exclude(pk=team.pk):
        raise StillNeeded(_("%(team)s is the only team. Add another one first.") % {"team": team})
    if heir is not None and (heir.pk == team.pk or not heir.is_active):
        raise Unfit(_("Choose another team that is open."))
    if team.pk in owning:
        raise StillNeeded(_("%(team)s still has open conversations. Give them to another team first.") % {"team": team})
    if heir is None and Mailbox.objects.filter(team=team).exists():
        raise StillNeeded(
            _("Mail still comes in for %(team)s. Name the team that takes over its mailboxes.") % {"team": team}
        )


@transaction.atomic
def add_location(name: str, *, zone: str, region: Region | None, by: Agent | None, now: datetime) -> Location:
    """A new location. Raises NotAllowed, Taken, Unfit."""
    actor = admit(by)
    fields = {"name": name, "zone": check_zone(zone), "region": region}
    location: Location = once(lambda: Location.objects.create(**fields), taken=name)
    record(Kind.LOCATION_CHANGED, at=now, by=actor, location=location.pk, about={"name": name, "added": True})
    return location


@transaction.atomic
def change_location(
    location: Location, *, name: str, zone: str, region: Region | None, by: Agent | None, now: datetime
) -> None:
    """The location has this name, zone and region. Raises NotAllowed, Taken, Unfit."""
    actor = admit(by)
    changed = alter(location, name=name, zone=check_zone(zone), region_id=region.pk if region else None)
    if changed:
        about = {"name": name, "changed": changed}
        record(Kind.LOCATION_CHANGED, at=now, by=actor, location=location.pk, about=about)


@transaction.atomic
def close_location(location: Location, *, by: Agent | None, now: datetime) -> None:
    """The location is closed. Twice is once. Raises NotAllowed, and StillNeeded while one of its teams is open."""
    actor = admit(by)
    names = list(Team.objects.filter(location=location, is_active=True).order_by("name").values_list("name", flat=True))
    if names:
        raise StillNeeded(
            _("%(location)s still has teams: %(names)s. Close them first.")
            % {"location": location, "names": ", ".join(names)}
        )
    if Location.objects.filter(pk=location.pk, is_active=True).update(is_active=False):
        location.is_active = False
        record(
            Kind.LOCATION_CHANGED, at=now, by=actor, location=location.pk, about={"name": location.name, "closed": True}
        )


@transaction.atomic
def add_region(name: str, *, by: Agent | None, now: datetime) -> Region:
    """A new region. Raises NotAllowed, Taken."""
    actor = admit(by)
    region: Region = once(lambda: Region.objects.create(name=name), taken=name)
    record(Kind.LOCATION_CHANGED, at=now, by=actor, about={"region": region.pk, "name": name, "added": True})
    return region


@transaction.atomic
def rename_region(region: Region, name: str, *, by: Agent | None, now: datetime) -> None:
    """The region has this name. Raises NotAllowed, Taken."""
    actor = admit(by)
    changed = alter(region, name=name)
    if changed:
        record(Kind.LOCATION_CHANGED, at=now, by=actor, about={"region": region.pk, "name": name, "changed": changed})


@transaction.atomic
def remove_region(region: Region, *, by: Agent | None, now: datetime) -> None:
    """The region is gone. Raises NotAllowed, and StillNeeded while it has locations or a regional manager."""
    actor = admit(by)
    if region.locations.exists() or Role.objects.filter(region=region).exists():
        raise StillNeeded(_("%(region)s still has locations or a regional manager.") % {"region": region})
    number, name = region.pk, region.name
    region.delete()
    record(Kind.LOCATION_CHANGED, at=now, by=actor, about={"region": number, "name": name, "removed": True})
