"""The help centre: what everybody may read, in each language. No account, no script, nothing that follows a reader."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from allauth.account.adapter import get_adapter
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_POST, require_safe

from makegood.articles import acts
from makegood.articles.queries import centre
from makegood.articles.queries.centre import Line, Read
from makegood.base import files as stored
from makegood.base.html.articles import from_markdown, plain
from makegood.base.saving import SANDBOX, disposition, to_save
from makegood.people import queries as people
from makegood.portal.page import POLICY, View, show

LONGEST_TYPED, DESCRIBED = 200, 155
NAMES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "it": "Italiano", "nl": "Nederlands"}


def readable(view: View[...]) -> View[...]:
    """Whoever comes may read it, and machines that search may index it."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.setdefault("Content-Security-Policy", POLICY)
        response["Referrer-Policy"] = "strict-origin-when-cross-origin"
        response["X-Frame-Options"] = "DENY"
        return response

    limited: View[...] = login_not_required(rate_limit(action="help")(guarded))
    return limited


@readable
@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """The help centre in the reader's language, else in the one that it has most in."""
    there = centre.languages()
    return redirect("help", _fitting(request, there)) if there else _nothing(request, "")


@readable
@require_safe
def contents(request: HttpRequest, language: str) -> HttpResponse:
    """All that there is in a language; or what was looked for."""
    there = centre.languages()
    if language not in there:
        return redirect("help", _fitting(request, there)) if there else _nothing(request, "")
    asked = request.GET.get("q", "").strip()[:LONGEST_TYPED]
    with _speaking(request, language):
        return _show(
            request,
            "portal/help.html",
            language,
            asked=asked,
            found=centre.search(asked, language) if asked else [],
            groups=[] if asked else centre.contents(language),
            others=[] if asked else centre.only_elsewhere(language),
            tongues=[(one, NAMES.get(one[:2], one)) for one in there],
            canonical=_at(request, f"/help/{language}/"),
        )


@readable
@require_safe
def page(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The article; an earlier address leads to the one of now, one of another language to that."""
    read = centre.read(language, slug)
    if read is None:
        other = centre.elsewhere(slug)
        return redirect(_address(other)) if other else _nothing(request, language)
    if read.page.slug != slug:
        return redirect("help-page", language, read.page.slug, permanent=True)
    with _speaking(request, language):
        return _show(request, "portal/article.html", language, **_page_values(request, read))


@readable
@require_POST
def said(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Whether it helped, and perhaps a word; once a reader, whom a keyed hash alone tells from others."""
    read = centre.read(language, slug)
    if read is None:
        return _nothing(request, language)
    helped = request.POST.get("helped") == "yes"
    reader = f"{get_adapter().get_client_ip(request)} {request.headers.get('User-Agent', '')[:300]}"
    acts.say(read.page, reader=reader, helped=helped, words=request.POST.get("words", ""), at=timezone.now())
    told = "words" if request.POST.get("words", "").strip() else "yes" if helped else "no"
    return redirect(f"/help/{quote(language)}/{quote(read.page.slug)}?said={told}#helped")


@readable
@require_safe
def file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A picture, whose bytes are one, to look at; anything else to save. The name in the address decides nothing."""
    found = centre.enclosure(pk)
    if found is None:
        return _nothing(request, "")
    content = stored.read(found.stored)
    if not found.kind:
        return to_save(content, found.name)
    response = HttpResponse(content, content_type=found.kind)
    response["Content-Disposition"] = disposition(found.name, inline=True)
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=3600"
    return response


@readable
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Where everything is, for machines that search."""
    lines = [(_at(request, _address(line)), at) for line, at in centre.addresses()]
    return render(request, "portal/sitemap.xml", {"lines": lines}, content_type="application/xml")


def _page_values(request: HttpRequest, read: Read) -> dict[str, Any]:
    others = [(NAMES.get(one.language[:2], one.language), one.language, _address(one)) for one in read.others]
    here = f"/help/{read.page.language}/{read.page.slug}"
    words = plain(read.text)
    return {
        "read": read,
        "html": from_markdown(read.text),
        "others": others,
        "alternates": [(read.page.language, _at(request, here))] + [(two, _at(request, at)) for _, two, at in others],
        "canonical": _at(request, here),
        "described": words[:DESCRIBED] + ("…" if len(words) > DESCRIBED else ""),
        "said": request.GET.get("said", ""),
    }


def _show(request: HttpRequest, template: str, language: str, **values: Any) -> HttpResponse:
    company = people.company()
    return show(request, template, house=company.name if company else "", tongue=language, now=timezone.now(), **values)


def _nothing(request: HttpRequest, language: str) -> HttpResponse:
    there = centre.languages()
    at = f"/help/{language if language in there else there[0]}/" if there else ""
    return show(request, "portal/no_article.html", status=404, house="", at=at)


def _fitting(request: HttpRequest, there: list[str]) -> str:
    wanted = translation.get_language_from_request(request)
    return wanted if wanted in there else there[0]


def _speaking(request: HttpRequest, language: str) -> translation.override:
    """The frame around an article speaks its language, if we do; else the reader's."""
    ours = language if language in dict(settings.LANGUAGES) else translation.get_language_from_request(request)
    return translation.override(ours)


def _address(line: Line) -> str:
    return f"/help/{quote(line.language)}/{quote(line.slug)}"


def _at(request: HttpRequest, path: str) -> str:
    return f"{settings.PUBLIC_URL.origin}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)
