"""A customer's page: who has it, what we promised, what happens next, what was said; and what they can do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_safe

from makegood.base import files as stored
from makegood.base import secrets
from makegood.base.saving import to_save
from makegood.conversations import queries
from makegood.conversations.queries import Opened
from makegood.conversations.rules import Refused
from makegood.portal import said
from makegood.portal.page import gone, language_of, public, show
from makegood.portal.queries import Seen, seen, undoable_wish
from makegood.vouchers import showing
from makegood.worklog import acts as worklog
from makegood.worklog import words
from makegood.worklog.queries import receipt_to


@public
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows and changes nothing, for mail programs open each link to look at it; POST does what they chose.

    But from then on what stands in the work log may have been read, so it is no longer corrected out of sight.
    """
    now = timezone.now()
    opened = queries.by_token(token, at=now)
    if opened is None:
        return gone(request)
    if request.method != "HEAD":
        worklog.show(opened.conversation.pk, at=now)
    known = seen(opened, now=now)
    with timezone.override(known.zone), translation.override(language_of(request, known.tongue)):
        if request.method != "POST":
            return _page(request, token, known)
        return _act(request, token, opened, known)


@public
@require_safe
def file(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """A file of what was said between them and us, to save."""
    opened = queries.by_token(token, at=timezone.now())
    found = queries.file_to(opened, pk) if opened else None
    if found is None:
        return gone(request)
    return to_save(stored.read(found.stored), found.name)


@public
@require_safe
def receipt(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """A receipt for what we did, to save."""
    opened = queries.by_token(token, at=timezone.now())
    found = receipt_to(opened, pk) if opened else None
    if found is None:
        return gone(request)
    return to_save(stored.read(found.stored), found.name)


def _page(request: HttpRequest, token: str, known: Seen, *, refused: str = "", status: int = 200) -> HttpResponse:
    return show(
        request,
        "portal/customer.html",
        status=status,
        now=timezone.now(),
        token=token,
        page=known,
        **work_words(known),
        voucher_held=showing.held,
        said=request.POST,
        refused=refused,
        once=request.POST.get("once", "")[:40] or secrets.token(),
        done=(done := request.GET.get("done", "")),
        unwish=undoable_wish(known.number, at=timezone.now()) if done == "wish" else None,
    )


def work_words(known: Seen) -> dict[str, Any]:
    """What the work log says beside what was done, and what it comes to."""
    return {"work_facts": words.facts, "work_total": words.altogether(known.work.total)}


def _act(request: HttpRequest, token: str, opened: Opened, known: Seen) -> HttpResponse:
    try:
        said.act(request, opened, at=timezone.now())
    except Refused as why:
        return _page(request, token, known, refused=str(why), status=422)
    return redirect(f"{request.path}?done={request.POST['do']}")
