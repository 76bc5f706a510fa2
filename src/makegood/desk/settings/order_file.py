"""Orders from a file: first what was understood of it and what was not, then, when that is right, the orders."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.base import tables
from makegood.desk.page import say
from makegood.desk.settings.page import REFUSED, for_admins, show
from makegood.orders import acts
from makegood.orders.reading import table
from makegood.orders.reading.table import Table
from makegood.people import queries as people

SHOWN, MOST_PROBLEMS = 50, 200


@for_admins
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; look at it; take it in. The file goes along in the form, so that nothing is kept meanwhile."""
    content, source = _content(request), request.POST.get("source", "").strip() or _("files")
    if request.method != "POST" or not content:
        return _page(request, source, why=_("Choose a file first.") if request.method == "POST" else "")
    company = people.company()
    try:
        zone = timezone.get_current_timezone()
        found = table.read(content, currency=company.currency if company else "EUR", zone=zone)
    except tables.Unreadable as why:
        return _page(request, source, why=str(why))
    if "import" not in request.POST or not found.orders:
        return _preview(request, source, found, content)
    try:
        done = _take(source, found)
    except REFUSED as why:
        return _preview(request, source, found, content, why=str(why))
    say(request, _("%(new)d orders are new, %(changed)d changed, %(same)d as they were.") % done)
    return redirect("settings_orders")


def _take(source: str, found: Table) -> dict[str, int]:
    """What became of each."""
    now = timezone.now()
    shop = acts.named(source, at=now)
    done = {"new": 0, "changed": 0, "same": 0}
    for said in found.orders:
        taken = acts.take_in(shop, said, at=now)
        done["new" if taken.is_new else "changed" if taken.is_changed else "same"] += 1
    return done


def _content(request: HttpRequest) -> bytes:
    """The file, or what of it came along from the page before."""
    file = request.FILES.get("orders")
    if isinstance(file, UploadedFile):
        return bytes(file.read(tables.MOST_BYTES + 1))
    return request.POST.get("content", "").encode()


def _page(request: HttpRequest, source: str, *, why: str = "", **values: Any) -> HttpResponse:
    response = show(request, "settings/order_file.html", source=source, why=why, columns=list(table.COLUMNS), **values)
    response.status_code = 422 if why else 200
    return response


def _preview(request: HttpRequest, source: str, found: Table, content: bytes, *, why: str = "") -> HttpResponse:
    return _page(
        request,
        source,
        why=why,
        is_preview=True,
        found=found,
        understood=found.orders[:SHOWN],
        more=max(0, len(found.orders) - SHOWN),
        problems=found.problems[:MOST_PROBLEMS],
        problems_more=max(0, len(found.problems) - MOST_PROBLEMS),
        content=tables.text_of(content),
    )
