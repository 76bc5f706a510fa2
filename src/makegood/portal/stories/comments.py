"""What readers say of a story: sent without an account, read before it shows, taken back by its writer's link."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from makegood.base import secrets
from makegood.conversations.rules import Refused
from makegood.portal.page import gone, public
from makegood.portal.stories.page import answer, origin_of, spend
from makegood.stories import acts, queries
from makegood.stories.models import Comment


@public
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; POST keeps the words until somebody has read them, and shows the link that takes them back."""
    story = queries.one_shown(pk)
    if story is None:
        return gone(request)
    said, refused = request.POST, ""
    if request.method == "POST":
        try:
            spend(request, "comment")
            if said.get("website", ""):  # people do not see this field
                return redirect(f"/stories/{pk}")
            comment = _say(pk, said.get("name", ""), said.get("words", ""), said.get("once", ""))
            return redirect(f"/stories/comments/{queries.comment_token(comment)}?done=said")
        except Refused as why:
            refused = str(why)
    once = said.get("once", "")[:60] or secrets.token()
    values: dict[str, Any] = {"story": story, "said": said, "refused": refused, "once": once}
    return answer(request, "comment.html", status=422 if refused else 200, **values)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """Its writer's page. GET changes nothing; POST takes it back."""
    comment = queries.comment_by_token(token)
    if comment is None:
        return gone(request)
    if request.method == "POST":
        acts.take_back(comment, at=timezone.now())
        return redirect(f"{request.path}?done=back")
    values: dict[str, Any] = {"comment": comment, "done": request.GET.get("done", "")}
    link = f"{origin_of(request)}{request.path}"
    return answer(request, "own_comment.html", link=link, **values)


def _say(pk: int, name: str, words: str, once: str) -> Comment:
    story = queries.found(pk)
    if story is None:
        raise Refused("")
    return acts.say(story, name, words, once=once[:60] or secrets.token(), at=timezone.now())
