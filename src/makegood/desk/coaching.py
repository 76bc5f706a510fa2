"""What the coach says of the words typed so far, to be taken or left. It sends and keeps nothing."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from makegood.coach.book import LANGUAGES, book
from makegood.coach.kinds import Around, Flag, Kind
from makegood.coach.queries import around, around_first
from makegood.coach.rules import check
from makegood.conversations import queries
from makegood.desk.first import mailbox_of
from makegood.desk.page import agent_of
from makegood.orders import queries as orders

MOST_TYPED = 20_000
MOST_SAID = 5
OF_THE_WHOLE = (Kind.TOO_LONG, Kind.UNANSWERED)
RIPE = 120
"""Letters: who has typed fewer may still come to the answer."""
NAMES = {
    Kind.POLICY_RECITAL: _("A policy recited"),
    Kind.BLAME: _("Blame put on the customer"),
    Kind.BRUSH_OFF: _("The customer sent elsewhere"),
    Kind.EMPTY_APOLOGY: _("An apology that names nothing"),
    Kind.HIDDEN_RESPONSIBILITY: _("Mistakes that nobody made"),
    Kind.PROMISE_WITHOUT_TIME: _("A promise without a time"),
    Kind.KNOWN_QUESTION: _("A question whose answer we have"),
    Kind.SHOUTING: _("Capitals and rows of marks"),
    Kind.JARGON: _("Words of our trade"),
    Kind.TOO_LONG: _("Too long for a phone"),
    Kind.UNANSWERED: _("Nothing of what was asked"),
}


@require_POST
def coach(request: HttpRequest, number: int) -> JsonResponse:
    """The habits in the words typed so far, at most five: offered, never in the way."""
    found = queries.get_for(agent_of(request), number)
    return _hints(request, around(found, has_ordered=bool(orders.of_customer(found.customer_id))))


@require_POST
def coach_first(request: HttpRequest) -> JsonResponse:
    """The same of a letter that we write first, from the mailbox that is chosen."""
    box = mailbox_of(request)
    return _hints(request, around_first(box.team_id if box else None))


def _hints(request: HttpRequest, known: Around) -> JsonResponse:
    text = request.POST.get("text", "")[:MOST_TYPED]
    flags = sorted(check(text, known), key=lambda one: one.kind in OF_THE_WHOLE)
    ripe = [one for one in flags if one.kind != Kind.UNANSWERED or len(text) >= RIPE]
    return JsonResponse({"hints": [_hint(one) for one in ripe[:MOST_SAID]]})


def _hint(one: Flag) -> dict[str, str]:
    """The reason is said in the agent's language where the coach knows it, better words in the customer's."""
    tongue = (get_language() or "en")[:2]
    why = book(tongue).habits[one.kind].why if tongue in LANGUAGES else one.why
    return {
        "kind": one.kind.value,
        "phrase": one.phrase,
        "why": why,
        "better": one.better,
        "instead_of": one.instead_of,
    }
