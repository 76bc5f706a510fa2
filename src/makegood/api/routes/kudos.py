"""Thanks: those that one may read, giving them, adding a word."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from makegood.api.bearer import agent_of
from makegood.api.paging import next_of, number_after
from makegood.api.shapes.common import After, Limit, PathId, answers
from makegood.api.shapes.kudos import AddedWordIn, AddedWordOut, ThanksIn, ThanksOut, ThanksPage
from makegood.conversations.queries import get_for
from makegood.kudos import acts, queries
from makegood.kudos.models import Way
from makegood.kudos.queries import Card
from makegood.people import queries as people
from makegood.people.models import Agent

router = Router(tags=["kudos"])


@router.get("/kudos", response=answers(ThanksPage, also=(422,)), summary="List thanks")
def thanks(request: HttpRequest, after: After = "", limit: Limit = 50) -> ThanksPage:
    """To you, to those you lead, and what colleagues let all read; the newest first."""
    found = queries.cards(agent_of(request), before=number_after(after), limit=limit + 1)
    items = [_shown(one) for one in found[:limit]]
    return ThanksPage(items=items, next=next_of(items, more=len(found) > limit))


@router.post("/kudos", response=answers(ThanksOut, status=201, also=(404, 409)), summary="Thank a colleague")
def give(request: HttpRequest, said: ThanksIn) -> Status[ThanksOut]:
    """They read it at once, and so does whoever leads them. With a `name` it is passed on from somebody else."""
    agent, now = agent_of(request), timezone.now()
    about = get_for(agent, said.conversation) if said.conversation else None
    giver = acts.Giver(Way.TOLD if said.name else Way.COLLEAGUE, by=agent, name=said.name)
    kudos = acts.give(people.agent(said.agent), words=said.words, giver=giver, about=about, at=now)
    return Status(201, _one(kudos.agent or agent, kudos.pk))


@router.get("/kudos/{pk}", response=answers(ThanksOut, also=(404,)), summary="Read thanks")
def one(request: HttpRequest, pk: PathId) -> ThanksOut:
    """One of those that you may read."""
    agent = agent_of(request)
    queries.get_for(agent, pk)
    return _one(agent, pk)


@router.post("/kudos/{pk}/word", response=answers(ThanksOut, also=(404, 409)), summary="Add a word")
def add_word(request: HttpRequest, pk: PathId, said: AddedWordIn) -> ThanksOut:
    """For who leads them. Another word takes the place of the first."""
    agent = agent_of(request)
    acts.add_word(queries.get_for(agent, pk), said.words, by=agent, at=timezone.now())
    return _one(agent, pk)


def _one(reader: Agent, pk: int) -> ThanksOut:
    [found] = queries.cards(reader, before=pk + 1, limit=1)
    return _shown(found)


def _shown(one: Card) -> ThanksOut:
    same = ("id", "agent", "name", "words", "giver", "way", "at", "source")
    added = [AddedWordOut(by=word.by, words=word.words) for word in one.added]
    return ThanksOut(**{name: getattr(one, name) for name in same}, conversation=one.number, added=added)
