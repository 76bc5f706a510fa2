""" "I'm on" and "I'm off": what people say of themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.people.duty.acts.common import admit_self, lock, settle
from makegood.people.duty.models import Override
from makegood.people.duty.queries import persons
from makegood.people.duty.rules import is_away, on_duty
from makegood.people.models import Agent
from makegood.people.rules import StillNeeded
from makegood.timeline.kinds import Kind


def say_on(agent: Agent, *, by: Agent, at: datetime) -> None:
    """The agent is on duty, until the roster changes next. Twice is once.

    Raises NotAllowed for anyone else, and StillNeeded while they are noted as away: that absence is ended first.
    """
    _say(agent, is_on=True, by=by, at=at)


def say_off(agent: Agent, *, by: Agent, at: datetime) -> None:
    """The agent is off duty, until the roster changes next; without one, until the next opening. Twice is once.

    Raises NotAllowed for anyone else, and StillNeeded when somebody who watches needs them.
    """
    _say(agent, is_on=False, by=by, at=at)


@transaction.atomic
def _say(agent: Agent, *, is_on: bool, by: Agent, at: datetime) -> None:
    actor = admit_self(by, agent)
    lock(agent)
    person = persons([agent.pk], at=at)[agent.pk]
    if is_away(person, at):
        raise StillNeeded(_("You are noted as away. End that absence first.") if is_on else _("You are noted as away."))
    if on_duty(person, at) == is_on:
        return
    if on_duty(replace(person, said=None), at) == is_on:  # as the roster says: nothing of one's own is left to say
        Override.objects.filter(agent=agent).delete()
    else:
        Override.objects.update_or_create(agent=agent, defaults={"is_on": is_on, "at": at})
    settle(Kind.DUTY_SAID, agent, by=actor, at=at, about={"on": is_on})
