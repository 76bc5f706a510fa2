"""All reads about clocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from makegood.base.plain import ask, utc
from makegood.base.prepared import Prepared
from makegood.clocks.hours import Day, Hours
from makegood.clocks.models import Clock, Kind, OfficeHours, Target
from makegood.clocks.targets import KINDS, Book, breadth

# Every act on a conversation asks these.
RUNNING = Prepared(
    lambda: Clock.objects.filter(conversation_id=0, ended_at=None, paused_at=None).order_by("due_at", "pk")
)
PAUSED = Prepared(lambda: Clock.objects.filter(conversation_id=0, ended_at=None, paused_at__isnull=False))
ABOUT = Prepared(lambda: Clock.objects.filter(kind="").filter(about_id=0).filter(ended_at=None).order_by("pk"))
ONE = Prepared(lambda: Clock.objects.filter(pk=0, ended_at=None, paused_at=None))


def running(conversation: int) -> list[Clock]:
    """The clocks that run on the conversation, soonest first; a paused one does not. One query."""
    return RUNNING.all(conversation)


def paused(conversation: int) -> list[Clock]:
    """The clocks that do not run while the conversation waits for its customer. One query."""
    return PAUSED.all(conversation)


BESIDE = """SELECT kind, due_at, started_at, paused_at FROM clocks_clock
    WHERE conversation_id = %s AND ended_at IS NULL AND kind IN ('resolution', 'callback') ORDER BY due_at, id"""


def beside(conversation: int) -> list[tuple[str, datetime, datetime, bool]]:
    """What is owed beside an answer: kind, when it is due, since when, and whether it is paused. One query."""
    rows = ask(BESIDE, (conversation,))
    return [(kind, utc(due), utc(started), paused is not None) for kind, due, started, paused in rows]


def running_about(kind: str, about: int) -> Clock | None:
    """The clock of the kind that runs for this promise, handoff or escalation; None when none does."""
    return ABOUT.first(str(kind), about)


def running_clock(pk: int) -> Clock | None:
    """The clock if it still runs; None when it ended meanwhile."""
    return ONE.first(pk)


# The newest edition that this process has read.
_read = Book()


def book() -> Book:
    """All office hours and service targets. One query; three when they have changed since this process read them.

    An edition's mark is drawn at random, so what a rolled-back change looked like is never taken for another.
    """
    global _read
    mark = next((mark for (mark,) in ask("SELECT mark FROM clocks_edition WHERE id = 1")), "")
    if _read.mark != mark:
        hours = {one.pk: as_hours(one) for one in OfficeHours.objects.all()}
        _read = Book(mark, hours, tuple(Target.objects.order_by("pk")))
    return _read


def as_hours(row: OfficeHours) -> Hours:
    """The row as hours that one can count in."""
    special = ((date.fromisoformat(day), _day(spans)) for day, spans in sorted(row.special.items()))
    return Hours(
        zone=row.zone,
        week=tuple(_day(spans) for spans in row.week),
        special=tuple(special),
        country=row.country,
        subdivision=row.subdivision,
    )


def _day(spans: Iterable[Sequence[int]]) -> Day:
    return tuple((start, end) for start, end in spans)


def all_hours() -> list[OfficeHours]:
    """All named sets of office hours, by name. One query."""
    return list(OfficeHours.objects.order_by("name"))


def office_hours(pk: int) -> OfficeHours:
    """One named set. Raises OfficeHours.DoesNotExist."""
    return OfficeHours.objects.get(pk=pk)


def hours_names() -> dict[int, str]:
    """The names of all sets of office hours, by name. One query."""
    return dict(OfficeHours.objects.order_by("name").values_list("pk", "name"))


def all_targets() -> list[Target]:
    """All service targets: by kind in the order of what is owed, then the most general first. One query."""
    rows = Target.objects.order_by("pk")
    return sorted(rows, key=lambda one: (KINDS.index(Kind(one.kind)), breadth(one), one.pk))


def target(pk: int) -> Target:
    """One service target. Raises Target.DoesNotExist."""
    return Target.objects.get(pk=pk)
