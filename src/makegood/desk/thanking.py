"""Thanks at the desk: read them, add a word, say whom they were for, thank a colleague, print them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from makegood.conversations import queries as conversations
from makegood.conversations.rules import Refused
from makegood.desk.page import agent_of, answer, page_before, say, whole_number
from makegood.kudos import acts, certificate, queries, rules
from makegood.kudos.models import Kudos, Way
from makegood.kudos.queries import Card
from makegood.people import queries as people
from makegood.people.models import Agent
from makegood.stories.acts import hide_name

NEW_FOR = timedelta(days=1)


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """All thanks that one may read, newest first; above them what one is to decide."""
    agent, now = agent_of(request), timezone.now()
    cards = queries.cards(agent)
    undecided = [(one, queries.likely(one)) for one in queries.undecided_for(agent)]
    return answer(
        request,
        "desk/kudos.html",
        cards=cards,
        undecided=undecided,
        title=_("Thanks"),
        summary=_summary([one for one in cards if now - one.at < NEW_FOR]),
        **_around(agent),
    )


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """What one of us was thanked for, as far as one may read it."""
    agent = agent_of(request)
    other = queries.person_for(agent, pk)
    title = _("Thanks to you") if pk == agent.pk else _("Thanks to %(name)s") % {"name": other}
    cards = queries.cards(agent, of=pk)
    return answer(
        request, "desk/kudos.html", cards=cards, undecided=[], title=title, summary="", whose=pk, **_around(agent)
    )


def _around(agent: Agent) -> dict[str, Any]:
    return {
        "short": rules.SHORT,
        "is_unnamed": queries.is_unnamed(agent.pk),
        "has_tables": bool(queries.tables_for(agent)),
        "papers": [("a4", "A4"), ("letter", "Letter")],
    }


def _summary(new: list[Card]) -> str:
    return ngettext("%(count)d is new since yesterday.", "%(count)d are new since yesterday.", len(new)) % {
        "count": len(new)
    } if new else ""  # fmt: skip


def _doing(request: HttpRequest, act: Callable[[], object], done: str, *, undo: str = "") -> HttpResponse:
    """Back where they were, with what was done or why not."""
    try:
        act()
        say(request, done, undo=undo)
    except Refused as why:
        say(request, str(why))
    before = page_before(request)
    return redirect(before if before.startswith(("/kudos", "/today")) else "/kudos")


@require_POST
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """A word of who leads them."""
    agent, words, now = agent_of(request), request.POST.get("words", ""), timezone.now()
    found = queries.get_for(agent, pk)
    return _doing(request, lambda: acts.add_word(found, words, by=agent, at=now), _("Your word stands beside it."))


@require_POST
def whom(request: HttpRequest, pk: int) -> HttpResponse:
    """It was for this colleague."""
    agent, now = agent_of(request), timezone.now()
    found = queries.undecided(agent, pk)
    known = {one.id for one in queries.likely(found)}
    number = whole_number(request.POST.get("agent") or request.POST.get("other", ""))
    if number not in known:
        say(request, _("Whom do you want to thank? Choose a colleague."))
        return redirect("kudos")
    chosen = people.agent(number)
    done = _("It has reached %(name)s.") % {"name": chosen}
    return _doing(request, lambda: acts.decide(found, chosen, by=agent, at=now), done)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """It is no thanks."""
    agent, now = agent_of(request), timezone.now()
    found = queries.undecided(agent, pk)
    undo = reverse("kudos-back", args=[pk])
    return _doing(request, lambda: acts.drop(found, by=agent, at=now), _("Put aside."), undo=undo)


@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """It is to be decided again."""
    agent, now = agent_of(request), timezone.now()
    return _doing(request, lambda: acts.bring_back(pk, by=agent, at=now), _("It is back."))


@require_POST
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """All colleagues may read it, or not any more."""
    agent, now, is_on = agent_of(request), timezone.now(), request.POST.get("on") == "1"
    found = queries.get_for(agent, pk)
    done = _("All colleagues can read it now.") if is_on else _("Only you and who leads you can read it now.")
    return _doing(request, lambda: acts.let_read(found, by=agent, at=now, is_shown=is_on), done)


@require_POST
def naming(request: HttpRequest) -> HttpResponse:
    """Whether one wants to be named in public."""
    agent, now = agent_of(request), timezone.now()
    if request.POST.get("on") == "1":
        return _doing(request, lambda: acts.name_again(agent, at=now), _("You may be named again."))
    return _doing(request, lambda: _name_nowhere(agent, at=now), _("You are named nowhere in public."))


def _name_nowhere(agent: Agent, *, at: datetime) -> None:
    """Neither in thanks nor in a story, from the same moment on."""
    with transaction.atomic():
        acts.name_nowhere(agent, at=at)
        hide_name(agent, at=at)


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate. Who wants to be named nowhere prints theirs alone."""
    agent = agent_of(request)
    found = queries.get_for(agent, pk)
    chosen = request.GET.get("paper", "a4")
    may = found.agent_id == agent.pk or (
        queries.stands_over(agent, found.agent_id or 0) and not queries.is_unnamed(found.agent_id or 0)
    )
    if chosen not in certificate.PAPERS or not may:
        raise Http404
    made = certificate.certificate(found, language=agent.language, paper=chosen)
    return _pdf(made, f"thanks-{pk}.pdf")


