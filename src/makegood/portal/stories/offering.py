"""A customer lets others read how it went, from their own page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from makegood.base.tongue import tongue_of
from makegood.conversations.queries import by_token, written_tongue
from makegood.conversations.rules import Refused
from makegood.portal.page import gone, language_of, public
from makegood.portal.stories.page import answer
from makegood.stories import acts, queries


@public
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the form; POST puts the words down and shows how they would look. Nothing is shown before their yes."""
    now = timezone.now()
    opened = by_token(token, at=now)
    if opened is None or not queries.is_on():
        return gone(request)
    tongue = written_tongue(opened.conversation.pk)
    with translation.override(language_of(request, tongue)):
        refused = ""
        if request.method == "POST":
            said = request.POST
            text = said.get("text", "")
            language = tongue_of(text) or translation.get_language() or ""
            told = acts.Said(text, said.get("title", ""), said.get("name", ""), language=language)
            try:
                return redirect(f"/stories/mine/{queries.token_of(acts.offer(opened, told, at=now))}")
            except Refused as why:
                refused = str(why)
        values = {"token": token, "said": request.POST, "refused": refused}
        return answer(request, "offer.html", status=422 if refused else 200, **values)
