"""At the counter: by an exact address, telephone or order number one hears what we owe, gave, and what was bought."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from makegood.api import counter as looks
from makegood.api.door import address_of
from makegood.conversations.rules import Refused
from makegood.desk import bought, promised, right
from makegood.desk.page import agent_of, answer, whole_number
from makegood.people.models import Location
from makegood.vouchers import queries as vouchers
from makegood.vouchers.rules import Refused as RefusedVoucher


@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """A field; and after it was sent, what we owe. A look is an event, so it is a POST."""
    return _page(request)


@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    """Whoever stands there has it now, from the shelf of this place; then what we still owe."""
    said, remedy = request.POST.get("said", "").strip(), whole_number(request.POST.get("remedy", ""))
    agent, now, address = agent_of(request), timezone.now(), address_of(request)
    try:
        place = vouchers.till(agent, whole_number(request.POST.get("place", "")))
        given = looks.hand_over(said, remedy, at_location=place, by=agent, at=now, address=address)
    except Location.DoesNotExist:
        return _page(request, refused=_("At which location are you? Choose one where you work."))
    except (Refused, RefusedVoucher) as why:
        return _page(request, refused=str(why))
    return _page(
        request,
        handed=_("Handed over at %(place)s.") % {"place": place.name} if given else "",
        back=remedy if given else 0,
    )


@require_POST
def hand_back(request: HttpRequest) -> HttpResponse:
    """They do not have it after all; then what we still owe."""
    said, remedy = request.POST.get("said", "").strip(), whole_number(request.POST.get("remedy", ""))
    try:
        taken = looks.hand_back(said, remedy, by=agent_of(request), at=timezone.now(), address=address_of(request))
    except (Refused, RefusedVoucher) as why:
        return _page(request, refused=str(why))
    return _page(request, handed=_("Taken back: they are owed it as before.") if taken else "")


def _page(request: HttpRequest, *, handed: str = "", back: int = 0, refused: str = "") -> HttpResponse:
    """`handed`: what was done; `back`: the remedy that was handed over just now, and can be taken back; 0: none."""
    now, said = timezone.now(), request.POST.get("said", "").strip()
    agent, address = agent_of(request), address_of(request)
    wrong, found = "", None
    try:
        found = looks.look(said, by=agent, at=now, address=address) if said else None
        if said and found is None:
            looks.guessed(said, by=agent, at=now, address=address)
    except RefusedVoucher as why:
        wrong = str(why)
    given = found.given if found else []
    return answer(
        request,
        "desk/counter.html",
        status=422 if refused else 200,
        now=now,
        said=said,
        found=found,
        wrong=wrong,
        handed=handed,
        back=back,
        refused=refused,
        tills=vouchers.tills(agent) if any(one.may_hand_over for one in given) else [],
        word_chip=lambda one: promised.chip_here(one, now),
        order_chip=bought.chip_of(now),
        right_chip=lambda one: right.chip(one, now=now),
        right_short=right.short,
        today=timezone.localtime(now).date(),
    )
