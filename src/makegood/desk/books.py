"""The books, for managers and head office: what it cost, how the accounts stand, each transfer, and closing a month."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from makegood.base.money import Money
from makegood.base.saving import SANDBOX, disposition
from makegood.base.words import in_words
from makegood.books import acts, queries, rules
from makegood.books.models import Kind
from makegood.books.queries import Dimension, Shelf, Sight
from makegood.conversations.queries import visible_to
from makegood.desk.page import agent_of, answer, say, whole_number
from makegood.people import queries as people

OWED_TO_OTHERS = (Kind.VOUCHER_LIABILITY, Kind.CREDIT_LIABILITY, Kind.REFUNDS_PAYABLE)
GIVEN_AWAY = (Kind.CASH, Kind.GOODS, Kind.WAIVED, Kind.REDEEMED)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the company's: from its first moment up to, and without, that of the next."""

    first: date
    zone: ZoneInfo

    @property
    def since(self) -> datetime:
        """When it begins."""
        return datetime(self.first.year, self.first.month, 1, tzinfo=self.zone).astimezone(UTC)

    @property
    def until(self) -> datetime:
        """When the next one begins."""
        return self.next.since

    @property
    def next(self) -> Month:
        """The month after it."""
        return Month((self.first + timedelta(days=31)).replace(day=1), self.zone)

    @property
    def before(self) -> Month:
        """The month before it."""
        return Month((self.first - timedelta(days=1)).replace(day=1), self.zone)

    @property
    def key(self) -> str:
        """As an address says it: 2026-11."""
        return f"{self.first:%Y-%m}"

    @property
    def name(self) -> str:
        """As the reader says it: November 2026."""
        return in_words(self.first, "F Y")


@require_safe
def books(request: HttpRequest) -> HttpResponse:
    """What it cost in a month, how the accounts stand now, and until when the books are closed."""
    seen, now = _sight(request), timezone.now()
    month = _month(request.GET.get("month", ""), now=now)
    places = queries.places_in(seen)
    dimensions = [one for one in Dimension if one != Dimension.LOCATION or len(places) > 1]
    asked = request.GET.get("by", "")
    by = Dimension(asked) if asked in dimensions else dimensions[0]
    costs = queries.costs(seen, by, since=month.since, until=month.until)
    closings = queries.closings()
    closed_until = closings[0].until if closings else None
    why_not = rules.why_not_close(month.until, closed_until=closed_until, now=now, sees_all=seen.everything)
    return answer(
        request,
        "books/books.html",
        now=now,
        month=month,
        is_last=month.until > now,
        by=by,
        dimensions=dimensions,
        costs=costs,
        sums=_sums([one.amount for one in costs]),
        shelves=_by_place(queries.shelves(seen)),
        owed=queries.owed_between(seen, since=month.since, until=month.until),
        has_places=len(places) > 1,
        closed=[(_last_month(one.until, month.zone), one) for one in closings[:12]],
        may_close=not why_not,
        sees_all=seen.everything,
    )


@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """What was booked in a month, the newest first; or only what one place, cause, product or person cost."""
    seen, agent, now = _sight(request), agent_of(request), timezone.now()
    month = _month(request.GET.get("month", ""), now=now)
    asked, key = request.GET.get("by", ""), request.GET.get("key", "").replace("\0", "")
    by = Dimension(asked) if asked in Dimension.values else None
    before = whole_number(request.GET.get("before", "")) or None
    found = queries.page_of(seen, since=month.since, until=month.until, by=by, key=key, before=before)
    numbers = {one.conversation for one in found if one.conversation}
    return answer(
        request,
        "books/transfers.html",
        now=now,
        month=month,
        by=by,
        key=key,
        name=request.GET.get("name", ""),
        found=found,
        more=found[-1].pk if len(found) == queries.PAGE else None,
        reasons={one.pk: rules.label(one.why) for one in found},
        mine=set(visible_to(agent).filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set(),
        has_places=len(queries.places_in(seen)) > 1,
    )


@require_safe
def table(request: HttpRequest) -> StreamingHttpResponse:
    """The month's legs as CSV, to save."""
    seen = _sight(request)
    month = _month(request.GET.get("month", ""), now=timezone.now())
    rows = queries.csv_rows(seen, since=month.since, until=month.until, zone=month.zone)
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = disposition(f"books-{month.key}.csv", inline=False)
    response["Content-Security-Policy"] = SANDBOX
    return response


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """The books are closed up to the end of the month."""
    _sight(request)
    now = timezone.now()
    month = _month(request.POST.get("month", ""), now=now)
    try:
        acts.close_period(month.until, at=now, by=agent_of(request))
        say(request, _("The books are closed up to the end of %(month)s.") % {"month": month.name})
    except rules.Refused as refused:
        say(request, str(refused))
    return redirect(f"/books?month={month.key}")


def _sight(request: HttpRequest) -> Sight:
    """Whose accounts the agent sees. For nobody's the page is not there."""
    seen = queries.sight(agent_of(request))
    if not seen:
        raise ObjectDoesNotExist
    return seen


def _month(said: str, *, now: datetime) -> Month:
    """The month that was asked for; else the one that is now, by the company's clock."""
    company = people.company()
    zone = ZoneInfo(company.zone if company else "UTC")
    try:
        first = datetime.strptime(said, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone yet
    except ValueError:
        first = now.astimezone(zone).date().replace(day=1)
    return Month(first if 2000 <= first.year <= 2200 else now.astimezone(zone).date().replace(day=1), zone)


def _last_month(until: datetime, zone: ZoneInfo) -> str:
    """The month at whose end the books are closed, by name."""
    return Month((until.astimezone(zone) - timedelta(days=1)).date(), zone).name


def _sums(amounts: list[Money]) -> list[Money]:
    """All together, one a currency."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums[amount.currency] + amount if amount.currency in sums else amount
    return list(sums.values())


def _by_place(shelves: list[Shelf]) -> list[tuple[str, list[str]]]:
    """What to say of each place, the company's own and partners' last."""
    said: dict[str, list[str]] = {}
    for one in sorted(shelves, key=lambda one: (not one.place, one.place)):
        said.setdefault(one.place, []).append(_sentence(one))
    return list(said.items())


def _sentence(shelf: Shelf) -> str:
    amount = -shelf.amount if shelf.kind in (*OWED_TO_OTHERS, *GIVEN_AWAY) else shelf.amount
    words = {
        Kind.GOODWILL: _("%(amount)s given to put things right"),
        Kind.VOUCHER_LIABILITY: _("%(amount)s in vouchers that are still to be spent"),
        Kind.CREDIT_LIABILITY: _("%(amount)s of store credit that is still to be used"),
        Kind.REFUNDS_PAYABLE: _("%(amount)s of refunds that are still to be paid"),
        Kind.PARTNER_RECHARGE: _("%(amount)s owed to us by %(partner)s"),
        Kind.CASH: _("%(amount)s paid out"),
        Kind.GOODS: _("%(amount)s in goods and work given"),
        Kind.WAIVED: _("%(amount)s not charged"),
        Kind.REDEEMED: _("%(amount)s in vouchers taken at the till"),
    }
    return words[shelf.kind] % {"amount": amount.in_words(), "partner": shelf.partner}


def _lines(rows: Iterator[list[str]]) -> Iterator[str]:
    """With a mark at the front by which spreadsheets know UTF-8."""
    yield "\ufeff"
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow(row)
        yield line.getvalue()
