"""Taking something higher: who can fix it, what is needed, whom it is about."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from makegood.authority.facts import Need
from makegood.authority.queries import kinds_in_force
from makegood.conversations import queries
from makegood.conversations.rules import Refused
from makegood.desk.page import agent_of, answer, say, whole_number
from makegood.escalations import acts
from makegood.escalations import queries as ladders
from makegood.escalations.rules import Takes
from makegood.people import queries as people

MOST = Decimal(10_000_000)


@require_http_methods(["GET", "HEAD", "POST"])
def higher(request: HttpRequest, number: int) -> HttpResponse:
    """Who stands above, the nearest on duty first; then the next of them is asked, or it says why not."""
    agent, now = agent_of(request), timezone.now()
    found = queries.get_for(agent, number)
    reason, about, refused = request.POST.get("reason", ""), whole_number(request.POST.get("about", "")), ""
    takes = Takes()
    try:
        need = _need(request.POST)
        takes = acts.taken_by(found, need, at=now)
        if request.method == "POST" and "look" not in request.POST:
            subject = people.who_may_answer(found.team_id).filter(pk=about).first()
            one = acts.escalate(found, reason=reason, subject=subject, need=need, by=agent, at=now)
            say(request, _told(str(one.asked or ""), is_told=one.told_at is not None))
            return redirect("conversation", number)
    except Refused as why:
        refused = str(why)
    return answer(
        request,
        "desk/higher.html",
        status=409 if refused else 200,
        now=now,
        pane=found,
        above=ladders.who_can_fix(found, needs=takes.rank, at=now),
        needs=takes.words,
        kinds=kinds_in_force(at=now, location=found.team.location.name),
        sent=request.POST.dict(),
        colleagues=people.answerers(found.team_id),
        reason=reason,
        about=about,
        refused=refused,
    )


def _need(said: QueryDict) -> Need | None:
    """What is to be granted, as the form says it; None: nothing in particular. Raises Refused for what is no sum."""
    kind, text = said.get("kind", "")[:60].strip(), said.get("amount", "").strip().replace(",", ".")
    if not kind:
        return None
    try:
        amount = Decimal(text) if text else None
    except InvalidOperation:
        amount = Decimal("NaN")
    if amount is not None and not (amount.is_finite() and 0 < amount < MOST):
        raise Refused(_("That is no sum. Write it as 120 or 120.50."))
    return Need(kind, amount)


def _told(name: str, *, is_told: bool) -> str:
    if not name:
        return _("Taken higher. Nobody above is known to come; the admins see it.")
    return (_("%(name)s has it now.") if is_told else _("%(name)s has it as soon as they are back.")) % {"name": name}
