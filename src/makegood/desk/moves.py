"""Who has a conversation, and whose turn it is. Each act is a POST to its own address, and each can be undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.conversations import acts, queries
from makegood.conversations.models import Conversation, Undo
from makegood.conversations.rules import OffDuty, Refused
from makegood.customers import acts as customers
from makegood.customers import queries as customer_queries
from makegood.desk import times
from makegood.desk.conversation import show
from makegood.desk.page import agent_of, page_before, say, whole_number
from makegood.people import queries as people
from makegood.people.models import Agent, Team
from makegood.people.queries.scope import Named
from makegood.promises.queries import open_in

TODAY = "today"  # as `in`: what was done there is shown there
Act = Callable[[Conversation, Agent, datetime], Undo | None]


def do(request: HttpRequest, number: int, act: Act, words: str) -> HttpResponse:
    """Do it, say what was done with the way back, or why it was not; then show the conversation again."""
    agent, now = agent_of(request), timezone.now()
    found = queries.get_for(agent, number)
    try:
        undo = act(found, agent, now)
    except Refused as why:
        say(request, str(why))
    else:
        say(request, words, undo=reverse("undo", args=[undo.pk]) if undo else "")
    return back(request, number)


def back(request: HttpRequest, number: int) -> HttpResponse:
    """To the conversation, beside the list it was opened from; to that list when it is no longer the agent's to see."""
    view = request.GET.get("in", "team")
    if view == TODAY:
        return redirect("today")
    if not queries.visible_to(agent_of(request)).filter(pk=number).exists():
        return redirect("inbox", view)
    return redirect(f"{reverse('conversation', args=[number])}?in={view}")


@require_POST
def claim(request: HttpRequest, number: int) -> HttpResponse:
    """The agent has it."""
    return do(request, number, lambda found, me, now: acts.claim(found, by=me, at=now), _("You have this now."))


@require_POST
def release(request: HttpRequest, number: int) -> HttpResponse:
    """The team has it, nobody in it yet."""
    return do(request, number, lambda found, me, now: acts.release(found, by=me, at=now), _("The team has this now."))


@require_POST
def assign(request: HttpRequest, number: int) -> HttpResponse:
    """A person of the team, or another team, has it: `to` says agent-7 or team-3."""
    kind, _dash, pk = request.POST.get("to", "").partition("-")
    if kind == "team":
        team = people.teams_for(agent_of(request)).get(pk=whole_number(pk))
        words = _("%(name)s has this now.") % {"name": team.name}
        words += _spared(queries.get_for(agent_of(request), number), team)
        return do(request, number, lambda found, me, now: acts.assign(found, to=None, team=team, by=me, at=now),
                   words)  # fmt: skip
    found = queries.get_for(agent_of(request), number)
    to = people.who_may_answer(found.team_id).get(pk=whole_number(pk))
    words = _("%(name)s has this now.") % {"name": to.name}
    try:
        undo = acts.assign(found, to=to, by=agent_of(request), at=timezone.now())
    except OffDuty as why:  # who stands in, or the team, is one press away
        return show(request, found, status=422, off_duty=str(why), stand_in=_named(why.stand_in))
    except Refused as why:
        say(request, str(why))
    else:
        say(request, words, undo=reverse("undo", args=[undo.pk]))
    return back(request, number)


def _named(agent: int | None) -> Named | None:
    """Who stands in, by name; None: nobody does."""
    return Named(agent, people.names({agent})[agent]) if agent else None


def _spared(found: Conversation, team: Team) -> str:
    """A warning where the customer asked not to have to do with the team's place; else ""."""
    place = queries.avoided_names(found).get(team.location_id)
    words = _("The customer asked not to have to do with %(place)s, though. Take it back if you did not know.")
    return f" {words % {'place': place}}" if place else ""


