"""Where articles stand, who reads them, and what is enclosed."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from makegood.articles import acts, queries
from makegood.base import files as stored
from makegood.base.saving import SANDBOX, disposition, to_save
from makegood.conversations.rules import Refused
from makegood.desk.page import agent_of, answer, say, whole_number
from makegood.people.rules import NotAllowed


@require_POST
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """Under which category, in which place, for whom."""
    agent, said = agent_of(request), request.POST
    article = queries.article_for(agent, pk)
    audience = "agents" if said.get("audience") == "agents" else "public"
    category = queries.category(whole_number(said.get("category", "")))
    try:
        place = whole_number(said.get("place", ""))
        acts.arrange(article, audience=audience, category=category, place=place, by=agent, at=timezone.now())
        say(request, _("Kept."))
    except (Refused, NotAllowed) as why:
        say(request, str(why))
    return redirect("article", pk, _language(request))


@require_POST
def enclose(request: HttpRequest, pk: int) -> HttpResponse:
    """Pictures and files belong to the article; its text shows them once it names them."""
    agent = agent_of(request)
    article = queries.article_for(agent, pk)
    try:
        for one in request.FILES.getlist("file"):
            acts.enclose(article, one.name or "file", one.read(), by=agent, at=timezone.now())
    except (Refused, NotAllowed) as why:
        say(request, str(why))
    return redirect(f"/articles/{pk}/{_language(request)}#files")


@require_safe
def file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The picture or file, for who writes; the name in the address decides nothing."""
    found = queries.enclosure_for(agent_of(request), pk)
    if not found.kind:
        return to_save(stored.read(found.stored), found.name)
    response = HttpResponse(stored.read(found.stored), content_type=found.kind)
    response["Content-Disposition"] = disposition(found.name, inline=True)
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_POST
def remove(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The article has it no more."""
    agent = agent_of(request)
    found = queries.enclosure_for(agent, pk)
    try:
        acts.take_out(found, by=agent)
    except NotAllowed as why:
        say(request, str(why))
    return redirect(f"/articles/{found.article_id}/{_language(request)}#files")


@require_http_methods(["GET", "HEAD", "POST"])
def categories(request: HttpRequest) -> HttpResponse:
    """How the help centre is sorted."""
    agent, said = agent_of(request), request.POST
    refused = ""
    if request.method == "POST":
        category = queries.category(whole_number(said.get("pk", "")))
        names = {code: said.get(f"name_{code}", "") for code, _name in settings.LANGUAGES}
        try:
            if category and "drop" in said:
                acts.drop_category(category, by=agent, at=timezone.now())
            else:
                place = whole_number(said.get("place", ""))
                acts.sort(category, names, place=place, by=agent, at=timezone.now())
            say(request, _("Kept."))
            return redirect("article-categories")
        except (Refused, NotAllowed) as why:
            refused = str(why)
    return answer(
        request,
        "desk/article_categories.html",
        status=422 if refused else 200,
        categories=queries.categories(),
        languages=settings.LANGUAGES,
        may_publish=queries.may_publish(agent),
        refused=refused,
    )


def _language(request: HttpRequest) -> str:
    language = request.POST.get("language", "")[:12]
    return language if language.replace("-", "").isalnum() and language.isascii() else settings.LANGUAGE_CODE
