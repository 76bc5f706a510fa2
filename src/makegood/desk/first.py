"""Writing first: to someone who may never have written. It is kept as a reply is: as typed, with its files."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from makegood.base.pages import hour, stamp
from makegood.conversations import acts, queries
from makegood.conversations.models import Draft
from makegood.conversations.rules import Refused
from makegood.desk import addresses, pictures
from makegood.desk.compose import once_of, words_of
from makegood.desk.files import keep_uploads, not_taken, taken
from makegood.desk.page import agent_of, answer, say
from makegood.people import queries as people
from makegood.people.models import Mailbox


# Gone back to after it was sent, the page must be a fresh one: its token has been used.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """We write first; refused, with everything kept."""
    if request.method != "POST":
        return _new(request)
    agent, mailbox = agent_of(request), mailbox_of(request)
    try:
        keep_uploads(request, acts.attach_first)
        if mailbox is None:
            raise Refused(_("From which mailbox? Choose one."))
        words = words_of(request, queries.first_draft(agent))
        subject = request.POST.get("subject", "")
        message = acts.start(
            words, mailbox=mailbox, subject=subject, by=agent, at=timezone.now(), once=once_of(request)
        )
    except Refused as why:
        _keep_draft(request)
        return _new(request, refused=str(why), status=422)
    say(request, _("It leaves in ten seconds."), undo=reverse("undo-reply", args=[message.conversation_id, message.pk]))
    return redirect("conversation", message.conversation_id)


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """What is being typed, kept. Answers with the time in words; 410 when this form was sent already."""
    kept = _keep_draft(request)
    if kept is None:
        return JsonResponse({}, status=410)
    return JsonResponse({"saved": _("Saved %(time)s") % {"time": hour(kept.saved_at)}, "at": stamp(kept.saved_at)})


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Files for the letter. Answers with what is to be shown, or why a file was not taken."""
    try:
        return taken(keep_uploads(request, acts.attach_first))
    except Refused as why:
        return not_taken(why)


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """The agent is writing no first letter any more."""
    acts.discard_first(agent_of(request))
    say(request, _("Thrown away."))
    return redirect("inbox-first")


def _new(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The form with what is kept; with nothing kept, what the address says."""
    agent = agent_of(request)
    kept = queries.first_draft(agent)
    said = _said(kept) if kept else {name: request.GET.get(name, "") for name in ("to", "cc", "subject", "mailbox")}
    return answer(
        request, "desk/new.html", status=status, boxes=list(people.mailboxes_for(agent)), said=said, draft=kept,
        html=pictures.for_screen(kept.html, kept.files) if kept else "", refused=refused,
        once=secrets.token_urlsafe(12),
    )  # fmt: skip


def _said(kept: queries.DraftItem) -> dict[str, Any]:
    to, cc = addresses.written(kept.to), addresses.written(kept.cc)
    return {"to": to, "cc": cc, "subject": kept.subject, "mailbox": kept.mailbox or ""}


def _keep_draft(request: HttpRequest) -> Draft | None:
    return acts.save_first(
        acts.First(mailbox_of(request), request.POST.get("subject", "")),
        by=agent_of(request),
        html=request.POST.get("html", ""),
        text=request.POST.get("text", ""),
        to=addresses.read(request.POST.get("to", "")),
        cc=addresses.read(request.POST.get("cc", "")),
        at=timezone.now(),
        once=once_of(request),
    )


def mailbox_of(request: HttpRequest) -> Mailbox | None:
    """The chosen one, if the agent may write from it."""
    chosen = request.POST.get("mailbox")
    return next((one for one in people.mailboxes_for(agent_of(request)) if str(one.pk) == chosen), None)
