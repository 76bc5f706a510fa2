"""Who may be given a conversation: somebody who works here, may see it, and is on duty."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

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
        raise rules.Refused(_("%(team)s is closed. Choose another team.") % {"team": team})
    if to is None:
        return
    if not to.is_active:
        raise rules.Refused(_("%(to)s no longer works here. Choose someone else.") % {"to": to})
    if not people.standing(to).audience.includes(team.pk):
        raise rules.Refused(
            _("%(to)s cannot see what %(team)s has. Choose someone of that team.") % {"to": to, "team": team}
        )
    if to.pk != by.pk:
        _refuse_off_duty(to, team, by=by, at=at)


def _refuse_off_duty(to: Agent, team: Team, *, by: Agent, at: datetime) -> None:
    status = duty.duty_of(to.pk, at=at)
    if status.is_on:
        return
    taker = duty.takers(to.pk, [team.pk], at=at)[team.pk]
    comes = taker is not None and taker.how is How.SUBSTITUTE and taker.at <= at
    stand_in = duty.name_of(taker.agent) if taker and comes else ""
    offer = (
        _("Give it to %(stand_in)s, who stands in, or leave it to %(team)s.") % {"stand_in": stand_in, "team": team}
        if stand_in
        else _("Leave it to %(team)s.") % {"team": team}
    )
    words = f"{to}: {status.words(now=at, zone=people.zone_of(by))}. {offer}"
    raise rules.OffDuty(words, stand_in=taker.agent if taker and comes else None)
