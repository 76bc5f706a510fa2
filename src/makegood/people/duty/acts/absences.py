"""Being away. Why is said to nobody but the person's leads and above, so no event carries it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.people.duty.acts.common import admit_own, check_insists, lock, settle, zone_of
from makegood.people.duty.models import Absence
from makegood.people.duty.queries.who import may_plan
from makegood.people.duty.rules.checks import check_absence
from makegood.people.models import Agent
from makegood.people.rules import NotAllowed, Taken
from makegood.timeline.kinds import Kind


@transaction.atomic
def begin_absence(
    agent: Agent,
    *,
    since: datetime,
    until: datetime | None,
    why: str = "",
    by: Agent | None,
    at: datetime,
    insists: bool = False,
) -> Absence:
    """The agent is away from then until then (None: nobody knows), and gets nothing new meanwhile.

    Each may say so of themselves from today on. Raises NotAllowed, Unfit, Taken when it overlaps another absence, and
    StillNeeded, against which an admin may insist.
    """
    actor = admit_own(by, agent)
    check_insists(by, insists=insists)
    lock(agent)
    _check_own(by, agent, since, at)
    check_absence(since, until)
    _check_free(agent, since, until)
    absence = Absence.objects.create(agent=agent, begins_at=since, ends_at=until, why=why.strip()[:300], by=by)
    _look_at_it(absence, at=max(since, at))
    settle(Kind.ABSENCE_BEGAN, agent, by=actor, at=at, about=_about(absence), insists=insists)
    return absence


@transaction.atomic
def change_absence(
    absence: Absence, *, until: datetime | None, by: Agent | None, at: datetime, insists: bool = False
) -> None:
    """The absence ends then (None: nobody knows). Again: nothing changes. Raises as begin_absence."""
    actor = admit_own(by, absence.agent)
    check_insists(by, insists=insists)
    lock(absence.agent)
    absence.refresh_from_db()
    if absence.ends_at == until:
        return
    check_absence(absence.begins_at, until)
    _check_free(absence.agent, absence.begins_at, until, but=absence.pk)
    absence.ends_at = until
    absence.save(update_fields=["ends_at"])
    _look_at_it(absence, at=max(absence.begins_at, at))
    settle(Kind.ABSENCE_CHANGED, absence.agent, by=actor, at=at, about=_about(absence), insists=insists)


@transaction.atomic
def end_absence(absence: Absence, *, by: Agent | None, at: datetime) -> None:
    """The agent is back, or, when it has not begun, does not go. Twice is once. Raises NotAllowed.

    What went to another meanwhile comes back by hand alone.
    """
    actor = admit_own(by, absence.agent)
    lock(absence.agent)
    running = Absence.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), pk=absence.pk)
    is_off = absence.begins_at >= at
    if not (running.delete()[0] if is_off else running.update(ends_at=at)):
        return
    agenda.cancel(key_of(absence.pk), now=at)
    about = _about(absence) | ({"called_off": True} if is_off else {"until": at.isoformat()})
    settle(Kind.ABSENCE_ENDED, absence.agent, by=actor, at=at, about=about)


def still_runs(absence: Absence, *, at: datetime) -> bool:
    """Whether the absence has not ended; nobody ends it until the caller's transaction does."""
    lock(absence.agent)
    return Absence.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), pk=absence.pk).exists()


def passed_on(absence: Absence, *, at: datetime) -> None:
    """It is on record since when what the person owned is another's."""
    Absence.objects.filter(pk=absence.pk, passed_on_at=None).update(passed_on_at=at)


def key_of(absence: int) -> str:
    """The key of its turn on the agenda, at which what the person owns may go to another."""
    return f"absence:{absence}"


def _look_at_it(absence: Absence, *, at: datetime) -> None:
    agenda.plan("absence", key_of(absence.pk), run_at=at, about={"absence": absence.pk})


def _check_own(by: Agent | None, agent: Agent, since: datetime, at: datetime) -> None:
    if by is None or by.pk != agent.pk or may_plan(by, agent.pk):
        return
    zone = ZoneInfo(zone_of(agent, at=at))
    if since.astimezone(zone).date() < at.astimezone(zone).date():
        raise NotAllowed(_("You can say that you are away from today on. Ask a lead to note what was before."))


def _check_free(agent: Agent, since: datetime, until: datetime | None, *, but: int = 0) -> None:
    others = Absence.objects.filter(Q(ends_at=None) | Q(ends_at__gt=since), agent=agent).exclude(pk=but)
    if until is not None:
        others = others.filter(begins_at__lt=until)
    if others.exists():
        raise Taken(
            _("%(agent)s is noted as away at that time already. Change the end of that absence.") % {"agent": agent}
        )


def _about(absence: Absence) -> dict[str, object]:
    until = absence.ends_at.isoformat() if absence.ends_at else None
    return {"absence": absence.pk, "from": absence.begins_at.isoformat(), "until": until}
