"""Figures in words: lengths of time, and a report as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from makegood.base.cells import cell
from makegood.reports.queries import Report, Row
from makegood.reports.rules import Measure, Times

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def names() -> dict[Measure, str]:
    """What is measured, as a heading."""
    return {
        Measure.FIRST: _("First reply"),
        Measure.NEXT: _("Each further reply"),
        Measure.CALL: _("Call back"),
        Measure.SOLVED: _("Solution"),
    }


def length(span: timedelta | None, *, is_working: bool) -> str:
    """ "45 min", "1 h 20 min", "3 days 4 h"; "–" when nothing was done. Working time has no days of 24 hours."""
    if span is None:
        return "–"
    minutes = max(round(span / MINUTE), 1)
    if minutes < 60:
        return _("%(count)d min") % {"count": minutes}
    if is_working or span < 2 * DAY:
        return _two(minutes // 60, minutes % 60 if minutes < 600 else 0)
    days, hours = divmod(round(span / HOUR), 24)
    said = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    return f"{said} {_('%(count)d h') % {'count': hours}}" if hours and days < 10 else said


def _two(hours: int, minutes: int) -> str:
    said = _("%(count)d h") % {"count": hours}
    return f"{said} {_('%(count)d min') % {'count': minutes}}" if minutes else said


def as_csv(report: Report) -> str:
    """One line a place and measure, the last those of all together. Lengths are minutes, rounded."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(
        [
            _("Place"), _("What"), _("Done"), _("In time"), _("Half within, working minutes"),
            _("Nine in ten within, working minutes"), _("Half within, minutes"), _("Nine in ten within, minutes"),
            _("Ended otherwise"), _("Waiting now"), _("Kept"), _("Kept at a new time"), _("Broken"),
            _("Made good since"), _("Withdrawn"),
        ]
    )  # fmt: skip
    for row in [*report.rows, report.total]:
        table.writerows(_lines(row))
    return out.getvalue()


def _lines(row: Row) -> Iterator[list[object]]:
    place = cell(row.name) or _("All together")
    for measure, name in names().items():
        yield [place, name, *_cells(row.times[measure])]
    word = row.word
    yield [
        place,
        _("Promises"),
        word.due,
        *[""] * 7,
        word.kept,
        word.moved,
        word.broken,
        word.made_good,
        word.withdrawn,
    ]


def _cells(one: Times) -> list[object]:
    spans = (one.working.half, one.working.nine, one.calendar.half, one.calendar.nine)
    return [one.done, one.in_time, *_minutes(spans), one.otherwise, one.waiting]


def _minutes(spans: Iterable[timedelta | None]) -> list[object]:
    return ["" if span is None else round(span / MINUTE) for span in spans]
