"""A plan as a table: a line a shift, its columns named in the first line."""

from __future__ import annotations

import csv
import io
import itertools
from datetime import date, datetime

from django.utils.translation import gettext as _

from makegood.people.duty.plans.shapes import MOST_ROWS, Plan, Problem, Said, Unreadable
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
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y")


def read_csv(text: str, *, zone: str) -> Plan:
    """The shifts of the table. Raises Unreadable when its first line does not name who, day, from and to.

    Without a from and a to, or with "free" as from, the day is free. Times are on the wall in the zone.
    """
    csv.field_size_limit(10_000)
    try:
        lines = list(itertools.islice(csv.reader(io.StringIO(text), delimiter=_delimiter(text)), MOST_ROWS + 2))
    except csv.Error as error:
        raise Unreadable(
            _("This is no table that can be read: a cell is too long, or a quotation never ends.")
        ) from error
    if len(lines) > MOST_ROWS + 1:
        raise Unreadable(_("A plan has %(count)d lines at most. Cut it into several files.") % {"count": MOST_ROWS})
    where = _columns(lines[0] if lines else [])
    said, problems = [], []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        found = {name: cells[at].strip() if at < len(cells) else "" for name, at in where.items()}
        try:
            said.append(_row(_place(number), found, zone))
        except Unfit as why:
            problems.append(Problem(_place(number), str(why)))
    return Plan(said, problems)


def _place(number: int) -> str:
    return _("line %(number)d") % {"number": number}


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _columns(titles: list[str]) -> dict[str, int]:
    names = [title.strip().lstrip("\ufeff").lower() for title in titles]
    found = {
        column: next(names.index(word) for word in words if word in names)
        for column, words in COLUMNS.items()
        if any(word in names for word in words)
    }
    if missing := [column for column in ("who", "day", "from", "to") if column not in found]:
        words = _("The first line must name the columns who, day, from, to. Missing: %(names)s.")
        raise Unreadable(words % {"names": ", ".join(missing)})
    return found


def _row(place: str, found: dict[str, str], zone: str) -> Said:
    if not found["who"]:
        raise Unfit(_("It does not say who."))
    day = _day(found["day"])
    if found["from"].lower() in ("free", "off") or not (found["from"] or found["to"]):
        return Said(place, found["who"], day)
    start, end = read_time(found["from"]), read_time(found["to"])
    work = line((start, end if end > start else end + MINUTES_A_DAY), read_spans(found.get("breaks", "")))
    stretch = (on_the_wall(day, work.start, zone), on_the_wall(day, work.end, zone))
    breaks = tuple((on_the_wall(day, since, zone), on_the_wall(day, until, zone)) for since, until in work.breaks)
    return Said(place, found["who"], day, stretch, breaks)


def _day(text: str) -> date:
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day on the wall has no zone
        except ValueError:
            continue
    raise Unfit(_("%(text)r is no day. Days look like 2026-11-24.") % {"text": text[:20]})
