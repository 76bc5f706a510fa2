"""Office hours: named sets of them, and who keeps which."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from makegood.clocks import acts as clocks
from makegood.clocks.hours import Hours
from makegood.clocks.models import OfficeHours
from makegood.clocks.public_days import countries, subdivisions
from makegood.people.acts.common import admit, alter, once
from makegood.people.duty import watching
from makegood.people.models import Agent, Location, Role, Team
from makegood.people.rules import StillNeeded, Unfit, check_zone
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


@transaction.atomic
def add_hours(name: str, hours: Hours, *, by: Agent | None, now: datetime) -> OfficeHours:
    """A new set of office hours that nobody keeps yet. Raises NotAllowed, Taken, Unfit."""
    actor = admit(by)
    columns = _columns(hours)
    made: OfficeHours = once(lambda: OfficeHours.objects.create(name=_named(name), **columns), taken=name)
    clocks.turn_the_page(teams=(), at=now)
    record(Kind.HOURS_CHANGED, at=now, by=actor, about={"hours": made.pk, "name": made.name, "added": True})
    return made


@transaction.atomic
def change_hours(office: OfficeHours, name: str, hours: Hours, *, by: Agent | None, now: datetime) -> None:
    """The set has this name and these hours; clocks that count in them follow.

    Raises NotAllowed, Taken, Unfit, and StillNeeded when somebody must stand in first for who would never be on duty.
    """
    actor = admit(by)
    changed = alter(office, name=_named(name), **_columns(hours))
    if changed:
        _follow(_keeping(office), now=now)
        about = {"hours": office.pk, "name": office.name, "changed": sorted(changed)}
        record(Kind.HOURS_CHANGED, at=now, by=actor, about=about)


@transaction.atomic
def remove_hours(office: OfficeHours, *, by: Agent | None, now: datetime) -> None:
    """There is no such set any more. Raises NotAllowed, and StillNeeded while a team or location keeps these hours."""
    actor = admit(by)
    using = [str(one) for one in (*office.locations.order_by("name"), *office.teams.order_by("name"))]
    if using:
        raise StillNeeded(
            _("%(office)s are the hours of %(using)s. Choose others there first.")
            % {"office": office, "using": ", ".join(using)}
        )
    number, name = office.pk, office.name
    office.delete()
    clocks.turn_the_page(teams=(), at=now)
    record(Kind.HOURS_CHANGED, at=now, by=actor, about={"hours": number, "name": name, "removed": True})


@transaction.atomic
def keep_hours(place: Location | Team, hours: OfficeHours | None, *, by: Agent | None, now: datetime) -> None:
    """The location or team keeps these hours. None: a team has its location's, a location is always open.

    Clocks that run for it follow. Raises NotAllowed, StillNeeded.
    """
    actor = admit(by)
    had = place.hours
    if not alter(place, hours=hours):
        return
    is_team = isinstance(place, Team)
    teams = Team.objects.filter(pk=place.pk) if is_team else Team.objects.filter(location=place.pk, hours=None)
    _follow(set(teams.values_list("pk", flat=True)), now=now)
    where: dict[str, Any] = {"team": place.pk} if is_team else {"location": place.pk}
    changed = {"hours": [str(one) if one else "" for one in (had, hours)]}
    kind = Kind.TEAM_CHANGED if is_team else Kind.LOCATION_CHANGED
    record(kind, at=now, by=actor, about={"name": place.name, "changed": changed}, **where)


def _follow(teams: Collection[int], *, now: datetime) -> None:
    """Clocks count in the new hours, which are also when those work there who have no roster."""
    clocks.turn_the_page(teams=teams, at=now)
    members = Role.objects.filter(team__in=teams, agent__is_active=True)
    watching.changed(set(members.values_list("agent_id", flat=True)), at=now)


def _keeping(office: OfficeHours) -> Collection[int]:
    """The teams whose hours these are, their own or their location's."""
    teams = Team.objects.filter(Q(hours=office) | Q(hours=None, location__hours=office))
    return set(teams.values_list("pk", flat=True))


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Unfit(_("Give them a name, like “Shop hours”."))
    return name[:120]


def _columns(hours: Hours) -> dict[str, Any]:
    """The hours as columns of a row. Raises Unfit for a zone, country or region that there is not."""
    check_zone(hours.zone)
    if hours.country and hours.country not in countries():
        raise Unfit(
            _("No holidays are known of a country %(country)r. It has two letters, like DE.")
            % {"country": hours.country}
        )
    if hours.subdivision and hours.subdivision not in subdivisions(hours.country):
        raise Unfit(_("There is no region %(subdivision)r in that country.") % {"subdivision": hours.subdivision})
    return {
        "zone": hours.zone,
        "week": [[list(span) for span in sorted(day)] for day in hours.week] if any(hours.week) else [],
        "special": {day.isoformat(): [list(span) for span in sorted(spans)] for day, spans in sorted(hours.special)},
        "country": hours.country,
        "subdivision": hours.subdivision,
    }
