"""Writing: to the customer, to colleagues. What was written is never lost, whatever refuses it."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from functools import partial
from html import escape

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.articles.variables import why_not_send
from makegood.base.pages import hour, stamp
from makegood.conversations import acts, queries
from makegood.conversations.models import Conversation, Draft
from makegood.conversations.queries import DraftItem
from makegood.conversations.rules import Overtaken, Refused
from makegood.desk import addresses, pictures, rightform, times
from makegood.desk.conversation import show
from makegood.desk.files import keep_uploads
from makegood.desk.moves import back
from makegood.desk.page import agent_of, say, whole_number
from makegood.desk.wording import along
from makegood.remedies.rules import GivenAlready, MustAsk

REPLY, NOTE = "reply", "note"


@require_POST
def reply(request: HttpRequest, number: int) -> HttpResponse:
    """To the customer, after the undo window; refused, with everything kept, when something came in between."""
    agent, found, now = agent_of(request), queries.get_for(agent_of(request), number), timezone.now()
    try:
        keep_uploads(request, partial(acts.attach, found, REPLY))
        message = acts.reply(
            found,
            _with_what_is_given(request, found, words_of(request, queries.page(agent, found).drafts.get(REPLY)), now),
            by=agent,
            seen=_number(request, "seen"),
            at=now,
            once=once_of(request),
            after=_after(request, now),
            along=[*along(request, now), *rightform.along(request, now)],
        )
    except Refused as why:
        return _refuse(request, found, why, REPLY)
    say(request, _sent(request), undo=reverse("undo-reply", args=[number, message.pk]))
    return back(request, number)


@require_POST
def note(request: HttpRequest, number: int) -> HttpResponse:
    """To colleagues only."""
    found = queries.get_for(agent_of(request), number)
    html, text = request.POST.get("html", ""), request.POST.get("text", "")
    try:
        keep_uploads(request, partial(acts.attach, found, NOTE))
        acts.note(
            found,
            html=html,
            text="" if html else text,
            files=_files(request),
            by=agent_of(request),
            at=timezone.now(),
            once=once_of(request),
        )
    except Refused as why:
        return _refuse(request, found, why, NOTE)
    say(request, _("Noted, for colleagues only."))
    return back(request, number)


@require_POST
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """What is being typed, kept. Answers with the time in words."""
    found = queries.get_for(agent_of(request), number)
    kept = keep_draft(request, found, NOTE if request.POST.get("kind") == NOTE else REPLY)
    return JsonResponse({"saved": _("Saved %(time)s") % {"time": hour(kept.saved_at)}, "at": stamp(kept.saved_at)})


def _refuse(request: HttpRequest, found: Conversation, why: Refused, kind: str) -> HttpResponse:
    """The page again: why, what came in between, and every word that was written."""
    seen = _number(request, "seen")
    keep_draft(request, found, kind)
    between = queries.messages_after(found, seen) if isinstance(why, Overtaken) else []
    more = {"refused": str(why), "between": between, "write": kind, "promising": request.POST, "righting": request.POST,
            "right_again": isinstance(why, GivenAlready), "right_must_ask": isinstance(why, MustAsk)}  # fmt: skip
    return show(request, found, status=409 if between else 422, **more)


def keep_draft(request: HttpRequest, found: Conversation, kind: str) -> Draft:
    """What stands in the form is the agent's draft."""
    return acts.save(
        found,
        kind,
        by=agent_of(request),
        html=request.POST.get("html", ""),
        text=request.POST.get("text", ""),
        to=addresses.read(request.POST.get("to", "")),
        cc=addresses.read(request.POST.get("cc", "")),
        seen=_number(request, "seen"),
        at=timezone.now(),
    )


def words_of(request: HttpRequest, draft: DraftItem | None) -> acts.Words:
    """What is to be said and to whom; pictures that were pasted into the draft go along under their Content-IDs."""
    html = request.POST.get("html", "")
    if why := why_not_send(html, request.POST.get("text", "")):
        raise Refused(why)
    return acts.Words(
        to=addresses.read(request.POST.get("to", "")),
        cc=addresses.read(request.POST.get("cc", "")),
        html=pictures.for_mail(html, draft.files if draft else ()),
        text="" if html else request.POST.get("text", ""),
        files=_files(request),
    )


def _with_what_is_given(request: HttpRequest, found: Conversation, words: acts.Words, now: datetime) -> acts.Words:
    """The mail says plainly what is given, below its author's own words."""
    given = rightform.sentences(request, found, now)
    if not given:
        return words
    if words.html:
        return replace(words, html=words.html + "".join(f"<div>{escape(one)}</div>" for one in given))
    return replace(words, text="\n\n".join([words.text, *given]).strip())


def _after(request: HttpRequest, now: datetime) -> acts.After:
    """What follows: `then` is "", rest, open, or a moment; the second button closes."""
    then = request.POST.get("then", "")
    return acts.After(
        closes=request.POST.get("closes") == "yes",
        not_done=then == "open",
        lets_rest=then == "rest",
        ask_again=times.read(then, timezone.get_current_timezone(), now=now),
    )


def _sent(request: HttpRequest) -> str:
    closes = request.POST.get("closes") == "yes"
    return _("It leaves in ten seconds, and the conversation is closed.") if closes else _("It leaves in ten seconds.")


def _files(request: HttpRequest) -> list[int]:
    kept: list[int] = getattr(request, "kept_files", [])
    return [*kept, *map(whole_number, request.POST.getlist("files"))]


def _number(request: HttpRequest, name: str) -> int:
    return whole_number(request.POST.get(name, ""))


def once_of(request: HttpRequest) -> str:
    """The page's own token, so that a second press is the same; bound to the agent, so that it is nobody else's."""
    return f"{agent_of(request).pk}:{request.POST.get('once', '')[:60] or secrets.token_urlsafe(12)}"
