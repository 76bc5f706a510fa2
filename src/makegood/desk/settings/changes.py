"""Who changed what in the settings, and when: for every admin to see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from makegood.desk.settings.page import for_admins, show
from makegood.people import queries
from makegood.people.models import Agent, Rank
from makegood.timeline import queries as timeline
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event

BY_HAND = ("agent", "link", "role", "team", "location", "token", "hours", "target", "group", "duty", "policy", "line")
SUBJECTS = (*BY_HAND, "mailbox", "settings", "webhook", "alarm", "turn")
TOLD = [kind for kind in Kind if kind.value.partition(".")[0] in SUBJECTS]
ROUTES = [Kind.MAILBOX_CHANGED, Kind.SETTINGS_CHANGED]
NEWS_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Change:
    """One line: who did what, to what, and what it was before."""

    id: int
    at: datetime
    who: str
    did: str
    to: str
    details: str


@for_admins
def changes(request: HttpRequest) -> HttpResponse:
    """The newest hundred, and from there on back."""
    before = request.GET.get("before", "")
    found = latest(before=int(before) if before.isdecimal() else None, limit=100)
    return show(request, "settings/changes.html", changes=found, more=found[-1].id if len(found) == 100 else None)


def latest(*, before: int | None = None, limit: int) -> list[Change]:
    """What happened to the settings, newest first. Two queries."""
    events = timeline.of_kinds(TOLD, before=before, limit=limit)
    names = queries.names({event.by_id for event in events if event.by_id})
    return [_in_words(event, names) for event in events]


def news_for(agent: Agent, *, now: datetime) -> list[Change]:
    """What other admins changed about how mail comes and goes, within a week."""
    events = timeline.of_kinds(ROUTES, limit=20, since=now - NEWS_FOR)
    others = [event for event in events if event.by_id and event.by_id != agent.pk and _leads_mail(event)]
    names = queries.names({event.by_id for event in others if event.by_id})
    return [_in_words(event, names) for event in others[:3]]


def _leads_mail(event: Event) -> bool:
    """Whether it changed where mail comes from or goes to, or whether it goes at all; a signature does not."""
    changed = event.about.get("changed")
    if event.kind == Kind.SETTINGS_CHANGED:
        return bool(event.about.get("what") != "company")
    return not isinstance(changed, dict) or "address" in changed


def _in_words(event: Event, names: Mapping[int, str]) -> Change:
    about = event.about
    who = names.get(event.by_id, "") if event.by_id else _by_itself(event.kind)
    to = next((about[name] for name in ("address", "name", "what", "key") if about.get(name)), "")
    return Change(event.pk, event.at, who, str(Kind(event.kind).label), str(to), _details(about))


def _by_itself(kind: str) -> str:
    """People change by hand: without an agent it was the command line."""
    by_hand = kind.partition(".")[0] in BY_HAND
    return _("The command line") if by_hand else _("The desk")


def _details(about: Mapping[str, Any]) -> str:
    changed = about.get("changed")
    if isinstance(changed, dict):
        return "; ".join(_from_to(name, *pair) for name, pair in changed.items())
    if isinstance(changed, list):
        return ", ".join(str(name).replace("_", " ") for name in changed)
    if "rank" in about:
        return f"{Rank(about['rank']).label}: {_('given') if about.get('given') else _('taken away')}"
    said = [word for word in ("added", "closed", "removed", "first") if about.get(word)]
    sending = _("sending %(how)s") % {"how": about["sending"]} if "sending" in about else ""
    return ": ".join(filter(None, [sending, str(about.get("why") or about.get("reason") or ", ".join(said))]))


def _from_to(name: str, before: object, after: object) -> str:
    words = {"field": name.removesuffix("_id").replace("_", " "), "before": before or "–", "after": after or "–"}
    return _("%(field)s: %(before)s → %(after)s") % words
