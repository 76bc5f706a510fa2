"""Praise that stands in a conversation and has reached nobody yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from makegood.conversations.models import Conversation, Message, Note
from makegood.conversations.queries import written_tongue
from makegood.kudos.models import Kudos, Way
from makegood.kudos.spotting import praise_in
from makegood.people.models import Agent, Role

NEWEST, MOST_NAMES = 5, 12


@dataclass(frozen=True, slots=True)
class Offer:
    """A praise, whom it is likely for (the first), and whom else."""

    message: int
    words: str
    people: list[tuple[int, str]]


def spotted(conversation: Conversation) -> list[Offer]:
    """Praise in the newest messages of the customer that nobody has passed on. Six queries at most."""
    rows = Message.objects.filter(conversation=conversation, direction=Message.IN, kind="person")
    rows = rows.filter(is_doubtful=False, is_stranger=False).order_by("-pk")[:NEWEST]
    found = {pk: new or text for pk, new, text in rows.values_list("pk", "reply_text", "text")}
    passed = Kudos.objects.filter(message__in=found, way=Way.MAIL).values_list("message_id", flat=True)
    found = {pk: text for pk, text in found.items() if pk not in set(passed)} if found else {}
    tongue = written_tongue(conversation.pk) if found else ""
    said = {pk: praises[0] for pk, text in found.items() if (praises := praise_in(text, tongue))}
    if not said:
        return []
    offers = [Offer(pk, one.passage, to_praise(conversation, one.names)) for pk, one in said.items()]
    return [one for one in offers if one.people]


def to_praise(conversation: Conversation, names: Collection[str]) -> list[tuple[int, str]]:
    """Whom praise can be for: whoever it names stands first, then who wrote to the customer last and who has it, then
    the place's people. Four queries."""
    wrote = Message.objects.filter(conversation=conversation, by__isnull=False).order_by("-pk")
    first = list(dict.fromkeys(wrote.values_list("by", flat=True)[:50]))
    noted = Note.objects.filter(conversation=conversation, by__isnull=False).values_list("by", flat=True)
    first += [one for one in [conversation.owner_id, *noted] if one and one not in first]
    here = Role.objects.filter(
        Q(team__location=conversation.team.location_id) | Q(location=conversation.team.location_id)
    )
    called = Q(pk__in=())
    for name in sorted(names)[:MOST_NAMES]:
        called |= Q(name__istartswith=f"{name} ") | Q(name__iexact=name)
    wanted = called | Q(pk__in=first) | Q(pk__in=here.values("agent"))
    known = Agent.objects.filter(wanted, is_active=True)
    rows = list(known.order_by("name").values_list("pk", "name")[:200])
    said = {one.casefold() for one in names}
    place = {pk: index for index, pk in enumerate(first)}
    return sorted(rows, key=lambda one: (said.isdisjoint(one[1].casefold().split()), place.get(one[0], len(place))))
