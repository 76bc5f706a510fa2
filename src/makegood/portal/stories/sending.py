"""Anybody may send a story: no account, only an address at which they say yes to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from makegood.base.tongue import tongue_of
from makegood.conversations.rules import Refused
from makegood.people.queries import places as all_places
from makegood.portal.page import gone, public
from makegood.portal.stories.page import answer, spend
from makegood.stories import acts, queries
from makegood.stories.rules import LONGEST, LONGEST_NAME, LONGEST_TITLE


class StoryForm(forms.Form):
    """What somebody tells. `website` is a field that people do not see: who fills it is no person."""

    text = forms.CharField(max_length=LONGEST, strip=False)
    title = forms.CharField(max_length=LONGEST_TITLE, required=False)
    name = forms.CharField(max_length=LONGEST_NAME, required=False)
    address = forms.EmailField(max_length=254)
    place = forms.CharField(max_length=20, required=False)
    topic = forms.CharField(max_length=60, required=False)
    website = forms.CharField(max_length=200, required=False)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form; POST keeps what was told and writes to the address, whatever it is: nobody learns who is known here."""
    if not queries.is_on():
        return gone(request)
    form = StoryForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        spend(request, "story")
        if not form.cleaned_data["website"]:
            acts.send(_said(form), at=timezone.now())
    except Refused as why:
        return _page(request, form, refused=str(why), status=422)
    return redirect("/stories/new?done=1")


def _said(form: StoryForm) -> acts.Said:
    told = form.cleaned_data
    return acts.Said(
        text=told["text"],
        title=told["title"],
        name=told["name"],
        address=told["address"],
        language=tongue_of(told["text"]) or translation.get_language() or "",
        location=next((one for one in all_places() if str(one.pk) == told["place"] and one.is_active), None),
        topic=next((one for one in queries.topics() if one.slug == told["topic"]), None),
    )


def _page(request: HttpRequest, form: StoryForm, *, refused: str = "", status: int = 200) -> HttpResponse:
    places = [one for one in all_places() if one.is_active]
    values: dict[str, Any] = {
        "form": form,
        "said": request.POST,
        "refused": refused,
        "is_done": "done" in request.GET,
        "places": places if len(places) > 1 else [],
        "topics": queries.topics(),
    }
    return answer(request, "new.html", status=status, **values)
