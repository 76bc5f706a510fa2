"""The files that go along with a saved reply."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from makegood.articles import acts, queries, rules
from makegood.base import files as stored
from makegood.base.saving import to_save
from makegood.conversations.letter import Attachment
from makegood.conversations.rules import Refused
from makegood.desk.page import agent_of, say
from makegood.people.rules import NotAllowed


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """They go along from now on."""
    agent, found = agent_of(request), queries.saved_reply_for(agent_of(request), pk)
    try:
        for one in request.FILES.getlist("file"):
            if why := rules.why_not_along(one.size or 0):
                raise Refused(why)
            kind = one.content_type or "application/octet-stream"
            acts.put_with(found, Attachment(one.name or "file", kind, one.read()), by=agent, at=timezone.now())
        say(request, _("Whoever takes this reply has its files in the letter."))
    except (Refused, NotAllowed) as why:
        say(request, str(why))
    return redirect("saved-reply", pk)


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, to save, for who may take the reply."""
    found = queries.file_along_for(agent_of(request), pk)
    return to_save(stored.read(found.stored), found.name)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """It goes along no more."""
    agent, found = agent_of(request), queries.file_along_for(agent_of(request), pk)
    try:
        acts.take_off(found, by=agent, at=timezone.now())
    except NotAllowed as why:
        say(request, str(why))
    return redirect("saved-reply", found.reply_id)
