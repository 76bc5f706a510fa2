"""Service targets: which one applies, and when it is due. Pure: what they say is in the rows of `Target`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from makegood.clocks.hours import ALWAYS, Hours
from makegood.clocks.models import AtEnd, Kind, Target, Unit, WarnIn

MINUTE = timedelta(minutes=1)
LONGEST_DAYS = 365

# What is owed where no target says otherwise. A solution is owed by a target alone.
USUAL: dict[str, Target] = {
    Kind.FIRST_RESPONSE: Target(kind=Kind.FIRST_RESPONSE, amount=1, unit=Unit.DAYS),
    Kind.NEXT_RESPONSE: Target(kind=Kind.NEXT_RESPONSE, amount=1, unit=Unit.DAYS),
    Kind.LOOK_AGAIN: Target(kind=Kind.LOOK_AGAIN, amount=3, unit=Unit.DAYS),
    Kind.CALLBACK: Target(kind=Kind.CALLBACK, amount=240, unit=Unit.MINUTES),
}
# What an admin may set a target for.
KINDS = (Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE, Kind.RESOLUTION, Kind.CALLBACK)


@dataclass(frozen=True, slots=True)
class Matter:
    """What decides which target applies: who has it, how it came, its tags, and the group of its customer."""

    team: int
    channel: str = ""
    tags: frozenset[str] = frozenset()
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What an admin says of a target; see `Target`."""

    kind: str
    amount: int
    unit: str
    team_id: int | None = None
    channel: str = ""
    tag: str = ""
    group_id: int | None = None
    warn: int = 0
    warn_in: str = WarnIn.PERCENT.value
    pauses: bool = False
    at_end: str = AtEnd.TELL.value


@dataclass(frozen=True, slots=True)
class Times:
    """When a clock is due and when its handler is first called: to warn, where the target says so, else when due."""

    due_at: datetime
    turn_at: datetime
    hours: int | None = None
    target: int | None = None


@dataclass(frozen=True)
class Book:
    """All office hours and all service targets, as they stood in one edition."""

    mark: str = ""
    hours: Mapping[int, Hours] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()

    def hours_of(self, hours: int | None) -> Hours:
        """The hours of this number; always open without one."""
        return self.hours.get(hours or 0, ALWAYS)

    def target(self, number: int | None) -> Target | None:
        """The target of this number; None when it is gone, or there was none."""
        return next((one for one in self.targets if one.pk == number), None)

    def target_for(self, kind: str, matter: Matter) -> Target | None:
        """What is owed; None: nothing of the kind."""
        return best(self.targets, kind, matter) or USUAL.get(kind)

    def times(self, kind: str, matter: Matter, *, at: datetime, hours: int | None) -> Times | None:
        """When a clock that starts then, in these hours, is due; None: nothing of the kind is owed."""
        target = self.target_for(kind, matter)
        if target is None:
            return None
        due = due_at(target, self.hours_of(hours), at=at)
        warn = warn_at(target, self.hours_of(hours), at=at, due=due)
        return Times(due, warn or due, hours, target.pk)


def best(targets: Iterable[Target], kind: str, matter: Matter) -> Target | None:
    """The target with the most conditions, all of which are met; None when there is none.

    Of as many: by group before by tag before by team before by channel; then the shorter, then the older.
    """
    fitting = [one for one in targets if one.kind == kind and applies(one, matter)]
    return min(fitting, key=_order, default=None)


def applies(target: Target, matter: Matter) -> bool:
    """All of the target's conditions are met."""
    return (
        target.group_id in (None, matter.group)
        and target.team_id in (None, matter.team)
        and target.channel in ("", matter.channel)
        and (not target.tag or target.tag in matter.tags)
    )


def _order(target: Target) -> tuple[object, ...]:
    named = (target.group_id is not None, bool(target.tag), target.team_id is not None, bool(target.channel))
    length = target.amount * (24 * 60 if target.unit == Unit.DAYS else 1)
    return -sum(named), *(not one for one in named), length, target.pk


def due_at(target: Target, hours: Hours, *, at: datetime) -> datetime:
    """When what is owed since then must be done."""
    if target.unit == Unit.DAYS:
        return hours.add_days(at, target.amount)
    return hours.add(at, target.amount * MINUTE)


def warn_at(target: Target, hours: Hours, *, at: datetime, due: datetime) -> datetime | None:
    """When a warning is given; None: never, or the warning's time would have begun before the clock."""
    if not target.warn:
        return None
    before = target.warn * MINUTE
    if target.warn_in == WarnIn.PERCENT:
        before = hours.between(at, due) * target.warn / 100
    warned = hours.before(due, before)
    return warned if at < warned < due else None


def why_not(said: Said) -> str:
    """Empty when a target may say so; else the reason, in words."""
    longest = LONGEST_DAYS if said.unit == Unit.DAYS else LONGEST_DAYS * 24 * 60
    if said.kind not in KINDS:
        return _("Choose what is owed: a first answer, an answer, a solution, or a call back.")
    if said.unit not in Unit.values or said.warn_in not in WarnIn.values or said.at_end not in AtEnd.values:
        return _("Choose from what is offered.")
    if not 0 < said.amount <= longest:
        return _("It takes some time, and %(longest_days)s days at most.") % {"longest_days": LONGEST_DAYS}
    if said.warn_in == WarnIn.PERCENT and said.warn >= 100:
        return _("A warning comes after the start: less than 100 percent of its time before the end.")
    if said.pauses and said.kind != Kind.RESOLUTION:
        return _("Only a solution can pause while we wait for the customer; nothing else runs then.")
    return ""


def breadth(target: Target) -> int:
    """How many conditions it has; 0: it applies to all."""
    return sum((target.group_id is not None, bool(target.tag), target.team_id is not None, bool(target.channel)))
