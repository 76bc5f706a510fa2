"""One conversation: everything that was said and done, who it is about, and what can be done next."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from makegood.calls.queries import on_page
from makegood.conversations import queries
from makegood.conversations.models import Conversation
from makegood.conversations.queries import ConversationPage, DraftItem, NoteItem
from makegood.desk import addresses, bought, costs, deliveries, owed, pictures, promised, right, times
from makegood.desk.duty import beside
from makegood.desk.happenings import Names, entries
from makegood.desk.inbox import list_values
from makegood.desk.page import agent_of, answer, asked_part, say, whole_number
from makegood.desk.wished import wished
from makegood.escalations import queries as ladders
from makegood.handoffs import queries as handoffs
from makegood.people import queries as people
from makegood.people.models import Agent

PARTS = {"pane": "desk/pane.html", "around": "desk/around.html", "list": "desk/list.html"}


@require_safe
def conversation(request: HttpRequest, number: int) -> HttpResponse:
    """The conversation beside the list it was opened from."""
    agent = agent_of(request)
    found = queries.get_for(agent, number)
    if found.merged_into_id and queries.visible_to(agent).filter(pk=found.merged_into_id).exists():
        say(request, _("#%(source)s was merged into this one.") % {"source": number})
        return redirect(f"{reverse('conversation', args=[found.merged_into_id])}?{request.GET.urlencode()}")
    return show(request, found)


def show(request: HttpRequest, found: Conversation, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a conversation that was fetched for this agent; `more` goes to the composer."""
    now, view = timezone.now(), request.GET.get("in", "team")
    beside = list_values(request, view, now) if asked_part(request) not in ("pane", "around") else {"view": view}
    values = pane_values(agent_of(request), found, now) | {"write": request.GET.get("write", "reply")} | more
    values |= _named(request, values) | _righting(request, found, more, now)
    return answer(request, "desk/inbox.html", parts=PARTS, status=status, now=now, **beside, **values)


def pane_values(agent: Agent, found: Conversation, now: datetime) -> dict[str, Any]:
    """What the conversation's own parts show."""
    page, zone = queries.page(agent, found), timezone.get_current_timezone()
    teams, colleagues = people.team_choices(agent), people.answerers(found.team_id)
    names = Names({one.pk: one.name for one in colleagues}, {one.pk: one.name for one in teams}, agent.name, now)
    return {
        "pane": found,
        "page": page,
        "entries": entries(page.items, names),
        "delivered": lambda message: deliveries.lines(message.deliveries, now=now),
        "note_html": _note_html,
        "customer": page.customer,
        "wished": wished(found),
        "owed": owed.lines(found, page, now=now, zone=zone),
        "climbing": ladders.climbing(found, agent),
        "alike": queries.alike(found, page.customer.others),
        "handoffs": handoffs.cards(agent, found),
        "bought": bought.bought(found),
        "order_chip": bought.chip_of(now),
        "today": timezone.localtime(now).date(),
        "cost": costs.of_conversation(found, now=now),
        "cover": beside.cover_in_words(agent, found, now=now),
        "off": beside.off_in_words(agent, [one.pk for one in colleagues], now=now),
        "teams": teams,
        "colleagues": colleagues,
        "many_places": len(teams) > 1,
        "times": times.choices(now, zone),
        "by_phone": on_page(found),
        "phone_said": {},
        "phone_refused": "",
        **right.panel(agent, found, now),
        **_promise_values(agent, found, now),
        **_composer_values(page),
    }


def _promise_values(agent: Agent, found: Conversation, now: datetime) -> dict[str, Any]:
    """What we owe, and what can be promised by when."""
    ledger = promised.ledger(agent, found, now=now)
    return {
        "ledger": ledger,
        "word_chip": lambda one: promised.chip_here(one, now),
        "word_events": promised.events(),
        "waits_for": promised.waited_for(ledger.here),
        "by_times": times.deadlines(now, timezone.get_current_timezone()),
        "moving": None,
        "withdrawing": None,
        "promising": None,
        "not_closed": "",
    }


def _named(request: HttpRequest, values: dict[str, Any]) -> dict[str, Any]:
    """The promise that a reply is to move, or to take back, when the address names one that stands here."""
    asked = {"moving": ("move", "moves"), "withdrawing": ("withdraw", "withdraws")}
    found = {}
    for name, (get, post) in asked.items():
        pk = whole_number(request.GET.get(get, "") or request.POST.get(post, ""))
        found[name] = next((one for one in values["ledger"].here if one.id == pk), None)
    return found


def _righting(request: HttpRequest, found: Conversation, more: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What stands in the opened line “Make it right”: after a refusal, and where there is no script."""
    said = more.get("righting") or {}
    is_open = bool(said.get("right_value")) or request.GET.get("right") == "yes"
    return right.fields(request, found, now) | {"righting": said, "right_open": True} if is_open else {}


def _composer_values(page: ConversationPage) -> dict[str, Any]:
    return {
        "once": secrets.token_urlsafe(12),
        "reply": _reply(page),
        "note": page.drafts.get("note"),
        "rich": _rich,
        "between": [],
        "refused": "",
    }


def _reply(page: ConversationPage) -> dict[str, Any]:
    """What stands in the reply's fields: the draft, else nothing to those whom an answer goes to."""
    draft = page.drafts.get("reply")
    has_people = draft is not None and (draft.to or draft.cc)
    to, cc = (draft.to, draft.cc) if draft and has_people else (page.reply_to, page.reply_cc)
    return {"draft": draft, "to": addresses.written(to), "cc": addresses.written(cc)}


def _note_html(note: NoteItem) -> Markup:
    """What a colleague wrote, with its form; it was cleaned when it was kept."""
    return Markup(pictures.for_screen(note.html, note.files))  # noqa: S704 - sanitised by acts.note


def _rich(draft: DraftItem | None) -> str:
    """The draft's HTML with pictures that the browser can show; "" when it was typed plainly."""
    return pictures.for_screen(draft.html, draft.files) if draft else ""
