"""A plan as a table: a line a shift, its columns named in the first line."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.base.tables import Problem, Row, day_of, rows
from makegood.people.duty.plans.shapes import MOST_ROWS, Plan, Said
from makegood.people.duty.rules.checks import line, on_the_wall, read_spans, read_time
from makegood.people.rules import Unfit

COLUMNS = {
    "who": ("who", "name", "person", "agent", "employee", "email", "e-mail", "mail", "address"),
    "day": ("day", "date"),
    "from": ("from", "start", "begin", "begins"),
    "to": ("to", "end", "until", "ends"),
    "breaks": ("break", "breaks", "pause"),
}
MINUTES_A_DAY = 1440
NEEDED = ("who", "day", "from", "to")


def read_csv(text: str, *, zone: str) -> Plan:
    """The shifts of the table. Raises Unreadable when its first line does not name who, day, from and to.

    Without a from and a to, or with "free" as from, the day is free. Times are on the wall in the zone.
    """
    said, problems = [], []
    for place, found in rows(text, COLUMNS, needed=NEEDED, most=MOST_ROWS):
        try:
            said.append(_row(place, found, zone))
        except ValueError as why:
            problems.append(Problem(place, str(why)))
    return Plan(said, problems)


def _row(place: str, found: Row, zone: str) -> Said:
    if not found["who"]:
        raise Unfit(_("It does not say who."))
    day = day_of(found["day"])
    if found["from"].lower() in ("free", "off") or not (found["from"] or found["to"]):
        return Said(place, found["who"], day)
    start, end = read_time(found["from"]), read_time(found["to"])
    work = line((start, end if end > start else end + MINUTES_A_DAY), read_spans(found.get("breaks", "")))
    stretch = (on_the_wall(day, work.start, zone), on_the_wall(day, work.end, zone))
    breaks = tuple((on_the_wall(day, since, zone), on_the_wall(day, until, zone)) for since, until in work.breaks)
    return Said(place, found["who"], day, stretch, breaks)
