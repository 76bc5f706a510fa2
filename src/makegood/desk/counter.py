"""At the counter: who says their exact address or number hears what we owe them, whichever place promised it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from makegood.desk import promised
from makegood.desk.page import agent_of, answer
from makegood.promises import acts


@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """A field; and after it was sent, what we owe. A look is an event, so it is a POST."""
    now, said = timezone.now(), request.POST.get("said", "").strip()
    found = acts.look(said, by=agent_of(request), at=now) if said else None
    return answer(
        request,
        "desk/counter.html",
        now=now,
        said=said,
        found=found,
        word_chip=lambda one: promised.chip_here(one, now),
    )
