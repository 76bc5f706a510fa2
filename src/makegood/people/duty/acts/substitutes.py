"""Who stands in for whom."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from makegood.base.transactions import alone
from makegood.people.duty.acts.common import admit_own, check_insists, lock, settle
from makegood.people.duty.models import Substitute
from makegood.people.duty.rules.standing_in import StandIn, circle
from makegood.people.models import Agent
from makegood.people.rules import Taken, Unfit
from makegood.timeline.kinds import Kind

CHAINS = "people.substitutes"


@transaction.atomic
def set_substitute(
    agent: Agent, stand_in: Agent, *, since: datetime, until: datetime | None, by: Agent | None, at: datetime
) -> Substitute:
    """The other stands in for the agent from then until then (None: until it is ended), after those named before.

    Raises NotAllowed, Unfit for who cannot or would close a circle, Taken when they stand in at that time already.
    """
    actor = admit_own(by, agent)
    alone(CHAINS)  # two that are set at once could close a circle that neither sees
    lock(agent)
    lock(stand_in)
    if agent.pk == stand_in.pk:
        raise Unfit(_("Nobody can stand in for themselves. Choose somebody else."))
    if until is not None and (until <= since or until <= at):
        raise Unfit(_("Standing in ends after it begins, and later than now."))
    new = StandIn(agent.pk, stand_in.pk, since, until)
    _check_fit(new, since=since, until=until)
    place = (Substitute.objects.filter(agent=agent).aggregate(last=Max("place"))["last"] or 0) + 1
    fields = {"begins_at": since, "ends_at": until, "place": place}
    made = Substitute.objects.create(agent=agent, stand_in=stand_in, **fields)
    settle(Kind.SUBSTITUTE_SET, agent, by=actor, at=at, about=_about(made))
    return made


@transaction.atomic
def end_substitute(substitute: Substitute, *, by: Agent | None, at: datetime, insists: bool = False) -> None:
    """They stand in no more, or never will. Twice is once. Raises NotAllowed, StillNeeded; an admin may insist."""
    actor = admit_own(by, substitute.agent)
    check_insists(by, insists=insists)
    lock(substitute.agent)
    running = Substitute.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), pk=substitute.pk)
    if running.delete()[0] if substitute.begins_at >= at else running.update(ends_at=at):
        settle(Kind.SUBSTITUTE_ENDED, substitute.agent, by=actor, at=at, about=_about(substitute), insists=insists)


def _check_fit(new: StandIn, *, since: datetime, until: datetime | None) -> None:
    later = Substitute.objects.filter(Q(ends_at=None) | Q(ends_at__gt=since))
    if until is not None:
        later = later.filter(begins_at__lt=until)
    links = [StandIn(*row) for row in later.values_list("agent_id", "stand_in_id", "begins_at", "ends_at")]
    if any((one.agent, one.stand_in) == (new.agent, new.stand_in) for one in links):
        raise Taken(_("They stand in at that time already."))
    people = circle(new, links)
    if people:
        names = dict(Agent.objects.filter(pk__in=people).values_list("pk", "name"))
        way = ", for whom stands in ".join(names[pk] for pk in people)
        raise Unfit(_("That would be a circle: %(way)s. Choose somebody else, or another time.") % {"way": way})


def _about(substitute: Substitute) -> dict[str, object]:
    until = substitute.ends_at.isoformat() if substitute.ends_at else None
    return {"stand_in": substitute.stand_in_id, "from": substitute.begins_at.isoformat(), "until": until}
