"""Articles as they are written: looked through, changed, compared, published, taken down."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from makegood.articles import acts, queries
from makegood.articles.models import Audience, Page, State, Version
from makegood.articles.rules import Draft
from makegood.base.html.articles import from_markdown
from makegood.conversations.rules import Refused
from makegood.desk.page import agent_of, answer, say, whole_number
from makegood.people.rules import NotAllowed

SHOWN = 200


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """All of them, or those that fit, the last changed first."""
    agent, about, state = agent_of(request), request.GET.get("q", "").strip()[:200], request.GET.get("state", "")
    found = list(queries.pages_for(agent, about=about, state=state if state in State.values else "")[:SHOWN])
    return answer(
        request,
        "desk/articles.html",
        pages=found,
        counts=queries.counted(found),
        about=about,
        state=state,
        states=State.choices,
        may_write=queries.may_write(agent),
        may_publish=queries.may_publish(agent),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new article: POST keeps it as a draft, or only shows how it would look."""
    language = request.POST.get("language", settings.LANGUAGE_CODE)[:12]
    if request.method != "POST" or "look" in request.POST:
        return _form(request, None, language, _said(request))
    try:
        page = acts.begin(
            _said(request),
            language=language,
            audience=_audience(request),
            category=queries.category(whole_number(request.POST.get("category", ""))),
            by=agent_of(request),
            at=timezone.now(),
        )
    except (Refused, NotAllowed) as why:
        return _form(request, None, language, _said(request), refused=str(why))
    say(request, _("Kept as a draft."))
    return redirect("article", page.article_id, page.language)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The article in a language: to read, to change, to begin where it has none in that language yet."""
    agent, article = agent_of(request), queries.article_for(agent_of(request), pk)
    found = queries.pages_for(agent, language=language).filter(article=pk).first()
    if request.method != "POST" or "look" in request.POST:
        draft = _said(request) if request.method == "POST" else _as_it_is(found)
        return _form(request, found, language, draft, article=article)
    said, now = _said(request), timezone.now()
    try:
        if found is None:
            found = acts.translate(article, said, language=language, by=agent, at=now)
        else:
            found = acts.write(found, said, seen=whole_number(request.POST.get("seen", "")), by=agent, at=now)
        if "publish" in request.POST:
            acts.publish(found, by=agent, at=now)
    except acts.Between as why:
        found = queries.page_for(agent, pk, language)
        return _form(request, found, language, said, article=article, refused=str(why), status=409, theirs=found)
    except (Refused, NotAllowed) as why:
        found = queries.pages_for(agent, language=language).filter(article=pk).first()
        return _form(request, found, language, said, article=article, refused=str(why))
    say(request, _("Published.") if "publish" in request.POST else _("Kept."))
    return redirect("article", pk, language)


@require_safe
def versions(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Every version, and what one of them changed."""
    found = queries.page_for(agent_of(request), pk, language)
    all_of_it = queries.versions_of(found)
    number = whole_number(request.GET.get("of", "")) or found.revision
    chosen = next((one for one in all_of_it if one.number == number), all_of_it[0])
    before = next((one for one in all_of_it if one.number < chosen.number), None)
    return answer(
        request,
        "desk/article_versions.html",
        page=found,
        versions=all_of_it,
        chosen=chosen,
        changes=difference(before, chosen),
        html=from_markdown(chosen.text),
    )


@require_POST
def move(request: HttpRequest, pk: int, language: str, verb: str) -> HttpResponse:
    """Published, taken down, or put back to an earlier version."""
    found, agent, now = queries.page_for(agent_of(request), pk, language), agent_of(request), timezone.now()
    if verb not in VERBS:
        raise Http404
    try:
        VERBS[verb](request, found, agent, now)
    except (Refused, NotAllowed) as why:
        say(request, str(why))
    return redirect("article", pk, language)


def _publish(request: HttpRequest, found: Page, agent: Any, now: datetime) -> None:
    acts.publish(found, by=agent, at=now)
    say(request, _("Published."))


def _take_down(request: HttpRequest, found: Page, agent: Any, now: datetime) -> None:
    acts.take_down(found, by=agent, at=now)
    say(request, _("Nobody but us sees it now."))


def _put_back(request: HttpRequest, found: Page, agent: Any, now: datetime) -> None:
    acts.put_back(found, whole_number(request.POST.get("number", "")), by=agent, at=now)
    say(request, _("It says again what it said then. Readers see it once it is published."))


VERBS: dict[str, Callable[..., None]] = {"publish": _publish, "down": _take_down, "back": _put_back}


def difference(before: Version | None, after: Version) -> list[tuple[str, str]]:
    """What came and what went, line by line: ("+", …), ("-", …), or (" ", …) for what stayed beside it."""
    old = [before.title, before.other_words, *before.text.split("\n")] if before else []
    new = [after.title, after.other_words, *after.text.split("\n")]
    lines = list(difflib.unified_diff(old, new, lineterm="", n=2))[2:]
    return [("…", "") if one.startswith("@@") else (one[0], one[1:]) for one in lines]


def _said(request: HttpRequest) -> Draft:
    said = request.POST
    return Draft(said.get("title", ""), said.get("text", ""), said.get("other_words", ""), said.get("slug", ""))


def _as_it_is(found: Page | None) -> Draft:
    return Draft(found.title, found.text, found.other_words, found.slug) if found else Draft("", "")


def _audience(request: HttpRequest) -> str:
    return Audience.AGENTS if request.POST.get("audience") == Audience.AGENTS else Audience.PUBLIC


def _form(
    request: HttpRequest, found: Page | None, language: str, draft: Draft, *, article: Any = None, **more: Any
) -> HttpResponse:
    agent = agent_of(request)
    status = more.pop("status", 422 if more.get("refused") else 200)
    pages = queries.pages_of(article) if article else []
    there = {one.language for one in pages}
    return answer(
        request,
        "desk/article.html",
        status=status,
        page=found,
        article=article,
        pages=pages,
        tongue=language,
        languages=settings.LANGUAGES,
        missing=[(code, name) for code, name in settings.LANGUAGES if code not in there] if article else [],
        draft=draft,
        seen=found.revision if found else 0,
        html=from_markdown(draft.text[:40_000]) if draft.text.strip() else "",
        judged=queries.judged(found) if found else None,
        files=queries.enclosures_of(article) if article else [],
        category_choices=[(one.pk, str(one)) for one in queries.categories()],
        may_publish=queries.may_publish(agent),
        **({"refused": "", "theirs": None} | more),
    )