def _pdf(made: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Thank a colleague, for something in a conversation or for anything."""
    agent, refused, said = agent_of(request), "", request.POST or request.GET
    number = whole_number(said.get("c", ""))
    about = conversations.get_for(agent, number) if number else None
    choices = queries.to_thank(agent, about)
    if request.method == "POST":
        try:
            kudos = _give(request, agent, dict(choices), about)
        except Refused as why:
            refused = str(why)
        else:
            say(request, _("It has reached %(name)s.") % {"name": kudos.agent})
            return redirect("conversation", number) if about else redirect("kudos")
    return answer(
        request,
        "desk/kudos_new.html",
        status=409 if refused else 200,
        about=about,
        choices=choices,
        said=said,
        once=said.get("once") or secrets.token_urlsafe(12),
        refused=refused,
    )


def _give(request: HttpRequest, agent: Agent, known: dict[int, str], about: Any) -> Kudos:
    whom = whole_number(request.POST.get("whom", ""))
    if whom not in known:
        raise Refused(_("Whom do you want to thank? Choose a colleague."))
    once = f"colleague:{agent.pk}:{request.POST.get('once', '')[:40]}"
    giver = acts.Giver(Way.COLLEAGUE, by=agent, once=once)
    words = request.POST.get("words", "")
    return acts.give(people.agent(whom), words=words, giver=giver, about=about, at=timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
def places(request: HttpRequest) -> HttpResponse:
    """The public pages of the places that one leads: opened, closed, at a new address."""
    agent, now = agent_of(request), timezone.now()
    found = queries.tables_for(agent)
    if not found:
        raise Http404
    if request.method == "POST":
        place, _table = queries.place_for(agent, whole_number(request.POST.get("place", "")))
        token = secrets.token_urlsafe(9)
        moves: dict[str, tuple[Callable[[], object], str]] = {
            "open": (lambda: acts.open_table(place, by=agent, token=token, at=now), _("The page is open.")),
            "close": (lambda: acts.close_table(place, by=agent, at=now), _("The page is closed.")),
            "renew": (
                lambda: acts.renew_table(place, by=agent, token=token, at=now),
                _("The page has a new address. Print it again: the old code leads nowhere."),
            ),
        }
        act, done = moves.get(request.POST.get("do", ""), moves["open"])
        say(request, done)
        act()
        return redirect("kudos-places")
    shown = [(place, table, _address(table.token) if table else "") for place, table in found]
    return answer(request, "desk/kudos_places.html", places=shown, has_address=settings.PUBLIC_URL is not None)


def _address(token: str) -> str:
    origin = settings.PUBLIC_URL.origin if settings.PUBLIC_URL else ""
    return f"{origin}{reverse('place-page', args=[token])}"


@require_safe
def code(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The code of a place's page, as a picture or as a sheet to put on the table."""
    agent = agent_of(request)
    _place, table = queries.place_for(agent, pk)
    if table is None or settings.PUBLIC_URL is None:
        raise Http404
    address = _address(table.token)
    if form == "svg":
        headers = {"Content-Disposition": f'attachment; filename="thanks-{pk}.svg"'}
        return HttpResponse(certificate.qr(address), content_type="image/svg+xml", headers=headers)
    chosen = request.GET.get("paper", "a4")
    if chosen not in certificate.PAPERS:
        raise Http404
    made = certificate.sheet(table, address=address, language=agent.language, paper=chosen)
    return _pdf(made, f"thanks-{pk}-{chosen}.pdf")
