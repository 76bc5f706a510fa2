"""The work log of a conversation: what was done, how long it took, what it cost, with receipts. For phones first."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from makegood.base import files as stored
from makegood.base.money import Money, NotMoney, parse
from makegood.base.saving import to_save
from makegood.conversations import queries as conversations
from makegood.conversations.letter import Attachment
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.desk.compose import once_of
from makegood.desk.page import agent_of, answer, say, whole_number
from makegood.desk.rightform import currency
from makegood.worklog import acts, queries, rules, words
from makegood.worklog.models import Entry
from makegood.worklog.queries import Done
from makegood.worklog.rules import Work


@require_http_methods(["GET", "HEAD", "POST"])
def work(request: HttpRequest, number: int) -> HttpResponse:
    """The log, and a form for what was done just now; POST writes it down."""
    agent, now = agent_of(request), timezone.now()
    found = conversations.get_for(agent, number)
    if request.method != "POST":
        return _page(request, found)
    try:
        said = _work(request, code=currency())
        acts.write(found, said, by=agent, at=now, tells="tells" in request.POST, once=f"w:{once_of(request)}")
    except Refused as why:
        return _page(request, found, refused=str(why))
    say(request, _("Written down. It stands on the customer's page."))
    return redirect("work", number)


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """One entry to be corrected; POST corrects it, and takes off the receipts that were ticked."""
    agent, now = agent_of(request), timezone.now()
    found, one = conversations.get_for(agent, number), queries.get_for(agent, pk)
    if request.method != "POST":
        return _page(request, found, one=one)
    try:
        said = _work(request, code=one.currency or currency())
        acts.correct(one, said, by=agent, at=now)
        for receipt in one.receipts.filter(pk__in=[whole_number(pk) for pk in request.POST.getlist("drop")]):
            acts.remove_receipt(receipt, by=agent, at=now)
    except Refused as why:
        return _page(request, found, one=one, refused=str(why))
    say(request, _("Corrected."))
    return redirect("work", number)


@require_POST
def strike(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """It does not count any more."""
    one = queries.get_for(agent_of(request), pk)
    try:
        acts.strike(one, why=request.POST.get("why", ""), by=agent_of(request), at=timezone.now())
    except Refused as why:
        say(request, str(why))
    else:
        say(request, _("Struck out."))
    return redirect("work", number)


@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """A receipt, to save."""
    found = queries.receipt_for(agent_of(request), pk)
    return to_save(stored.read(found.stored), found.name)


def _page(request: HttpRequest, found: Conversation, *, one: Entry | None = None, refused: str = "") -> HttpResponse:
    log = queries.log_of(found.pk)
    return answer(
        request,
        "desk/work.html",
        status=422 if refused else 200,
        pane=found,
        log=log,
        altogether=words.altogether(log.total),
        facts=words.facts,
        one=next((done for done in log.entries if one and done.id == one.pk), None),
        said=request.POST if refused else _as_it_stands(one, timezone.localdate()),
        refused=refused,
        may_correct=_may_correct,
        quiet=conversations.wishes_in(found).only_changes,
        currency=currency(),
        once=request.POST.get("once", "") if refused else secrets.token_urlsafe(12),
        most=rules.MOST_RECEIPTS,
        today=timezone.localdate(),
    )


def _may_correct(one: Done) -> bool:
    is_shown, is_theirs = one.shown_at is not None, bool(one.partner)
    return not rules.why_not_correct(is_shown=is_shown, is_struck=one.is_struck, is_theirs=is_theirs)


def _as_it_stands(one: Entry | None, today: date) -> QueryDict | dict[str, Any]:
    """What stands in the fields before anything was typed."""
    if one is None:
        return {"on": today.isoformat()}
    hours, minutes = divmod(one.minutes or 0, 60)
    cost = "" if one.cost is None else str(Money(one.cost, one.currency).decimal)
    lasted = {"hours": hours or "", "minutes": minutes or ""}
    return {"did": one.did, "on": one.on.isoformat(), "used": one.used, "cost": cost} | lasted


def _work(request: HttpRequest, *, code: str) -> Work:
    """What the form says. Raises Refused, in words, for what is no day, no length or no sum."""
    said = request.POST
    return Work(
        did=said.get("did", ""),
        on=_day(said.get("on", "")),
        minutes=_minutes(said.get("hours", ""), said.get("minutes", "")),
        used=said.get("used", ""),
        cost=_cost(said.get("cost", ""), code),
        receipts=_receipts(request),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused(_("On which day was it done? Write it as 2026-12-01.")) from None


def _minutes(hours: str, minutes: str) -> int | None:
    """None: neither was said."""
    parts = [one.strip() for one in (hours, minutes)]
    if not any(parts):
        return None
    if not all(one.isascii() and one.isdecimal() and len(one) < 5 for one in parts if one):
        raise Refused(_("How long did it take? Write whole hours and minutes."))
    return int(parts[0] or 0) * 60 + int(parts[1] or 0)


def _cost(text: str, code: str) -> Money | None:
    """None: nothing was said."""
    try:
        return parse(text, code) if text.strip() else None
    except NotMoney as why:
        raise Refused(str(why)) from None


def _receipts(request: HttpRequest) -> tuple[Attachment, ...]:
    """What was photographed and what was chosen. Raises Refused for too many or too large ones, before reading them."""
    sent = [one for name in ("photo", "receipt") for one in request.FILES.getlist(name) if one.name]
    if len(sent) > rules.MOST_RECEIPTS or any((one.size or 0) > rules.LARGEST_RECEIPT for one in sent):
        raise Refused(
            _("That is too much at once: %(count)d receipts at most, each up to %(size)d MB.")
            % {"count": rules.MOST_RECEIPTS, "size": rules.LARGEST_RECEIPT // 1024 // 1024}
        )
    return tuple(
        Attachment(one.name or "receipt", one.content_type or "application/octet-stream", one.read()) for one in sent
    )
