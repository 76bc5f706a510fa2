"""Thanks as pages show them, starting from what an agent may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from makegood.conversations.models import Conversation, Message, Note
from makegood.conversations.queries import visible_to as conversations_of
from makegood.kudos.models import BY_CUSTOMER, Kudos, Table, Unnamed, Way
from makegood.kudos.queries.whom import deciders_at, led_by, stands_over
from makegood.people.models import Agent, Location, Rank, Role
from makegood.people.queries import has_many_places, standing

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Added:
    """A word that somebody who leads them added."""

    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """Thanks as one reads them. `giver` "": a customer whose name is not the reader's to know, or who gave none.

    `number` and `subject` are the conversation's, for who may open it anyway; `added_by_me` my own word, "" for none.
    """

    id: int
    agent: int
    name: str
    place: str
    words: str
    giver: str
    at: datetime
    way: str
    number: int | None
    subject: str
    source: str
    added: list[Added]
    is_mine: bool
    is_led: bool
    is_shown: bool
    may_be_shown: bool
    added_by_me: str


def visible_to(agent: Agent) -> QuerySet[Kudos]:
    """Their own, those of whom they lead, and what a colleague lets all read."""
    given = Kudos.objects.filter(state=Kudos.State.GIVEN)
    led = led_by(agent)
    if led is None:
        return given
    shown = Q(is_shown=True) & ~Q(agent__in=Unnamed.objects.values("agent"))
    return given.filter(Q(agent=agent) | Q(agent__in=led) | shown)


def get_for(agent: Agent, pk: int) -> Kudos:
    """The thanks, or Http404 when this agent may not see them."""
    found = visible_to(agent).select_related("agent", "location", "customer", "by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def cards(agent: Agent, *, of: int | None = None, before: int = 0, limit: int = SHOWN) -> list[Card]:
    """The newest thanks that the agent may read; `of`: to that person alone; `before`: of lower ids. Nine queries."""
    rows = visible_to(agent).select_related("agent", "location", "customer", "by", "conversation")
    rows = rows.prefetch_related("added__by").order_by("-pk")
    rows = rows.filter(pk__lt=before) if before else rows
    found = list((rows.filter(agent=of) if of is not None else rows)[:limit])
    places = places_of({one.agent_id for one in found if one.agent_id}) if has_many_places() else {}
    numbers = {one.conversation_id for one in found if one.conversation_id}
    seen = set(conversations_of(agent).filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set()
    reader = _Reader(agent, led_by(agent), set(Unnamed.objects.values_list("agent_id", flat=True)), seen)
    return [_card(one, reader, places.get(one.agent_id or 0, "")) for one in found]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads, whom they lead (None: everyone), who wants to be named nowhere, which conversations they may open."""

    agent: Agent
    led: frozenset[int] | None
    unnamed: set[int]
    seen: set[int]


def _card(one: Kudos, reader: _Reader, place: str) -> Card:
    is_mine = one.agent_id == reader.agent.pk
    is_led = not is_mine and (reader.led is None or one.agent_id in reader.led)
    knows, is_named = is_mine or is_led, one.agent_id not in reader.unnamed
    opens = knows and one.conversation_id in reader.seen
    said = list(one.added.all())
    mine = next((word.words for word in said if word.by_id == reader.agent.pk), "")
    return Card(
        id=one.pk,
        agent=one.agent_id or 0,
        name=str(one.agent),
        place=place,
        words=one.words,
        giver=giver_of(one) if knows or one.way == Way.COLLEAGUE else "",
        at=one.at,
        way=one.way,
        number=one.conversation_id if opens else None,
        subject=one.conversation.subject if opens and one.conversation else "",
        source=one.source,
        added=[Added(str(word.by), word.words) for word in said],
        is_mine=is_mine,
        is_led=is_led,
        is_shown=one.is_shown and is_named,
        may_be_shown=is_mine and is_named,
        added_by_me=mine,
    )


def giver_of(one: Kudos) -> str:
    """Who said it, as they call themselves; "" when nobody knows."""
    if one.way == Way.COLLEAGUE:
        return str(one.by or "")
    if one.way in BY_CUSTOMER and one.customer:
        return one.customer.name
    return one.name


def places_of(agents: set[int]) -> dict[int, str]:
    """Where each of them works, in their first post. One query."""
    rows = Role.objects.filter(agent__in=agents).exclude(rank=Rank.ADMIN).order_by("-pk")
    return {
        agent: team or place or ""
        for agent, team, place in rows.values_list("agent_id", "team__location__name", "location__name")
    }


