"""Stories for colleagues: read, shown, changed with the teller's yes, or kindly not shown; names and comments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from makegood.conversations.rules import Refused
from makegood.desk.page import agent_of, answer, say, whole_number
from makegood.kudos import acts as kudos
from makegood.kudos.acts import Giver
from makegood.kudos.models import Way
from makegood.kudos.queries import may_be_named
from makegood.people import queries as people
from makegood.people.models import Agent, Location
from makegood.stories import acts, queries, rules
from makegood.stories.models import State, Story, Topic

TABS = (State.WAITING, State.PROPOSED, State.PUBLISHED, State.DECLINED)
Move = Callable[[HttpRequest, Story, Agent, datetime], str]


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """What waits to be read, the longest wait first; for others, the stories that name them."""
    agent = agent_of(request)
    wanted = request.GET.get("state", "")
    state = State(wanted) if wanted in TABS else State.WAITING
    moderates = queries.may_moderate(agent)
    return answer(
        request,
        "desk/wall.html",
        moderates=moderates,
        state=state,
        tabs=[(one.value, one.label) for one in TABS],
        stories=_titled(queries.to_read(agent, state=state)),
        comments=queries.comments_to_read() if moderates and state == State.WAITING else [],
        namings=queries.namings_of(agent),
        is_on=queries.is_on(),
    )


def _titled(found: list[Story]) -> list[tuple[Story, str]]:
    return [(one, queries.plain_title(one.title, queries.masks_of(one), one.language)) for one in found]


@require_safe
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: the words, what is hidden and why, and what can be done."""
    return _page(request, queries.get_for(agent_of(request), pk))


@require_POST
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Shown, changed, not shown, or thanked for."""
    agent = agent_of(request)
    found = queries.get_for(agent, pk)
    if verb not in MOVES:
        raise Http404
    try:
        say(request, MOVES[verb](request, found, agent, timezone.now()))
    except Refused as why:
        return _page(request, queries.get_for(agent, pk), refused=str(why), status=409)
    return redirect("wall-story", pk)


@require_POST
def naming(request: HttpRequest, pk: int, number: int, verb: str) -> HttpResponse:
    """A colleague is asked to be named, answers, or is shown by name."""
    agent, now = agent_of(request), timezone.now()
    found = queries.get_for(agent, pk)
    if verb not in ("ask", "yes", "no", "show"):
        raise Http404
    try:
        if verb == "ask":
            _refuse_the_unnamed(found, number)
            acts.ask_name(found, number, by=agent, at=now)
        elif verb == "show":
            _refuse_the_unnamed(found, number)
            acts.show_name(found, number, by=agent, at=now)
        else:
            acts.answer_name(found, number, yes=verb == "yes", by=agent, at=now)
    except Refused as why:
        return _page(request, queries.get_for(agent, pk), refused=str(why), status=409)
    return redirect("wall-story", pk)


@require_POST
def comment(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A reader's comment is let in or turned away."""
    agent = agent_of(request)
    found = queries.comment_for(agent, pk)
    act = {"in": acts.let_in, "away": acts.turn_away}.get(verb)
    if act is None:
        raise Http404
    try:
        act(found, by=agent, at=timezone.now())
    except Refused as why:
        say(request, str(why))
    is_there = request.POST.get("next") == "story"
    return redirect("wall-story", found.story_id) if is_there else redirect("wall")


def _refuse_the_unnamed(found: Story, number: int) -> None:
    named = next((one for one in queries.masks_of(found) if one.number == number and one.agent_id), None)
    if named is not None and named.agent_id not in may_be_named([named.agent_id or 0]):
        raise Refused(_("They want to be named nowhere in public."))


def _publish(request: HttpRequest, found: Story, by: Agent, at: datetime) -> str:
    place, topic = request.POST.get("location", ""), whole_number(request.POST.get("topic", ""))
    location = next((one for one in people.places() if str(one.pk) == place), None)
    chosen = next((one for one in queries.topics() if one.pk == topic), None)
    acts.publish(found, location=location, topic=chosen, by=by, at=at)
    return _("It is on the wall. Its teller hears it by mail.")


def _propose(request: HttpRequest, found: Story, by: Agent, at: datetime) -> str:
    acts.propose(found, request.POST.get("title", ""), request.POST.get("text", ""), by=by, at=at)
    return _("Its teller is asked by mail. It is shown like this once they say yes.")


def _decline(request: HttpRequest, found: Story, by: Agent, at: datetime) -> str:
    acts.decline(found, request.POST.get("words", ""), by=by, at=at)
    return _("It is not shown. Its teller reads your words by mail.")


def _thank(request: HttpRequest, found: Story, by: Agent, at: datetime) -> str:
    """The words stay the teller's, who may take them back: the thanks point to the story and hold none of them."""
    named = {one.agent_id: one.agent for one in queries.masks_of(found) if one.agent_id}
    whom = named.get(whole_number(request.POST.get("agent", "")))
    if whom is None or not queries.may_moderate(by) or not queries.is_shown(found):
        raise Refused(_("Thanks go to a colleague whom a story on the wall names."))
    source = request.build_absolute_uri(reverse("story", args=[found.pk]))
    giver = Giver(Way.TOLD, by=by, source=source, once=f"story:{found.pk}:{whom.pk}")
    kudos.give(whom, words="", giver=giver, at=at)
    return _("%(name)s has it as thanks.") % {"name": whom.name}


MOVES: dict[str, Move] = {"publish": _publish, "propose": _propose, "decline": _decline, "thank": _thank}


def _choices(some: Iterable[Location] | Iterable[Topic]) -> list[tuple[str, str]]:
    return [("", _("None")), *((str(one.pk), one.name) for one in some)]


def _page(request: HttpRequest, found: Story, *, refused: str = "", status: int = 200) -> HttpResponse:
    agent, masks = agent_of(request), queries.masks_of(found)
    said = request.POST if status != 200 else {}
    values: dict[str, Any] = {
        "story": found,
        "title": queries.plain_title(found.title, masks, found.language),
        "paragraphs": [queries.dressed(one, masks, found.language) for one in found.text.split("\n") if one.strip()],
        "difference": queries.difference(found, masks) if found.state == State.PROPOSED else [],
        "typed": (said.get("title", queries.typed(found.title)), said.get("text", queries.typed(found.text))),
        "masks": masks,
        "kinds": rules.kinds_in_words(),
        "whys": rules.whys_in_words(),
        "original": queries.original_for(agent, found),
        "consent": queries.consent_of(found),
        "moderates": queries.may_moderate(agent),
        "is_shown": queries.is_shown(found),
        "mails": queries.mails_of(found),
        "comments": queries.comments_on(found),
        "place_choices": _choices(people.places()) if people.has_many_places() else [],
        "topic_choices": _choices(queries.topics()) if queries.topics() else [],
        "declining": rules.declining_words(),
        "said": said,
        "refused": refused,
    }
    return answer(request, "desk/wall_story.html", status=status, **values)
