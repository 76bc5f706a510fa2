"""Where we look: added, changed, switched off, looked at anew, by an admin; and the model that may propose."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.base import secrets
from makegood.base.places import place_of
from makegood.mentions import rules
from makegood.mentions.models import Endpoint, Source, SourceKind
from makegood.mentions.rules import Placed
from makegood.people.acts.common import admit, alter, once
from makegood.people.models import Agent, Team
from makegood.people.rules import Unfit
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


@transaction.atomic
def add(placed: Placed, *, team: Team, by: Agent | None, at: datetime) -> Source:
    """A new source, which is looked at now. Raises NotAllowed, Taken, Unfit."""
    actor, placed = admit(by), _fit(placed, team)
    made: Source = once(
        lambda: Source.objects.create(
            team=team, token=secrets.seal(placed.token), made_at=at, next_at=at, **_columns(placed)
        ),
        taken=placed.name,
    )
    _say(made, actor, at=at, added=True)
    plan(made, run_at=at)
    return made


@transaction.atomic
def change(source: Source, placed: Placed, *, team: Team, by: Agent | None, at: datetime) -> None:
    """It is this from now on, and looked at now. Where it leads elsewhere it is read from the beginning.

    Raises NotAllowed, Taken, Unfit.
    """
    actor, placed = admit(by), _fit(placed, team)
    source = Source.objects.select_for_update().get(pk=source.pk)
    new: dict[str, Any] = _columns(placed) | {"team": team}
    if placed.token:
        new["token"] = secrets.seal(placed.token)
    elif source.address != placed.address and not _same_place(source.address, placed.address):
        new["token"] = ""  # what opens one place is told to no other
    if not source.leads_where(Source(**_columns(placed))):
        new["mark"] = {}
    if changed := alter(source, **new):
        _say(source, actor, at=at, fields=sorted(changed))
        look_again(source, at=at)


@transaction.atomic
def switch(source: Source, *, on: bool, by: Agent | None, at: datetime) -> None:
    """It is looked at, or not any more. Twice is once. Raises NotAllowed."""
    actor = admit(by)
    if alter(source, is_active=on):
        _say(source, actor, at=at, on=on)
        if on:
            look_again(source, at=at)


@transaction.atomic
def look_now(source: Source, *, by: Agent | None, at: datetime) -> None:
    """It is looked at now, whatever went wrong before. Raises NotAllowed."""
    admit(by)
    look_again(source, at=at)


def look_again(source: Source, *, at: datetime) -> None:
    """Inside an act: its pauses are over."""
    Source.objects.filter(pk=source.pk).update(fails=0, next_at=at)
    plan(source, run_at=at)


def plan(source: Source, *, run_at: datetime) -> None:
    """The worker looks there, then."""
    agenda.plan("social", f"social:{source.pk}", run_at=run_at, about={"source": source.pk})


def _same_place(one: str, other: str) -> bool:
    try:
        return place_of(one) == place_of(other)
    except ValueError:
        return False


def _fit(placed: Placed, team: Team) -> Placed:
    name = " ".join(placed.name.split())
    if placed.kind == SourceKind.TABLE:  # it leads nowhere
        clean = Placed(name, placed.kind, "")
    else:
        what = " ".join(placed.what.split())
        clean = Placed(name, placed.kind, placed.address.strip(), what, placed.token.strip(), placed.is_inside)
    if why := rules.why_not_source(clean):
        raise Unfit(why)
    if not team.is_active:
        raise Unfit(_("%(team)s is closed. Choose another team.") % {"team": team})
    return clean


def _columns(placed: Placed) -> dict[str, Any]:
    return {name: getattr(placed, name) for name in ("name", "kind", "address", "what", "is_inside")}


def _say(source: Source, actor: int | None, *, at: datetime, **more: Any) -> None:
    about = {"source": source.pk, "name": source.name, "kind": source.kind} | more
    record(Kind.MENTION_SOURCE_CHANGED, at=at, by=actor, team=source.team_id, about=about)


@transaction.atomic
def set_endpoint(
    address: str, *, model: str, key: str, is_inside: bool, is_on: bool, by: Agent | None, at: datetime
) -> Endpoint:
    """This model may propose episodes, or none may. `key` "" keeps the one that is known, at the same place.

    Raises NotAllowed, Unfit.
    """
    actor, address, model, key = admit(by), address.strip(), model.strip(), key.strip()
    why = rules.why_not_endpoint(address, model=model, key=key, is_inside=is_inside)
    if why:
        raise Unfit(why)
    known = Endpoint.objects.select_for_update().order_by("pk").first()
    sealed = secrets.seal(key)
    if not key and known and place_of(known.address) == place_of(address):
        sealed = known.key
    said = {"address": address, "model": model, "key": sealed, "is_inside": is_inside, "is_on": is_on, "trouble": ""}
    endpoint = Endpoint.objects.update_or_create(pk=known.pk if known else 1, defaults=said)[0]
    about = {"what": "mentions", "model": model, "on": is_on}
    record(Kind.SETTINGS_CHANGED, at=at, by=actor, about=about)
    return endpoint


def endpoint_said(endpoint: Endpoint, trouble: str) -> None:
    """How it went the last time stands on its page; "": well."""
    Endpoint.objects.filter(pk=endpoint.pk).exclude(trouble=trouble[:300]).update(trouble=trouble[:300])
