"""The numbers at which we are called, and how often we try."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base.phones import number_in
from makegood.calls.models import Habits, Line
from makegood.people.acts.common import admit, alter, once
from makegood.people.models import Agent, Team
from makegood.people.queries import phone_region
from makegood.people.rules import Unfit
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


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
    actor = admit(by)
    if changed := alter(line, number=_number(number), name=_name(name), team=team):
        record(Kind.LINE_CHANGED, at=at, by=actor, about={"line": line.pk, "number": line.number, "changed": changed})


@transaction.atomic
def remove_line(line: Line, *, by: Agent | None, at: datetime) -> None:
    """Calls to this number are the first team's. Raises NotAllowed."""
    actor, number, pk = admit(by), line.number, line.pk
    line.delete()
    record(Kind.LINE_CHANGED, at=at, by=actor, about={"line": pk, "number": number, "removed": True})


@transaction.atomic
def set_tries(tries: int, *, by: Agent | None, at: datetime) -> None:
    """So often we call before we write instead. Raises NotAllowed, Unfit."""
    actor = admit(by)
    if not 1 <= tries <= 9:
        raise Unfit(_("Call once at least, and 9 times at most."))
    habits, _new = Habits.objects.get_or_create(pk=1)
    if changed := alter(habits, tries=tries):
        record(Kind.SETTINGS_CHANGED, at=at, by=actor, about={"what": "phone", "changed": changed})


def _number(said: str) -> str:
    number = number_in(said, region=phone_region())
    if not number:
        raise Unfit(_("This is no telephone number. Write it with its country code, such as +49 30 123456."))
    return number


def _name(said: str) -> str:
    return " ".join(said.split())[:120]
