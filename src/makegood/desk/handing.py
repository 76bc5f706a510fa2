"""Handing on: the page that asks to whom, and what becomes of an offer, each a POST to its own address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from makegood.base import files as stored
from makegood.base.saving import to_save
from makegood.conversations import queries
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.desk import times
from makegood.desk.moves import back
from makegood.desk.page import agent_of, answer, say, whole_number
from makegood.handoffs import acts
from makegood.handoffs import queries as handoffs
from makegood.handoffs.atwork import avoided_place
from makegood.handoffs.models import Handoff
from makegood.people import queries as people
from makegood.people.duty import queries as duty
from makegood.people.models import Agent, Location, Partner, Team

SHOWN_MESSAGES = 20
Act = Callable[[Handoff, str, Agent, datetime], object]


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody or some place to hand on to: `key` is agent-7, team-3, location-2; `words` says how they stand."""

    key: str
    name: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under one heading."""

    title: str
    choices: list[Choice]


@require_http_methods(["GET", "HEAD", "POST"])
def hand_on(request: HttpRequest, number: int) -> HttpResponse:
    """To whom, why, and what the customer was told; then the offer is made."""
    agent, now = agent_of(request), timezone.now()
    found = queries.get_for(agent, number)
    if request.method != "POST":
        return _ask(request, found, now)
    try:
        name = _offer(request, found, now)
    except Refused as why:
        return _ask(request, found, now, refused=str(why), status=422)
    say(request, _("Offered to %(name)s. It stays with its owner until it is accepted.") % {"name": name})
    return back(request, number)


def _offer(request: HttpRequest, found: Conversation, now: datetime) -> str:
    """It is offered; the name of whom to."""
    agent, said = agent_of(request), request.POST
    to = _chosen(agent, said.get("to", ""))
    if not isinstance(to, Partner):
        words = acts.Words(said.get("reason", ""), said.get("told", ""))
        acts.offer(found, words, to=to, by=agent, at=now)
        return to.name
    brief = acts.Brief(
        said.get("subject", ""),
        said.get("reason", ""),
        said.get("told", ""),
        messages=[whole_number(one) for one in said.getlist("message")],
        files=[whole_number(one) for one in said.getlist("file")],
        logs="logs" in said,
    )
    acts.offer_partner(found, brief, to=to, by=agent, at=now)
    return to.name


def _ask(
    request: HttpRequest, found: Conversation, now: datetime, *, refused: str = "", status: int = 200
) -> HttpResponse:
    page = queries.page(agent_of(request), found)
    return answer(
        request,
        "desk/hand_on.html",
        status=status,
        now=now,
        pane=found,
        customer=page.customer,
        groups=_groups(agent_of(request), found, now),
        messages=[one for one in page.items if isinstance(one, queries.MessageItem)][-SHOWN_MESSAGES:],
        chosen=set(request.POST.getlist("message")),
        chosen_files=set(request.POST.getlist("file")),
        said=request.POST or request.GET,
        spared=list(queries.avoided_names(found).values()),
        refused=refused,
    )


def _groups(agent: Agent, found: Conversation, now: datetime) -> list[Group]:
    """Who is on duty first, then the others, teams and locations. Places only where there is more than one."""
    zone = timezone.get_current_timezone()
    some = [one for one in people.everyone() if one.is_active and one.pk not in (found.owner_id, agent.pk)]
    some = [one for one in some if any(role.rank != "admin" for role in one.roles.all())]
    spared = queries.avoided_names(found)
    some = [one for one in some if not avoided_place(one, spared)] if spared else some
    stand = duty.duty_of_all([one.pk for one in some], at=now)
    on = [_person(one, stand[one.pk].words(now=now, zone=zone)) for one in some if stand[one.pk].is_on]
    off = [_person(one, stand[one.pk].words(now=now, zone=zone)) for one in some if not stand[one.pk].is_on]
    teams = [Choice(f"team-{pk}", name) for pk, name in _teams_but(spared).items()]
    places = [Choice(f"location-{pk}", name) for pk, name in people.location_names().items() if pk not in spared]
    companies = [Choice(f"partner-{one.pk}", one.name) for one in people.partners(active=True)]
    groups = [Group(_("On duty now"), on), Group(_("Off duty"), off)]
    groups += [Group(_("Teams"), teams)] if len(teams) > 1 else []
    groups += [Group(_("Locations"), places)] if len(places) > 1 else []
    groups += [Group(_("Partner companies"), companies)]
    return [one for one in groups if one.choices]


def _teams_but(spared: Mapping[int, str]) -> dict[int, str]:
    """The teams by id, without those of places from which the customer asked to be spared."""
    there = people.teams_at(spared) if spared else set()
    return {pk: name for pk, name in people.team_names().items() if pk not in there}


def _person(agent: Agent, words: str) -> Choice:
    return Choice(f"agent-{agent.pk}", agent.name, words)


def _chosen(agent: Agent, key: str) -> Agent | Team | Location | Partner:
    kind, _dash, text = key.partition("-")
    pk = whole_number(text)
    if kind == "agent":
        return people.agent(pk)
    if kind == "team":
        return people.teams_for(agent).get(pk=pk)
    if kind == "location":
        return people.location(pk)
    if kind == "partner":
        return people.partner(pk)
    raise Refused(_("To whom? Choose somebody."))


def _do(request: HttpRequest, number: int, pk: int, act: Act, words: str) -> HttpResponse:
    agent = agent_of(request)
    found = queries.get_for(agent, number)
    text = request.POST.get("text", "")
    try:
        act(handoffs.get_in(found, pk), text, agent, timezone.now())
        say(request, words)
    except Refused as why:
        say(request, str(why))
    return back(request, number)


@require_POST
def accept(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """The agent has it."""
    return _do(request, number, pk, lambda one, text, me, now: acts.accept(one, by=me, at=now), _("You have this now."))


@require_POST
def decline(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """It stays where it was, and they know why."""
    return _do(request, number, pk, lambda one, text, me, now: acts.decline(one, why=text, by=me, at=now),
               _("Declined. It stays where it was, with your reason."))  # fmt: skip


@require_POST
def ask(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Whoever offered it is asked something first."""
    return _do(request, number, pk, lambda one, text, me, now: acts.ask(one, question=text, by=me, at=now),
               _("Asked. You have more time meanwhile."))  # fmt: skip


