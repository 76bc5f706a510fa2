"""At the counter: by an exact address, telephone or order number one hears what we owe, and what was bought."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from makegood.api.counter import guessed, look
from makegood.api.door import address_of
from makegood.desk import bought, promised
from makegood.desk.page import agent_of, answer
from makegood.vouchers.rules import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """A field; and after it was sent, what we owe. A look is an event, so it is a POST."""
    now, said = timezone.now(), request.POST.get("said", "").strip()
    agent, address = agent_of(request), address_of(request)
    wrong, found = "", None
    try:
        found = look(said, by=agent, at=now, address=address) if said else None
        if said and found is None:
            guessed(said, by=agent, at=now, address=address)
    except Refused as refused:
        wrong = str(refused)
    return answer(
        request,
        "desk/counter.html",
        now=now,
        said=said,
        found=found,
        wrong=wrong,
        word_chip=lambda one: promised.chip_here(one, now),
        order_chip=bought.chip_of(now),
        today=timezone.localtime(now).date(),
    )
