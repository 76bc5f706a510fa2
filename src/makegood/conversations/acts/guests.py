"""Who sees a conversation besides its team, for as long as something in it is put to them."""

from __future__ import annotations

from collections.abc import Iterable

from makegood.conversations import attached
from makegood.conversations.models import Conversation, Guest
from makegood.people.models import Agent, Team


def invite(
    conversation: Conversation, *, why: str, about: int, agents: Iterable[Agent] = (), teams: Iterable[Team] = ()
) -> None:
    """These see the conversation until `dismiss`; inside an act. `why` is the kind of clock, `about` its cause."""
    guests = [Guest(conversation=conversation, why=why, about=about, agent=one) for one in agents]
    guests += [Guest(conversation=conversation, why=why, about=about, team=one) for one in teams]
    Guest.objects.bulk_create(guests, ignore_conflicts=True)
    _say(conversation)


def dismiss(conversation: Conversation, *, why: str, about: int) -> None:
    """What was put to them has ended; they see the conversation no more, unless for another reason."""
    if Guest.objects.filter(conversation=conversation, why=why, about=about).delete()[0]:
        _say(conversation)


def _say(conversation: Conversation) -> None:
    for one in attached.everyone():
        one.changed(conversation)