def undecided_for(agent: Agent) -> list[Kudos]:
    """What the agent is to decide, oldest first: for whom it was, or whether it is thanks at all."""
    rows = Kudos.objects.filter(state__in=(Kudos.State.WAITING, Kudos.State.HELD))
    rows = rows.select_related("location", "agent", "conversation").order_by("pk")
    leads = standing(agent).leads
    if leads.everything:
        return list(rows[:SHOWN])
    places = {one.location: None for one in rows if one.location}
    mine = [one.pk for one in places if one.pk in leads.locations or agent.pk in deciders_at(one)]
    return list(rows.filter(location__in=mine)[:SHOWN])


def undecided(agent: Agent, pk: int) -> Kudos:
    """One of those, or Http404."""
    found = next((one for one in undecided_for(agent) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def person_for(agent: Agent, pk: int) -> Agent:
    """Whose page of thanks the agent may open: their own, of whom they lead, or of who shows some. Else Http404."""
    other = Agent.objects.filter(pk=pk).first()
    if other is None or not (pk == agent.pk or stands_over(agent, pk) or visible_to(agent).filter(agent=pk).exists()):
        raise Http404
    return other


def new_for(agent: Agent, *, since: datetime) -> list[Card]:
    """Thanks to the agent since then, newest first."""
    return [one for one in cards(agent, of=agent.pk, limit=5) if one.at >= since]


def to_thank(agent: Agent, about: Conversation | None) -> list[tuple[int, str]]:
    """Colleagues to choose from, by name; for a conversation those who wrote in it. Two queries at most."""
    others = Agent.objects.filter(is_active=True).exclude(pk=agent.pk).order_by("name", "pk")
    if about is not None:
        wrote = Message.objects.filter(conversation=about, by__isnull=False).values("by")
        noted = Note.objects.filter(conversation=about, by__isnull=False).values("by")
        if found := list(others.filter(Q(pk__in=wrote) | Q(pk__in=noted)).values_list("pk", "name")):
            return found
    return list(others.exclude(roles=None).values_list("pk", "name")[:500])


def table_at(token: str) -> Table | None:
    """The public page that the token opens; None: there is none, or it is closed. One query."""
    if not 8 <= len(token) <= 32 or not token.isascii():
        return None
    rows = Table.objects.select_related("location").filter(token=token, is_open=True, location__is_active=True)
    return rows.first()


def tables_for(agent: Agent) -> list[tuple[Location, Table | None]]:
    """The places that the agent leads, by name, each with its page; None: it has none yet. Two queries."""
    leads = standing(agent).leads
    places = Location.objects.filter(is_active=True).order_by("name")
    if not (leads.everything or standing(agent).is_admin):
        places = places.filter(pk__in=leads.locations)
    known = {one.location_id: one for one in Table.objects.filter(location__in=places)}
    return [(one, known.get(one.pk)) for one in places]


def place_for(agent: Agent, pk: int) -> tuple[Location, Table | None]:
    """One of those, or Http404."""
    found = next((one for one in tables_for(agent) if one[0].pk == pk), None)
    if found is None:
        raise Http404
    return found


def to_name_at(location: Location, *, most: int = 12) -> list[tuple[int, str]]:
    """First names to choose from on the public page, by name: who works there and may be named. None for too many."""
    here = Role.objects.filter(team__location=location, agent__is_active=True)
    here = here.exclude(agent__in=Unnamed.objects.values("agent"))
    found = dict(here.order_by("agent__name").values_list("agent_id", "agent__name"))
    return [(pk, name.partition(" ")[0]) for pk, name in found.items()] if len(found) <= most else []


def left_at(location: Location, *, since: datetime) -> int:
    """How much guests have left at the place since then. One query."""
    return Kudos.objects.filter(location=location, way=Way.PLACE, at__gte=since).count()


def months_thanks(since: datetime, until: datetime) -> list[Any]:
    """Everything that was given between the two, by place and person, oldest first. Two queries."""
    rows = Kudos.objects.filter(state=Kudos.State.GIVEN, at__gte=since, at__lt=until)
    found = list(rows.select_related("agent", "by", "customer", "conversation").order_by("at", "pk"))
    places = places_of({one.agent_id for one in found if one.agent_id})
    return sorted(((places.get(one.agent_id or 0, ""), str(one.agent), one) for one in found), key=lambda one: one[:2])
