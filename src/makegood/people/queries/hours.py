"""When teams are open."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from makegood.base.plain import ask
from makegood.base.rows import among
from makegood.clocks.hours import Hours
from makegood.clocks.queries import book
from makegood.people.models import Location, Team

KEPT = """SELECT t.id, COALESCE(t.hours_id, l.hours_id)
    FROM people_team t JOIN people_location l ON l.id = t.location_id WHERE t.id IN (?)"""

KEPT_BY_LOCATION = "SELECT hours_id FROM people_location WHERE id = %s"


def hours_ids(teams: Iterable[int]) -> dict[int, int | None]:
    """Which set of office hours each team keeps, its own or its location's; None: always open. One query."""
    return dict(among(KEPT, set(teams)))


def hours_of_all(teams: Collection[int]) -> dict[int, Hours]:
    """When each of these teams is open. Two queries."""
    known = book()
    kept = hours_ids(teams) if known.hours else {}
    return {team: known.hours_of(kept.get(team)) for team in teams}


def hours_of(team: int) -> Hours:
    """When the team is open. Two queries, and no more however often it is asked."""
    return hours_of_all([team])[team]


def hours_of_location(location: int) -> Hours:
    """When the location is open. Two queries."""
    return book().hours_of(next((hours for (hours,) in ask(KEPT_BY_LOCATION, [location])), None))


def never_open(now: datetime) -> list[Team]:
    """Open teams in whose hours nothing opens within 14 days, so that their clocks run by the calendar. By name."""
    teams = list(Team.objects.filter(is_active=True).select_related("location").order_by("name", "pk"))
    kept, known = hours_ids(team.pk for team in teams), book()
    return [team for team in teams if known.hours_of(kept[team.pk]).next_open(now) is None]


def keepers() -> dict[int | None, list[str]]:
    """Which open locations and teams keep each set of hours; under None the locations that keep none. Two queries."""
    found: dict[int | None, list[str]] = {}
    for name, hours in Location.objects.filter(is_active=True).order_by("name").values_list("name", "hours_id"):
        found.setdefault(hours, []).append(name)
    teams = Team.objects.filter(is_active=True, hours__isnull=False).order_by("name")
    for name, hours in teams.values_list("name", "hours_id"):
        found.setdefault(hours, []).append(name)
    return found
