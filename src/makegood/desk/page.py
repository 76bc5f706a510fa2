"""How a desk page is answered: whole, or only the part that htmx asked for; and what it says afterwards, in a toast."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from makegood.base import clockwords
from makegood.conversations import queries
from makegood.mentions import queries as mentions
from makegood.people import queries as people
from makegood.people.duty import queries as duty
from makegood.people.models import Agent


def agent_of(request: HttpRequest) -> Agent:
    """The agent who asks. The middleware lets nobody else come this far."""
    agent: Agent = request.agent  # type: ignore[attr-defined]
    return agent


def answer(
    request: HttpRequest,
    template: str,
    *,
    parts: Mapping[str, str] | None = None,
    status: int = 200,
    now: datetime | None = None,
    **values: Any,
) -> HttpResponse:
    """The page; or, when htmx will replace an element whose id is in `parts`, only that part's template."""
    agent = agent_of(request)
    part = (parts or {}).get(asked_part(request), "")
    now = now or timezone.now()
    values |= {
        "now": now,
        "teller": clockwords.teller(now, timezone.get_current_timezone()),
        "agent": agent,
        "is_part": bool(part),
        "count_views": cache(lambda: _counts(agent, now)),
        "toasts": messages.get_messages(request),
    }
    if not part:
        values |= {"company": people.company_of(agent), "is_admin": people.is_admin(agent)}
        values |= {"leads": people.leads_somewhere(agent)}
        values["is_manager"] = people.standing(agent).is_manager
        values |= {"keeps_duty": duty.is_used(agent)}
    return render(request, part or template, values, status=status)


def _counts(agent: Agent, now: datetime) -> dict[str, int]:
    also = {"mentions": mentions.waiting(agent)}
    return queries.counts(agent, now=now, zone=timezone.get_current_timezone(), also=also)


def asked_part(request: HttpRequest) -> str:
    """The id of the element that will be replaced; "" when a whole page is wanted, as for going back in history."""
    is_part = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    return request.headers.get("HX-Target", "") if is_part else ""


def page_before(request: HttpRequest) -> str:
    """The path of the desk's own page from which this was sent; the inbox when it came from elsewhere."""
    before = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    return before.path if before.netloc == request.get_host() and before.path else "/inbox"


def whole_number(text: str) -> int:
    """What a form says, when it is a number of at most eighteen digits; else 0, which is the id of nothing."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0


def say(request: HttpRequest, words: str, *, undo: str = "") -> None:
    """Tell the agent what was done; `undo` is the address that takes it back."""
    messages.info(request, words, extra_tags=undo)
