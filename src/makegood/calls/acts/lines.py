"""The numbers at which we are called, and how often we try."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base.phones import number_in
from makegood.calls import rules
from makegood.calls.models import Habits, Line
from makegood.calls.rules import Trying
from makegood.people.acts.common import admit, alter, once
from makegood.people.models import Agent, Team
from makegood.people.queries import phone_region
from makegood.people.rules import Unfit
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind

HOUR = timedelta(hours=1)


@transaction.atomic
def add_line(number: str, *, name: str, team: Team, by: Agent | None, at: datetime) -> Line:
    """Calls to this number are the team's. Raises NotAllowed, Taken, Unfit."""
    actor, number = admit(by), _number(number)
    line: Line = once(lambda: Line.objects.create(number=number, name=_name(name), team=team), taken=number)
    record(Kind.LINE_CHANGED, at=at, by=actor, about={"line": line.pk, "number": number, "added": True})
    return line


@transaction.atomic
def change_line(line: Line, *, number: str, name: str, team: Team, by: Agent | None, at: datetime) -> None:
    """The line has this number, name and team. Raises NotAllowed, Taken, Unfit."""
    actor, before = admit(by), line.team
    if changed := alter(line, number=_number(number), name=_name(name), team_id=team.pk):
        if changed.pop("team_id", None):
            changed["team"] = [before.name, team.name]
        record(Kind.LINE_CHANGED, at=at, by=actor, about={"line": line.pk, "number": line.number, "changed": changed})


@transaction.atomic
def remove_line(line: Line, *, by: Agent | None, at: datetime) -> None:
    """It is a number of ours no more; `bring_line_back` is the way back. Raises NotAllowed."""
    actor = admit(by)
    if Line.objects.filter(pk=line.pk, removed_at=None).update(removed_at=at):
        record(Kind.LINE_CHANGED, at=at, by=actor, about={"line": line.pk, "number": line.number, "removed": True})


@transaction.atomic
def bring_line_back(line: Line, *, by: Agent | None, at: datetime) -> None:
    """What was removed is a number of ours again, as it was. Raises NotAllowed, Taken."""
    actor, gone = admit(by), Line.objects.filter(pk=line.pk, removed_at__isnull=False)
    if once(lambda: gone.update(removed_at=None), taken=line.number):
        record(Kind.LINE_CHANGED, at=at, by=actor, about={"line": line.pk, "number": line.number, "added": True})


@transaction.atomic
def set_tries(trying: Trying, *, by: Agent | None, at: datetime) -> None:
    """So often, and at this distance, we call before we write instead. Raises NotAllowed, Unfit."""
    actor = admit(by)
    if why := rules.why_not_try(trying):
        raise Unfit(why)
    habits, _new = Habits.objects.get_or_create(pk=1)
    hours = {"hours_first": trying.first // HOUR, "hours_later": trying.later // HOUR}
    if changed := alter(habits, tries=trying.tries, **hours):
        record(Kind.SETTINGS_CHANGED, at=at, by=actor, about={"what": "phone", "changed": changed})


def _number(said: str) -> str:
    number = number_in(said, region=phone_region())
    if not number:
        raise Unfit(_("This is no telephone number. Write it with its country code, such as +49 30 123456."))
    return number


def _name(said: str) -> str:
    return " ".join(said.split())[:120]
