"""Who may be given a conversation: somebody who works here, may see it, and is on duty."""

from __future__ import annotations

from datetime import datetime

from makegood.conversations import rules
from makegood.people import queries as people
from makegood.people.duty import queries as duty
from makegood.people.duty.rules import How
from makegood.people.models import Agent, Team


def refuse_unfit(to: Agent | None, team: Team, *, by: Agent, at: datetime) -> None:
    """Raises Refused, or OffDuty with who stands in, unless the person (None: nobody yet) in the team may have it.

    Who is off duty may take something themselves: they are there, after all.
    """
    if not team.is_active:
        raise rules.Refused(f"{team} is closed. Choose another team.")
    if to is None:
        return
    if not to.is_active:
        raise rules.Refused(f"{to} no longer works here. Choose someone else.")
    if not people.standing(to).audience.includes(team.pk):
        raise rules.Refused(f"{to} cannot see what {team} has. Choose someone of that team.")
    if to.pk != by.pk:
        _refuse_off_duty(to, team, by=by, at=at)


def _refuse_off_duty(to: Agent, team: Team, *, by: Agent, at: datetime) -> None:
    status = duty.duty_of(to.pk, at=at)
    if status.is_on:
        return
    taker = duty.takers(to.pk, [team.pk], at=at)[team.pk]
    comes = taker is not None and taker.how is How.SUBSTITUTE and taker.at <= at
    stand_in = duty.name_of(taker.agent) if taker and comes else ""
    offer = f"Give it to {stand_in}, who stands in, or leave it to {team}." if stand_in else f"Leave it to {team}."
    words = f"{to}: {status.words(now=at, zone=people.zone_of(by))}. {offer}"
    raise rules.OffDuty(words, stand_in=taker.agent if taker and comes else None)
