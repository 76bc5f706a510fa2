"""What the composer's line says about our word: read from the form, to be done along with a reply or alone."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.conversations.acts import Along
from makegood.conversations.rules import Refused
from makegood.desk import times
from makegood.desk.page import agent_of, whole_number
from makegood.promises import acts
from makegood.promises.acts import Word


def word_of(request: HttpRequest, now: datetime) -> Word | None:
    """What the composer's line promises; None: nothing. Raises Refused when it says no time."""
    what = request.POST.get("promise", "").strip()
    if not what:
        return None
    event = request.POST.get("upon", "")
    due_at = time_of(request, now)
    if due_at is None:
        raise Refused(_("By when? A promise has a time, or a latest date."))
    return Word(what, due_at, event)


def time_of(request: HttpRequest, now: datetime, name: str = "by") -> datetime | None:
    """One of the offered times, or what stands in the field beside them."""
    zone = timezone.get_current_timezone()
    chosen = request.POST.get(name, "")
    text = request.POST.get(f"{name}_at", "") if chosen in ("", "other") else chosen
    return times.read(text, zone, now=now)


def along(request: HttpRequest, now: datetime) -> list[Along]:
    """What the reply that is being sent keeps, moves, withdraws and promises. Raises Refused."""
    agent, said = agent_of(request), request.POST
    keeps = [whole_number(one) for one in said.getlist("keeps")]
    moved, withdrawn = whole_number(said.get("moves", "")), whole_number(said.get("withdraws", ""))
    found = [acts.keeping(pk, by=agent, at=now) for pk in keeps]
    if moved:
        due_at, why = time_of(request, now, "moves_by") or _no_time(), said.get("moves_why", "")
        found.append(acts.renegotiating(moved, due_at=due_at, reason=why, by=agent, at=now))
    if withdrawn:
        found.append(acts.withdrawing(withdrawn, reason=said.get("withdraws_why", ""), by=agent, at=now))
    if word := word_of(request, now):
        found.append(acts.making(word, by=agent, at=now))
    return found


def _no_time() -> datetime:
    raise Refused(_("By when will it be done instead? Choose a time."))
