"""Saved replies on their pages: written, shared, compared, taken out and in as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from makegood.articles import acts, queries
from makegood.articles.acts import Saved
from makegood.articles.models import SavedReply
from makegood.articles.rules import was_put_away
from makegood.articles.tables import as_csv, as_json, read
from makegood.articles.variables import NAMES
from makegood.base.saving import to_save
from makegood.base.tables import Unreadable
from makegood.conversations.rules import Refused
from makegood.desk.page import agent_of, answer, say, whole_number
from makegood.people.models import Team
from makegood.people.rules import NotAllowed


@require_safe
def replies(request: HttpRequest) -> HttpResponse:
    """One's own and those of one's teams, by folder."""
    agent, about = agent_of(request), request.GET.get("q", "").strip()[:200]
    found = list(queries.narrowed(queries.saved_for(agent), about)[:500])
    teams = queries.teams_to_share_with(agent)
    choices = [(one.pk, f"{one.name}, {one.location.name}") for one in teams]
    return answer(
        request,
        "desk/saved_replies.html",
        replies=found,
        about=about,
        team_choices=choices,
        wants_help=queries.wants_help(agent),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new one."""
    if request.method != "POST":
        return _form(request, None, Saved("", ""))
    try:
        acts.save(_said(request), team=_team(request), by=agent_of(request), at=timezone.now())
    except (Refused, NotAllowed) as why:
        return _form(request, None, _said(request), refused=str(why))
    say(request, _("Saved. While you write to a customer, / finds it."))
    return redirect("saved-replies")


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, and all that it said before."""
    agent = agent_of(request)
    if request.method != "POST":
        found = queries.saved_reply_for(agent, pk)
        return _form(request, found, _as_it_is(found))
    try:
        found = queries.saved_reply_for(agent, pk)
    except SavedReply.DoesNotExist:
        return _form(request, None, _said(request), refused=was_put_away(), status=409)
    try:
        seen = whole_number(request.POST.get("seen", ""))
        acts.change(found, _said(request), seen=seen, by=agent, at=timezone.now())
    except acts.Between as why:
        found = queries.saved_reply_for(agent, pk)
        return _form(request, found, _said(request), refused=str(why), theirs=found, status=409)
    except (Refused, NotAllowed) as why:
        return _form(request, found, _said(request), refused=str(why))
    say(request, _("Kept."))
    return redirect("saved-reply", pk)


@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """It says again what it said then."""
    agent = agent_of(request)
    found = queries.saved_reply_for(agent, pk)
    try:
        acts.put_reply_back(found, whole_number(request.POST.get("number", "")), by=agent, at=timezone.now())
        say(request, _("It says again what it said then."))
    except (Refused, NotAllowed) as why:
        say(request, str(why))
    return redirect("saved-reply", pk)


@require_POST
def put_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody is offered it any more."""
    agent = agent_of(request)
    try:
        acts.put_away(queries.saved_reply_for(agent, pk), by=agent, at=timezone.now())
        say(request, _("Put away."))
    except NotAllowed as why:
        say(request, str(why))
    return redirect("saved-replies")


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """All that one may take, as a table."""
    return to_save(as_csv(queries.saved_for(agent_of(request))).encode(), "saved-replies.csv")


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The same as JSON."""
    return to_save(as_json(queries.saved_for(agent_of(request))).encode(), "saved-replies.json")


@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """A file of them, all or none."""
    agent, file = agent_of(request), request.FILES.get("file")
    try:
        rows = read(file.read() if file else b"")
        new_ones, changed = acts.take_in(rows, team=_team(request), by=agent, at=timezone.now())
        say(request, _("%(new)d are new, %(changed)d were changed.") % {"new": new_ones, "changed": changed})
    except (Unreadable, Refused, NotAllowed) as why:
        say(request, str(why))
    return redirect("saved-replies")


def _said(request: HttpRequest) -> Saved:
    said = request.POST
    return Saved(said.get("name", ""), said.get("text", ""), said.get("folder", ""), said.get("other_words", ""))


def _as_it_is(found: SavedReply) -> Saved:
    return Saved(found.name, found.text, found.folder, found.other_words)


def _team(request: HttpRequest) -> Team | None:
    """Whose it is to be; None: one's own. Raises NotAllowed for a team that is not one's."""
    said = request.POST.get("team", "")
    if not said:
        return None
    found = next((one for one in queries.teams_to_share_with(agent_of(request)) if str(one.pk) == said), None)
    if found is None:
        raise NotAllowed(_("Only who works in the team may save replies for it."))
    return found


def _form(request: HttpRequest, found: SavedReply | None, said: Saved, **more: Any) -> HttpResponse:
    agent = agent_of(request)
    return answer(
        request,
        "desk/saved_reply.html",
        status=more.pop("status", 422 if more.get("refused") else 200),
        reply=found,
        said=said,
        team=request.POST.get("team", ""),
        team_choices=[(one.pk, f"{one.name}, {one.location.name}") for one in queries.teams_to_share_with(agent)],
        folders=sorted({one.folder for one in queries.saved_for(agent) if one.folder}),
        along=queries.files_along(found) if found else [],
        versions=queries.saved_versions_of(found) if found else [],
        variables=[(one.value, words) for one, words in NAMES.items()],
        **({"refused": "", "theirs": None} | more),
    )
