"""Mentions on their pages: what was said elsewhere, what it tells, and what a person makes of it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from makegood.conversations import queries as conversations
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.desk.page import agent_of, answer, say, whole_number
from makegood.mentions import acts, queries
from makegood.mentions.acts import Decision, Known
from makegood.mentions.models import Episode, Mention
from makegood.mentions.queries import View
from makegood.mentions.rules import Told
from makegood.people import queries as people
from makegood.people.models import Agent, Team
from makegood.remedies.models import RemedyKind

VIEWS = [(View.WAITING, lazy("Wait for you")), (View.NEW, lazy("Being read")), (View.DONE, lazy("Done"))]


@require_safe
def mentions(request: HttpRequest, view: str = View.WAITING) -> HttpResponse:
    """One of the three lists, as they came."""
    agent = agent_of(request)
    chosen = next((one for one in View if one == view), View.WAITING)
    after = whole_number(request.GET.get("after", ""))
    found = queries.listed(agent, chosen, after=after)
    more = found[-1].pk if len(found) == queries.SHOWN else 0
    return answer(
        request,
        "desk/mentions.html",
        mentions=found,
        which=chosen,
        views=VIEWS,
        counts=queries.counts(agent),
        more=more,
        many_teams=len({one.team_id for one in found}) > 1,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest) -> HttpResponse:
    """An address that somebody came upon, or the words themselves."""
    agent, sent = agent_of(request), request.POST
    teams = _own_teams(agent)
    if request.method != "POST":
        return answer(request, "desk/mention_paste.html", said={}, teams=teams, refused="")
    team = next((one for one in teams if str(one.pk) == sent.get("team", "")), teams[0] if teams else None)
    try:
        if team is None:
            raise Refused(_("You are in no team that could answer it."))
        made = acts.paste(sent.get("said", ""), team=team, title=sent.get("title", ""), by=agent, at=timezone.now())
    except Known as known:
        if known.mention is None:
            return answer(request, "desk/mention_paste.html", said=sent, teams=teams, refused=str(known), status=422)
        say(request, str(known))
        return redirect("mention", known.mention)
    except Refused as why:
        return answer(request, "desk/mention_paste.html", said=sent, teams=teams, refused=str(why), status=422)
    return redirect("mention", made.pk)


@require_safe
def mention(request: HttpRequest, pk: int) -> HttpResponse:
    """Its text with the episodes marked, and what can be done with each."""
    return _page(request, queries.get_for(agent_of(request), pk))


@require_POST
def correct(request: HttpRequest, pk: int, episode: int) -> HttpResponse:
    """What was read is put right."""
    agent = agent_of(request)
    found = queries.episode_for(agent, pk, episode)
    seen = whole_number(request.POST.get("seen", ""))

    def act() -> None:
        acts.correct(found, _told(request), seen=seen, by=agent, at=timezone.now())

    return _done(request, pk, act, _("Corrected."), at=f"episode-{episode}", form=f"correct-{episode}")


@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """A stretch that nobody had seen is an episode."""
    agent = agent_of(request)
    found = queries.get_for(agent, pk)

    def act() -> None:
        acts.mark(found, _told(request), by=agent, at=timezone.now())

    return _done(request, pk, act, _("Marked."), form="mark")


@require_POST
def decide(request: HttpRequest, pk: int, episode: int) -> HttpResponse:
    """Praise, trouble, both, or nothing of ours."""
    agent = agent_of(request)
    found = queries.episode_for(agent, pk, episode)
    seen = whole_number(request.POST.get("seen", ""))

    def act() -> None:
        acts.decide(found, _decision(request, agent), seen=seen, by=agent, at=timezone.now())

    undo = reverse("mention-back", args=[pk, episode])
    is_nothing = "nothing" in request.POST
    words = _("It is nothing of ours.") if is_nothing else _("Confirmed. Those whom it concerns know.")
    return _done(request, pk, act, words, at=f"episode-{episode}", form=f"decide-{episode}", undo=undo)


@require_POST
def back(request: HttpRequest, pk: int, episode: int) -> HttpResponse:
    """What was decided is taken back."""
    agent = agent_of(request)
    found = queries.episode_for(agent, pk, episode)

    def act() -> None:
        acts.take_back(found, by=agent, at=timezone.now())

    return _done(request, pk, act, _("Taken back. It waits for you again."), at=f"episode-{episode}")


@require_POST
def nothing(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing in it is ours."""
    agent = agent_of(request)
    found = queries.get_for(agent, pk)

    def act() -> None:
        acts.nothing_of_ours(found, by=agent, at=timezone.now())

    return _done(request, pk, act, _("It is nothing of ours."), undo=reverse("mention-open", args=[pk]))


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """That nothing in it is ours is taken back."""
    agent = agent_of(request)
    found = queries.get_for(agent, pk)

    def act() -> None:
        acts.reopen(found, by=agent, at=timezone.now())

    return _done(request, pk, act, _("Taken back. It waits for you again."))


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """It is fetched once more, or the words that were pasted are read."""
    agent = agent_of(request)
    found = queries.get_for(agent, pk)

    def act() -> None:
        acts.read_again(found, text=request.POST.get("text", ""), by=agent, at=timezone.now())

    return _done(request, pk, act, _("It is read again."), form="again")


