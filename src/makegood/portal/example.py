"""How a customer's page looks, with invented people, for who decides whether customers get one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from makegood.conversations.queries import Helper, SaidItem
from makegood.conversations.wishes import NONE
from makegood.people import queries as people
from makegood.portal.page import public, show
from makegood.portal.queries import Next, Seen, Step
from makegood.promises.queries import ToldPromise
from makegood.worklog.queries import Log
from makegood.worklog.rules import Total

HOUR = timedelta(hours=1)
NO_WORK = Log((), Total(0, ()))


@public
@require_safe
def example(request: HttpRequest) -> HttpResponse:
    """A page with everything on it; what is pressed leads nowhere."""
    values: dict[str, Any] = {"now": timezone.now(), "page": _invented(), "said": {}}
    values |= {"token": "example", "once": "example", "work_facts": None, "work_total": ""}
    return show(request, "portal/customer.html", refused="", done="", unwish=None, example=True, **values)


def _invented() -> Seen:
    now, company = timezone.now(), people.company()
    due = now.replace(minute=0, second=0, microsecond=0) + 4 * HOUR
    kept = ToldPromise(_("A look at your lamp"), "kept", now - 20 * HOUR, None, now - 22 * HOUR, None, False)
    owed = ToldPromise(_("A new switch for your lamp, at our till"), "open", due, None, None, None, False)
    answer = _("You should not have had to ask twice. A new switch waits for you at our till.")
    asked = _("My lamp flickers again. I was in your shop on Tuesday.")
    said = [SaidItem(2, True, "Tove", answer, now - 2 * HOUR, []), SaidItem(1, False, "", asked, now - 26 * HOUR, [])]
    return Seen(
        house=company.name if company else "",
        number=1042,
        subject=_("Your lamp"),
        holder="Tove",
        team="",
        is_closed=False,
        zone=timezone.get_current_timezone(),
        next=Step(Next.OURS),
        promises=[owed, kept],
        said=said,
        why_not="",
        from_at=None,
        tongue="",
        wishes=NONE,
        places={},
        helpers=[Helper(0, "Tove")],
        kudos=None,
        given=[],
        work=NO_WORK,
    )
