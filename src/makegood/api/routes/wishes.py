"""How the customer of a conversation wants to be reached, and whom they thanked."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from makegood.api.bearer import agent_of
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.wishes import KudosOut, WishesIn, WishesOut
from makegood.conversations import acts, queries
from makegood.conversations.models import Conversation
from makegood.conversations.wishes import in_words
from makegood.kudos.queries import given_in

router = Router(tags=["customers"])
HERE = "/conversations/{number}"


@router.get(HERE + "/wishes", response=answers(WishesOut, also=(404,)), summary="How the customer wants to be reached")
def wishes(request: HttpRequest, number: PathId) -> WishesOut:
    """What they said for this conversation, else for all that is theirs; empty: they said nothing."""
    return _shown(queries.get_for(agent_of(request), number))


@router.put(HERE + "/wishes", response=answers(WishesOut, also=(404, 409)), summary="Say how they want to be reached")
def wish(request: HttpRequest, number: PathId, said: WishesIn) -> WishesOut:
    """They told you so. It is kept with all that is theirs, or for this conversation alone. Twice is once."""
    agent = agent_of(request)
    found = queries.get_for(agent, number)
    acts.wish(found, said.as_wishes(), by=agent, at=timezone.now())
    return _shown(found)


@router.get(HERE + "/kudos", response=answers(KudosOut | None, also=(404,)), summary="Whom the customer thanked")
def kudos(request: HttpRequest, number: PathId) -> KudosOut | None:
    """Once a matter; null: not yet, or nobody has said yet whom they meant."""
    found = given_in(queries.get_for(agent_of(request), number))
    if found is None or found.agent is None:
        return None
    return KudosOut(agent=found.agent.pk, name=found.agent.name, words=found.words, at=found.at)


def _shown(found: Conversation) -> WishesOut:
    it = queries.wishes_in(found)
    same = ("way", "call_from", "call_until", "only_changes", "words")
    return WishesOut(
        **{name: getattr(it, name) for name in same},
        avoids=list(it.avoids),
        only_here=it.is_here,
        in_words=in_words(it, queries.place_names(it)),
    )
