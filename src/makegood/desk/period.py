"""The days that a report was asked for, and its table to take away: what all reports share."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from makegood.people.rules import Unfit
from makegood.reports.rules import Period, period_of


@dataclass(frozen=True, slots=True)
class Days:
    """The period; where the days that were typed are none, the last thirty, and why, in words."""

    period: Period
    typed: tuple[str, str]
    refused: str

    @property
    def status(self) -> int:
        """How a page that shows them is answered."""
        return 422 if self.refused else 200


def days(request: HttpRequest) -> Days:
    """The first day and the last, in the reader's zone, as the form or the link says them."""
    typed = request.GET.get("from", ""), request.GET.get("to", "")
    try:
        return Days(_period(*typed), typed, "")
    except Unfit as why:
        return Days(_period("", ""), typed, str(why))


def _period(first: str, last: str) -> Period:
    return period_of(first, last, now=timezone.now(), zone=timezone.get_current_timezone())


def not_days(asked: Days) -> HttpResponse:
    """Why there is no table of these days."""
    return HttpResponse(asked.refused, content_type="text/plain; charset=utf-8", status=asked.status)


def table(name: str, asked: Days, text: str) -> HttpResponse:
    """A table to take away, named after what it holds and its days, which no cache keeps."""
    file = f"{name}-{asked.period.first}-{asked.period.last}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"}
    # The mark in front tells spreadsheets that it is UTF-8.
    return HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8", headers=headers)