@require_POST
def reply(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Whoever asked back has an answer."""
    return _do(request, number, pk, lambda one, text, me, now: acts.answer(one, text=text, by=me, at=now),
               _("Answered."))  # fmt: skip


@require_POST
def withdraw(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """It is offered no more."""
    return _do(request, number, pk, lambda one, text, me, now: acts.withdraw(one, why=text, by=me, at=now),
               _("Withdrawn. It stays with its owner."))  # fmt: skip


@require_POST
def tell(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """A word to the partner."""
    return _do(request, number, pk, lambda one, text, me, now: acts.tell_partner(one, text=text, by=me, at=now),
               _("Sent to the partner; the customer sees nothing of it."))  # fmt: skip


@require_POST
def take_back(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """The partner works on it no more."""
    return _do(request, number, pk, lambda one, text, me, now: acts.take_back(one, why=text, by=me, at=now),
               _("Taken back. The partner is told."))  # fmt: skip


@require_POST
def wrote_down(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """What the partner said on the phone: they take it, they cannot, it is done."""
    day = times.day(request.POST.get("day", ""))

    def act(one: Handoff, text: str, me: Agent, now: datetime) -> None:
        voice = acts.Voice(text=text, by=me)
        match request.POST.get("verb", ""):
            case "take":
                acts.take(one, voice, day=day, at=now)
            case "refuse":
                acts.refuse(one, voice, at=now)
            case "finish":
                acts.finish(one, voice, at=now)
            case _:
                raise Refused(_("What did they say? Choose one."))

    return _do(request, number, pk, act, _("Written down for them."))


@require_safe
def partner_file(request: HttpRequest, number: int, pk: int, file: int) -> HttpResponse:
    """A file that a partner sent, to save."""
    found = queries.get_for(agent_of(request), number)
    kept = handoffs.file_in(handoffs.get_in(found, pk), file)
    return to_save(stored.read(kept.stored), kept.name)
