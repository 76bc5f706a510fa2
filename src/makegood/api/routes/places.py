"""Settings: the company, its locations, teams and regions."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from makegood.api.bearer import Bearer, agent_of
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.settings import (
    CompanyIn,
    CompanyOut,
    GoneOut,
    HeirIn,
    LocationIn,
    LocationOut,
    NameIn,
    PlacesOut,
    RegionOut,
    TeamIn,
    TeamPlaceOut,
)
from makegood.handoffs.acts import leaving as going
from makegood.people import acts, queries
from makegood.people.models import Location, Team

router = Router(tags=["settings: places"], auth=Bearer(admin=True))
ALSO = (404, 409)
TEAM, LOCATION, REGION = "/settings/teams", "/settings/locations", "/settings/regions"


@router.get("/settings/company", response=answers(CompanyOut), summary="Get the company")
def company(request: HttpRequest) -> CompanyOut:
    """Name, time zone, currency; a name of "" until the first admin has said it."""
    found = queries.company()
    return CompanyOut.model_validate(found) if found else CompanyOut(name="", zone="UTC", currency="EUR")


@router.put("/settings/company", response=answers(CompanyOut), summary="Change the company")
def change_company(request: HttpRequest, said: CompanyIn) -> CompanyOut:
    """Name, time zone, currency."""
    acts.change_company(**said.model_dump(), by=agent_of(request), now=timezone.now())
    return company(request)


@router.get("/settings/places", response=answers(PlacesOut), summary="List locations, teams and regions")
def places(request: HttpRequest) -> PlacesOut:
    """All of them, closed ones too."""
    regions = [RegionOut(id=pk, name=name) for pk, name in queries.region_names().items()]
    return PlacesOut(locations=[_location(one) for one in queries.places()], regions=regions)


@router.post(TEAM, response=answers(TeamPlaceOut, status=201, also=ALSO), summary="Add a team")
def add_team(request: HttpRequest, said: TeamIn) -> Status[TeamPlaceOut]:
    """A new team at a location."""
    team = acts.add_team(said.name, queries.location(said.location), by=agent_of(request), now=timezone.now())
    return Status(201, _team(team))


@router.put(TEAM + "/{pk}", response=answers(TeamPlaceOut, also=ALSO), summary="Rename a team")
def rename_team(request: HttpRequest, pk: PathId, said: NameIn) -> TeamPlaceOut:
    """The team has this name."""
    acts.rename_team(queries.team(pk), said.name, by=agent_of(request), now=timezone.now())
    return _team(queries.team(pk))


@router.post(TEAM + "/{pk}/close", response=answers(GoneOut, also=ALSO), summary="Close a team")
def close_team(request: HttpRequest, pk: PathId, said: HeirIn) -> GoneOut:
    """It takes no more work; mailboxes and what is open go to the heir, another team."""
    heir = queries.team(said.heir) if said.heir else None
    passed_on = going.close_team(queries.team(pk), heir=heir, by=agent_of(request), now=timezone.now())
    return GoneOut(passed_on=passed_on)


@router.post(LOCATION, response=answers(LocationOut, status=201, also=ALSO), summary="Add a location")
def add_location(request: HttpRequest, said: LocationIn) -> Status[LocationOut]:
    """A new location."""
    region = queries.region(said.region) if said.region else None
    made = acts.add_location(said.name, zone=said.zone, region=region, by=agent_of(request), now=timezone.now())
    return Status(201, _location(made))


@router.put(LOCATION + "/{pk}", response=answers(LocationOut, also=ALSO), summary="Change a location")
def change_location(request: HttpRequest, pk: PathId, said: LocationIn) -> LocationOut:
    """Name, zone and region."""
    found, region = queries.location(pk), queries.region(said.region) if said.region else None
    acts.change_location(found, name=said.name, zone=said.zone, region=region, by=agent_of(request), now=timezone.now())
    return _location(queries.location(pk))


@router.post(LOCATION + "/{pk}/close", response=answers(LocationOut, also=ALSO), summary="Close a location")
def close_location(request: HttpRequest, pk: PathId) -> LocationOut:
    """Closed, once its teams are."""
    going.close_location(queries.location(pk), by=agent_of(request), now=timezone.now())
    return _location(queries.location(pk))


@router.post(REGION, response=answers(RegionOut, status=201, also=(409,)), summary="Add a region")
def add_region(request: HttpRequest, said: NameIn) -> Status[RegionOut]:
    """A new region."""
    region = acts.add_region(said.name, by=agent_of(request), now=timezone.now())
    return Status(201, RegionOut.model_validate(region))


@router.put(REGION + "/{pk}", response=answers(RegionOut, also=ALSO), summary="Rename a region")
def rename_region(request: HttpRequest, pk: PathId, said: NameIn) -> RegionOut:
    """The region has this name."""
    acts.rename_region(queries.region(pk), said.name, by=agent_of(request), now=timezone.now())
    return RegionOut.model_validate(queries.region(pk))


@router.delete(REGION + "/{pk}", response=answers(None, status=204, also=ALSO), summary="Remove a region")
def remove_region(request: HttpRequest, pk: PathId) -> Status[None]:
    """There is no such region any more; only while nothing is in it."""
    acts.remove_region(queries.region(pk), by=agent_of(request), now=timezone.now())
    return Status(204, None)


def _team(one: Team) -> TeamPlaceOut:
    return TeamPlaceOut(id=one.pk, name=one.name, is_active=one.is_active, hours=one.hours_id)


def _location(one: Location) -> LocationOut:
    teams = [_team(team) for team in one.teams.all()]
    return LocationOut(
        id=one.pk,
        name=one.name,
        zone=one.zone,
        region=one.region_id,
        hours=one.hours_id,
        is_active=one.is_active,
        teams=teams,
    )
