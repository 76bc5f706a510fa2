"""Taking something higher: who can fix it, what is needed, whom it is about."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from makegood.conversations import queries
from makegood.conversations.rules import Refused
from makegood.desk.page import agent_of, answer, say, whole_number
from makegood.escalations import acts
from makegood.escalations import queries as ladders
from makegood.people import queries as people


@require_http_methods(["GET", "HEAD", "POST"])
def higher(request: HttpRequest, number: int) -> HttpResponse:
    """Who stands above, the nearest on duty first; then the next of them is asked, or it says why not."""
    agent, now = agent_of(request), timezone.now()
    found = queries.get_for(agent, number)
    reason, about, refused = request.POST.get("reason", ""), whole_number(request.POST.get("about", "")), ""
    if request.method == "POST":
        subject = people.who_may_answer(found.team_id).filter(pk=about).first()
        try:
            one = acts.escalate(found, reason=reason, subject=subject, by=agent, at=now)
        except Refused as why:
            refused = str(why)
        else:
            say(request, _told(str(one.asked or ""), is_told=one.told_at is not None))
            return redirect("conversation", number)
    return answer(
        request,
        "desk/higher.html",
        status=409 if refused else 200,
        now=now,
        pane=found,
        above=ladders.who_can_fix(found, at=now),
        colleagues=people.answerers(found.team_id),
        reason=reason,
        about=about,
        refused=refused,
    )


def _told(name: str, *, is_told: bool) -> str:
    if not name:
        return _("Taken higher. Nobody above is known to come; the admins see it.")
    return (_("%(name)s has it now.") if is_told else _("%(name)s has it as soon as they are back.")) % {"name": name}
