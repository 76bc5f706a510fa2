"""A partner's page: what they are asked, and their answer, without an account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from makegood.base import files as stored
from makegood.base import secrets
from makegood.base.saving import to_save
from makegood.conversations.rules import Refused
from makegood.handoffs import acts, seen
from makegood.handoffs.acts import Voice
from makegood.handoffs.models import Handoff
from makegood.portal.page import files_of, gone, public, show
from makegood.worklog import queries as worklog
from makegood.worklog.acts import write_theirs
from makegood.worklog.rules import Work

Act = Callable[[Handoff, Voice, date | None, datetime], None]


@public
@require_http_methods(["GET", "HEAD", "POST"])
def handoff(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows and changes nothing, for mail programs open each link to look at it; POST answers."""
    found = seen.by_token(token)
    if found is None or found.partner is None:
        return gone(request)
    with timezone.override(ZoneInfo(found.partner.zone)), translation.override(found.partner.language):
        if request.method != "POST":
            return _page(request, token, found)
        return _answer(request, token, found)


@public
@require_safe
def file(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """A file that was shared, or that they sent, to save."""
    found = seen.by_token(token)
    named = (_receipt(found, key) or seen.file_of(found, key)) if found else None
    if named is None:
        return gone(request)
    name, kept = named
    return to_save(stored.read(kept), name)


def _page(request: HttpRequest, token: str, found: Handoff, *, refused: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    return show(
        request,
        "portal/partner.html",
        status=status,
        now=now,
        token=token,
        page=seen.page(found, now=now),
        work=worklog.of_partner(found.conversation_id, found.partner_id or 0) if found.logs else [],
        said=request.POST,
        refused=refused,
        once=request.POST.get("once") or secrets.token(),
        is_done="done" in request.GET,
    )


def _answer(request: HttpRequest, token: str, found: Handoff) -> HttpResponse:
    now, voice = timezone.now(), Voice()
    try:
        voice = _voice(request, found)
        act = ACTS.get(request.POST.get("do", ""))
        if act is None:
            raise Refused(_("What is your answer? Choose one."))
        act(found, voice, _day(request), now)
    except Refused as why:
        return _refused(request, token, found, voice, str(why), now)
    return redirect(f"{request.path}?done=1")


def _refused(request: HttpRequest, token: str, found: Handoff, voice: Voice, why: str, now: datetime) -> HttpResponse:
    """Why not; and when somebody else was first, what this one wrote is kept all the same."""
    before = request.POST.get("state") or found.state
    found = seen.by_token(token) or found
    if found.state != before or not found.is_open:
        if voice.text or voice.files:
            acts.write(found, voice, at=now)
            why = f"{why} {_('What you wrote was kept, and we read it.')}"
        return _page(request, token, found, refused=why, status=409)
    return _page(request, token, found, refused=why, status=422)


def _voice(request: HttpRequest, found: Handoff) -> Voice:
    """Who speaks, and all that they sent with it."""
    said, verb = request.POST, request.POST.get("do", "")
    once = said.get("once", "")[:40] or secrets.token()
    return Voice(
        name=" ".join(said.get("name", "").split())[:120],
        text=said.get(f"text-{verb}", "") or said.get("text", ""),
        files=files_of(request),
        once=f"p{found.pk}:{once}",
    )


def _day(request: HttpRequest) -> date | None:
    """The day that they named; None: none. Raises Refused for what is no day."""
    text = request.POST.get(f"day-{request.POST.get('do', '')}", "") or request.POST.get("day", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(_("That is no day. Write it as 2026-12-01.")) from None


def _move(found: Handoff, voice: Voice, day: date | None, now: datetime) -> None:
    if day is None:
        raise Refused(_("Which day is it to be? Name the new one."))
    acts.move(found, voice, day=day, at=now)


def _log(found: Handoff, voice: Voice, day: date | None, now: datetime) -> None:
    """What they did stands in the work log, while the handoff is theirs."""
    done = Work(voice.text, day or timezone.localdate(), receipts=tuple(voice.files))
    with transaction.atomic():
        conversation, partner = acts.hold_for_log(found)
        write_theirs(conversation, done, partner=partner, name=voice.name, at=now, once=f"w{voice.once}")


def _receipt(found: Handoff, key: str) -> tuple[str, str] | None:
    """A receipt of theirs, r-7: its name, and under which it is stored; None for any other file."""
    kind, _dash, number = key.partition("-")
    if kind != "r" or not found.logs or not (number.isascii() and number.isdecimal() and len(number) <= 18):
        return None
    paper = worklog.receipt_of_partner(found.conversation_id, found.partner_id or 0, int(number))
    return (paper.name, paper.stored) if paper else None


ACTS: dict[str, Act] = {
    "accept": lambda found, voice, day, now: acts.take(found, voice, day=day, at=now),
    "decline": lambda found, voice, day, now: acts.refuse(found, voice, at=now),
    "move": _move,
    "finish": lambda found, voice, day, now: acts.finish(found, voice, at=now),
    "log": _log,
    "word": lambda found, voice, day, now: acts.write(found, voice, at=now),
}
