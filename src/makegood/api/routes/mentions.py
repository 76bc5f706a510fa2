"""Mentions: what is said about us elsewhere, and what a person makes of it."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status

from makegood.api.bearer import agent_of
from makegood.api.paging import next_of, number_after
from makegood.api.shapes.common import After, Limit, Page, PathId, answers
from makegood.api.shapes.mentions import DecisionIn, EpisodeOut, MentionIn, MentionOut
from makegood.conversations.rules import Refused
from makegood.mentions import acts, queries
from makegood.mentions.acts import Decision
from makegood.mentions.models import Episode, Mention
from makegood.mentions.queries import View
from makegood.people import queries as people
from makegood.people.models import Agent, Team

router = Router(tags=["mentions"])
ONE = answers(MentionOut, also=(404, 409))
SAME = ("id", "address", "title", "author", "published_at", "at", "state", "trouble", "text")


def shown(mention: Mention) -> MentionOut:
    """As programs see it."""
    return MentionOut(
        **{name: getattr(mention, name) for name in SAME},
        team=mention.team_id,
        source=mention.source.name if mention.source else "",
        episodes=[_episode(one) for one in mention.episodes.all()],
    )


def _episode(one: Episode) -> EpisodeOut:
    same = [name for name in EpisodeOut.model_fields if name != "conversation"]
    return EpisodeOut(**{name: getattr(one, name) for name in same}, conversation=one.conversation_id)


@router.get("/mentions", response=answers(Page[MentionOut]), summary="List mentions")
def mentions(
    request: HttpRequest, state: Literal["waiting", "new", "done"] = "waiting", after: After = "", limit: Limit = 50
) -> Page[MentionOut]:
    """Those that your teams see, as they came; what is done, the newest first."""
    found = queries.listed(agent_of(request), View(state), after=number_after(after), most=limit + 1)
    items = [shown(one) for one in found[:limit]]
    return Page[MentionOut](items=items, next=next_of(items, more=len(found) > limit))


@router.post("/mentions", response=answers(MentionOut, status=201, also=(409,)), summary="Paste a mention")
def paste(request: HttpRequest, said: MentionIn) -> Status[MentionOut]:
    """An address that is fetched and read, or the words themselves. Nobody is told of it."""
    agent = agent_of(request)
    made = acts.paste(said.said, team=_team(agent, said.team), title=said.title, by=agent, at=timezone.now())
    return Status(201, shown(made))


@router.get("/mentions/{pk}", response=answers(MentionOut, also=(404,)), summary="Get a mention")
def mention(request: HttpRequest, pk: PathId) -> MentionOut:
    """What it says, and the accounts in it."""
    return shown(queries.get_for(agent_of(request), pk))


@router.post("/mentions/{pk}/nothing", response=ONE, summary="Say that nothing in it is ours")
def nothing(request: HttpRequest, pk: PathId) -> MentionOut:
    """It is done. Twice is once."""
    agent = agent_of(request)
    acts.nothing_of_ours(queries.get_for(agent, pk), by=agent, at=timezone.now())
    return shown(queries.get_for(agent, pk))


@router.post("/mentions/episodes/{pk}/decision", response=ONE, summary="Decide on an account")
def decide(request: HttpRequest, pk: PathId, said: DecisionIn) -> MentionOut:
    """Praise for colleagues, a conversation of a team, both, or nothing of ours. Only now is anybody told."""
    agent = agent_of(request)
    found = queries.an_episode_for(agent, pk)
    known = {one.pk: one for one in queries.thankable()}
    if any(one not in known for one in said.thanked):
        raise Refused(_("Somebody of those whom you thank does not work here."))
    team = _team(agent, said.team) if said.team else None
    decision = Decision([known[one] for one in dict.fromkeys(said.thanked)], said.words, team, None, said.mail.strip())
    acts.decide(found, decision, seen=said.seen, by=agent, at=timezone.now())
    return shown(queries.get_for(agent, found.mention_id))


@router.post("/mentions/episodes/{pk}/back", response=ONE, summary="Take a decision back")
def back(request: HttpRequest, pk: PathId) -> MentionOut:
    """Within ten minutes, by who decided: the conversation closes, the thanks are dropped. Twice is once."""
    agent = agent_of(request)
    found = queries.an_episode_for(agent, pk)
    acts.take_back(found, by=agent, at=timezone.now())
    return shown(queries.get_for(agent, found.mention_id))


def _team(agent: Agent, pk: int) -> Team:
    """The team, open as they all are that may be given work. Raises Refused."""
    found = people.teams_for(agent).filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such team."))
    return found
