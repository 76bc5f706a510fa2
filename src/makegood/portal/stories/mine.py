"""The page of who tells a story, by the link in each mail: how it would look, yes or no, and the way back for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from makegood.conversations.rules import Refused
from makegood.portal.page import gone, public
from makegood.portal.stories.page import answer
from makegood.stories import acts, queries, rules
from makegood.stories.models import State, Story

Act = Callable[[HttpRequest, Story, datetime], object]


@public
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows and changes nothing, for mail programs open each link to look at it; POST does what they chose."""
    story = queries.by_token(token)
    if story is None:
        return gone(request)
    with translation.override(story.language if story.language in dict(settings.LANGUAGES) else None):
        if request.method != "POST":
            return _page(request, story)
        try:
            chosen = ACTS.get(request.POST.get("do", ""))
            if chosen is None:
                raise Refused(_("Choose what you want to do."))
            chosen(request, story, timezone.now())
        except Refused as why:
            return _page(request, queries.by_token(token) or story, refused=str(why), status=422)
        return redirect(f"{request.path}?done={request.POST['do']}")


def _yes(request: HttpRequest, story: Story, at: datetime) -> None:
    said = request.POST
    tap = acts.Tap(
        digest=said.get("digest", ""),
        name=said.get("name", "") if said.get("named") == "on" else "",
        names_staff=said.get("staff") == "on",
        place=str(get_adapter().get_client_ip(request)),
        language=translation.get_language() or "",
    )
    acts.agree(story, tap, at=at)


def _reword(request: HttpRequest, story: Story, at: datetime) -> None:
    acts.reword(story, acts.Said(request.POST.get("text", ""), request.POST.get("title", "")), at=at)


def _keep_own(request: HttpRequest, story: Story, at: datetime) -> None:
    acts.keep_own(story, at=at)


def _withdraw(request: HttpRequest, story: Story, at: datetime) -> None:
    acts.withdraw(story, at=at)


ACTS: dict[str, Act] = {"yes": _yes, "words": _reword, "own": _keep_own, "withdraw": _withdraw}


def _page(request: HttpRequest, story: Story, *, refused: str = "", status: int = 200) -> HttpResponse:
    masks = queries.masks_of(story)
    is_new = story.state == State.PROPOSED
    title, text = (story.new_title, story.new_text) if is_new else (story.title, story.text)
    own = queries.own_words(story) if story.state == State.TELLER else rules.Words("", "")
    return answer(
        request,
        "mine.html",
        status=status,
        story=story,
        title=queries.plain_title(title, masks, story.language),
        paragraphs=[queries.dressed(part, masks, story.language) for part in text.split("\n") if part.strip()],
        difference=queries.difference(story, masks) if is_new else [],
        digest=rules.digest(title, text, ""),
        own=own,
        hides=[one for one in masks if not one.agent_id],
        names_staff=any(one.agent_id for one in masks),
        is_shown=queries.is_shown(story),
        said=request.POST,
        refused=refused,
        done=request.GET.get("done", ""),
    )
