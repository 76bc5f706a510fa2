"""The lists: what is due next, first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from makegood.base.words import word as _
from makegood.conversations import queries
from makegood.conversations.queries import Cursor, Row, View
from makegood.desk.duty import beside
from makegood.desk.page import agent_of, answer

TITLES = {
    View.MINE: lazy("Mine"),
    View.OFFERED: lazy("Offered"),
    View.TEAM: lazy("My team"),
    View.UNCLAIMED: lazy("Unclaimed"),
    View.DUE: lazy("Due today"),
    View.WAITING: lazy("Waiting for others"),
    View.ALL: lazy("All"),
    View.AUTOMATIC: lazy("Automatic"),
    View.CLOSED: lazy("Closed"),
}
NOTHING = {
    View.MINE: (
        lazy("Nobody is waiting for you."),
        lazy("What you claim, or are given, stands here by what is due next."),
    ),
    View.OFFERED: (
        lazy("Nobody wants to hand you anything."),
        lazy("What a colleague offers to you, or to your team, stands here until it is answered."),
    ),
    View.TEAM: (lazy("Nobody is waiting for your team."), lazy("When somebody writes, it appears here by itself.")),
    View.UNCLAIMED: (lazy("Everything has somebody."), lazy("What nobody has yet would stand here.")),
    View.DUE: (lazy("Nothing is due today."), lazy("What falls due before midnight would stand here.")),
    View.WAITING: (lazy("Nobody keeps us waiting."), lazy("What rests until a customer answers would stand here.")),
    View.ALL: (lazy("No conversation is open."), lazy("When somebody writes, it appears here by itself.")),
    View.AUTOMATIC: (
        lazy("No automatic mail."),
        lazy("Newsletters, notices and other mail by machines are kept here, closed."),
    ),
    View.CLOSED: (
        lazy("Nothing is closed yet."),
        lazy("What is done stands here. Any word by the customer opens it again."),
    ),
}
PARTS = {"list": "desk/list.html", "pane": "desk/pane.html"}
LATE, AHEAD = "late", "ahead"
MOMENT = timedelta(microseconds=1)


@require_safe
def inbox(request: HttpRequest, view: str = View.TEAM) -> HttpResponse:
    """A view with nothing opened yet."""
    now = timezone.now()
    return answer(request, "desk/inbox.html", parts=PARTS, now=now, pane=None, **list_values(request, view, now))


def list_values(request: HttpRequest, name: str, now: datetime) -> dict[str, Any]:
    """What the list part shows: its rows between the lines that say now, tomorrow, next week."""
    view = _view(name)
    after = Cursor.read(request.GET.get("after", ""))
    page = queries.rows(agent_of(request), view, now=now, zone=timezone.get_current_timezone(), after=after)
    return {
        "view": view.value, "title": TITLES[view], "nothing": NOTHING[view], "rows": page.rows, "more": page.after,
        "stretches": stretches(page.rows, now, is_first=after is None), "order": _order(view),
        "after": after,
        "covering": beside.covering_in_short(agent_of(request), now=now) if view is View.MINE and not after else "",
    }  # fmt: skip


def _view(name: str) -> View:
    try:
        return View(name)
    except ValueError:
        raise Http404 from None


def _order(view: View) -> str:
    return _("newest first") if view in (View.CLOSED, View.AUTOMATIC) else _("by what is due next")


def stretches(rows: Sequence[Row], now: datetime, *, is_first: bool) -> list[tuple[str, Any]]:
    """The rows, with a line where it says now and where another stretch begins: ("now" | "stretch" | "row", …)."""
    found: list[tuple[str, Any]] = []
    last, ends = LATE if is_first else None, _ends(now)
    for row in rows:
        stretch = _stretch(row, ends)
        if stretch and stretch != last and last is not None:
            found += [("now", now)] if last == LATE else []
            found += [("stretch", stretch)] if stretch != AHEAD else []
        last = stretch or last
        found.append(("row", row))
    return found


def _stretch(row: Row, ends: Sequence[tuple[datetime, str]]) -> str:
    """Late, ahead (today), or the name of a later stretch; "" for what has no clock."""
    due = row.next_due
    if due is not None:
        for end, name in ends:  # a page asks this fifty times: no generator
            if due <= end:
                return name
    return ""


def _ends(now: datetime) -> list[tuple[datetime, str]]:
    """The last moment of each stretch, in UTC, in order."""
    here = timezone.localtime(now)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    sunday = 6 - here.weekday()
    days = [(0, AHEAD), (1, _("Tomorrow")), (sunday, _("This week")), (sunday + 7, _("Next week"))]
    each = [((midnight + timedelta(days=ahead + 1)).astimezone(UTC) - MOMENT, name) for ahead, name in days]
    return [(now, LATE), *each, (datetime.max.replace(tzinfo=UTC), _("Later"))]


def late_words(count: int) -> str:
    """How many are late, for the side; "" for none."""
    return ngettext("%(count)d late", "%(count)d late", count) % {"count": count} if count else ""