@require_POST
def hold(request: HttpRequest, number: int) -> HttpResponse:
    """Nothing is to be done before then: one of the offered times, or a day."""
    now, zone = timezone.now(), timezone.get_current_timezone()
    until = times.read(request.POST.get("until") or request.POST.get("day", ""), zone, now=now)
    if until is None:
        say(request, _("Until when? Choose a time or a day."))
        return back(request, number)
    return do(request, number, lambda found, me, at: acts.hold(found, until=until, by=me, at=at),
               _("It rests. We look at it again then."))  # fmt: skip


@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Done, unless something was said that the agent has not seen."""
    agent, seen = agent_of(request), _seen(request)
    found = queries.get_for(agent, number)
    try:
        undo = acts.close(found, seen=seen, by=agent, at=timezone.now())
    except Refused as why:
        if open_in(found):  # what we owe stands there, to be kept, moved or withdrawn
            return show(request, found, status=422, not_closed=str(why))
        say(request, str(why))
    else:
        say(request, _("Closed. The customer can still write."), undo=reverse("undo", args=[undo.pk]))
    return back(request, number)


@require_POST
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Our turn again."""
    return do(request, number, lambda found, me, now: acts.reopen(found, by=me, at=now), _("Open again."))


@require_POST
def nothing(request: HttpRequest, number: int) -> HttpResponse:
    """Nothing is to be answered, and why: thanks, spam, answered elsewhere."""
    seen, why = _seen(request), request.POST.get("why", "")
    reason = next((one for one in acts.Nothing if one.value == why), acts.Nothing.THANKS)
    words = {
        acts.Nothing.THANKS: _("Closed: nothing to answer."),
        acts.Nothing.SPAM: _("Marked as spam. The sender is blocked; what they send is kept aside."),
        acts.Nothing.ANSWERED_ELSEWHERE: _("Closed: answered elsewhere."),
    }[reason]
    return do(
        request,
        number,
        lambda found, me, now: acts.nothing_to_answer(found, why=reason, seen=seen, by=me, at=now),
        words,
    )


@require_POST
def tag(request: HttpRequest, number: int) -> HttpResponse:
    """One tag more, or one less."""
    more, less = request.POST.get("add", "").split(","), request.POST.get("remove", "")

    def act(found: Conversation, me: Agent, now: datetime) -> Undo | None:
        return acts.tag(found, [*(one for one in found.tags if one != less), *more], by=me, at=now)

    return do(request, number, act, _("Tag taken off.") if less else _("Tagged."))


@require_POST
def group(request: HttpRequest, number: int) -> HttpResponse:
    """Its customer is in this group, or in none."""
    agent, chosen = agent_of(request), whole_number(request.POST.get("group", ""))
    found, into = queries.get_for(agent, number), customer_queries.group(chosen) if chosen else None
    customers.put_in_group(found.customer, into, by=agent.pk, at=timezone.now())
    say(request, _("Kept. What is owed follows."))
    return back(request, number)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """The act with this id never was."""
    try:
        number = acts.undo(pk, by=agent_of(request), at=timezone.now()).number
    except Refused as why:
        say(request, str(why))
        return redirect(page_before(request))
    say(request, _("Undone."))
    return back(request, number)


@require_POST
def undo_reply(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """The reply has not left; its words are the draft again."""
    queries.get_for(agent_of(request), number)
    message = queries.message_for(agent_of(request), pk)
    try:
        acts.undo_reply(message, by=agent_of(request), at=timezone.now())
        say(request, _("Taken back. Your words are in the composer again."))
    except Refused as why:
        say(request, str(why))
    return back(request, message.conversation_id)


@require_POST
def try_again(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """A delivery that failed is on its way again."""
    found = queries.get_for(agent_of(request), number)
    if not any(one.id == pk for item in queries.messages_after(found, 0) for one in item.deliveries):
        raise Http404
    try:
        acts.try_again(pk, by=agent_of(request), at=timezone.now())
        say(request, _("On its way again."))
    except Refused as why:
        say(request, str(why))
    return back(request, number)


def _seen(request: HttpRequest) -> int:
    return whole_number(request.POST.get("seen", ""))