def _done(
    request: HttpRequest, pk: int, act: Callable[[], None], words: str, *, at: str = "", form: str = "", undo: str = ""
) -> HttpResponse:
    """The page again, at that place; or with what was typed and why it was refused, beside the form."""
    try:
        act()
    except Refused as why:
        return _page(request, queries.get_for(agent_of(request), pk), refused={form: str(why)})
    say(request, words, undo=undo)
    return redirect(reverse("mention", args=[pk]) + (f"#{at}" if at else ""))


def _page(request: HttpRequest, found: Mention, *, refused: dict[str, str] | None = None) -> HttpResponse:
    agent, now = agent_of(request), timezone.now()
    page = queries.page(agent, found, now=now)
    open_ones = [one for one in page.episodes if one.state == Episode.State.PROPOSED]
    return answer(
        request,
        "desk/mention.html",
        status=422 if refused else 200,
        now=now,
        page=page,
        mention=found,
        named=queries.named(open_ones) if open_ones else {},
        everyone=[(one.pk, one.name) for one in queries.thankable()] if open_ones else [],
        teams=people.team_choices(agent),
        valences=Episode.Valence.choices,
        remedies=dict(RemedyKind.choices),
        refused=refused or {},
        said=request.POST if refused else {},
    )


def _own_teams(agent: Agent) -> list[Team]:
    """The teams whose mentions the agent sees, their own first."""
    seen, own = people.standing(agent).audience, people.own_teams(agent)
    teams = [one for one in people.teams_for(agent) if seen.includes(one.pk)]
    return sorted(teams, key=lambda one: one.pk not in own)


def _told(request: HttpRequest) -> Told:
    sent = request.POST

    def lines(name: str) -> list[str]:
        return [line.strip() for line in sent.get(name, "").splitlines() if line.strip()]

    words = ("teller", "about", "place", "remedy")
    longer = ("asked", "promise", "outcome")
    return Told(
        passage=sent.get("passage", "").replace("\r\n", "\n").strip(),
        valence=sent.get("valence", ""),
        trouble="trouble" in sent,
        staff=[name.strip() for name in sent.get("staff", "").split(",") if name.strip()],
        quotes=lines("quotes"),
        **{name: " ".join(sent.get(name, "").split()) for name in words},
        **{name: sent.get(name, "").replace("\r\n", "\n").strip() for name in longer},
    )


def _decision(request: HttpRequest, agent: Agent) -> Decision:
    """What was ticked. Raises Refused."""
    sent = request.POST
    if "nothing" in sent:
        return Decision()
    chosen = {*sent.getlist("thanked"), sent.get("also", "")}
    thanked = [one for one in queries.thankable() if str(one.pk) in chosen]
    team = next((one for one in people.teams_for(agent) if str(one.pk) == sent.get("team", "")), None)
    if not thanked and team is None:
        raise Refused(_("Choose whom to thank, or which team sees to it; or say that it is nothing of ours."))
    theirs, mail = _who(sent.get("who", ""), agent)
    customer = theirs.customer if theirs else None
    return Decision(thanked, sent.get("words", ""), team, customer, mail)


def _who(said: str, agent: Agent) -> tuple[Conversation | None, str]:
    """A conversation with the teller, by its number; or their mail address; or neither. Raises Refused."""
    said = said.strip()
    if not said or "@" in said:
        return None, said
    number = whole_number(said.lstrip("#"))
    found = conversations.visible_to(agent).filter(pk=number).select_related("customer").first() if number else None
    if found is None:
        raise Refused(_("Write their mail address, or the number of a conversation with them, as #1042."))
    return found, ""
