"""Service targets: how soon something is owed, and to whom that applies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.clocks import acts as clocks
from makegood.clocks import rules
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.models import Target
from makegood.clocks.targets import Said, why_not
from makegood.people.acts.common import admit, alter, once
from makegood.people.models import Agent, Team
from makegood.people.rules import Taken, Unfit
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


@transaction.atomic
def add_target(said: Said, *, by: Agent | None, now: datetime) -> Target:
    """This is owed from now on, and running response clocks follow. Raises NotAllowed, Taken, Unfit."""
    actor = admit(by)
    said = _fitting(said)
    with _told_if_taken():
        made: Target = once(lambda: Target.objects.create(**asdict(said)), taken="")
    _follow(made.kind, {made.team_id}, now=now)
    record(Kind.TARGET_CHANGED, at=now, by=actor, about={"target": made.pk, "name": str(made), "added": True})
    return made


@transaction.atomic
def change_target(target: Target, said: Said, *, by: Agent | None, now: datetime) -> None:
    """The target says this; running response clocks follow, and none is due later. Raises NotAllowed, Taken, Unfit."""
    actor = admit(by)
    said, had = _fitting(replace(said, kind=target.kind)), target.team_id
    with _told_if_taken():
        changed = alter(target, **asdict(said))
    if changed:
        _follow(target.kind, {had, target.team_id}, now=now)
        about = {"target": target.pk, "name": str(target), "changed": changed}
        record(Kind.TARGET_CHANGED, at=now, by=actor, about=about)


@transaction.atomic
def remove_target(target: Target, *, by: Agent | None, now: datetime) -> None:
    """It is no longer owed; what runs already keeps its time. Raises NotAllowed."""
    actor = admit(by)
    number, kind, team = target.pk, target.kind, target.team_id
    target.delete()
    _follow(kind, {team}, now=now)
    record(Kind.TARGET_CHANGED, at=now, by=actor, about={"target": number, "name": str(target), "removed": True})


@contextmanager
def _told_if_taken() -> Iterator[None]:
    try:
        yield
    except Taken as error:
        raise Taken(_("There is a target with just these conditions already. Change that one.")) from error


def _fitting(said: Said) -> Said:
    if why := why_not(said):
        raise Unfit(why)
    if said.team_id is not None and not Team.objects.filter(pk=said.team_id, is_active=True).exists():
        raise Unfit(_("There is no such team."))
    return said


def _follow(kind: str, teams: set[int | None], *, now: datetime) -> None:
    """Only response clocks are counted anew; what else runs has been said."""
    named: set[int] | None = {team for team in teams if team is not None}
    if ClockKind(kind) not in rules.RESPONSES:
        named = set()
    elif None in teams:
        named = None
    clocks.turn_the_page(teams=named, at=now)
