"""All reads of handoffs. Whether an agent may see the conversation is asked before: `conversations.queries.get_for`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from makegood.base.plain import ask
from makegood.clocks.models import Clock
from makegood.clocks.models import Kind as ClockKind
from makegood.conversations.models import Conversation
from makegood.customers.models import Identity
from makegood.handoffs import atwork, rules
from makegood.handoffs.models import Handoff, Said, SaidFile, State
from makegood.people.models import Agent

MOST = 20
NAMES = ("agent", "team", "location", "partner", "owner", "by", "accepted_by", "ended_by")


@dataclass(frozen=True, slots=True)
class Word:
    """What went between the two sides. `who` is a name, as it is shown; `files` are (id, name, size)."""

    kind: str
    who: str
    text: str
    at: datetime
    is_doubtful: bool = False
    files: tuple[tuple[int, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A handoff as the conversation's page shows it. `due_at` is None when no clock runs for it.

    `may_answer`: the viewer can accept or decline; `may_end`: withdraw or answer a question.
    """

    id: int
    to: str
    is_partner: bool
    state: str
    by: str
    owner: str
    reason: str
    told: str
    at: datetime
    due_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    why: str
    is_asked: bool
    words: list[Word]
    may_answer: bool
    may_end: bool
    subject: str = ""
    failed: str = ""
    logs: bool = False

    @property
    def is_open(self) -> bool:
        """Somebody has yet to answer, or is at work on it."""
        return self.ended_at is None


def get_in(conversation: Conversation, pk: int) -> Handoff:
    """The handoff, if it is one of the conversation's. Raises Handoff.DoesNotExist."""
    return Handoff.objects.select_related(*NAMES).get(pk=pk, conversation=conversation)


def all_in(conversation: Conversation) -> list[Handoff]:
    """All handoffs of a conversation, the first first. One query."""
    return list(Handoff.objects.filter(conversation=conversation).select_related(*NAMES).order_by("pk"))


def again(handoff: Handoff) -> Handoff:
    """The same as it is now."""
    return Handoff.objects.select_related(*NAMES).get(pk=handoff.pk)


def offered_among(ids: Iterable[int | None]) -> list[int]:
    """Those that nobody has answered yet. One query."""
    wanted = [one for one in ids if one is not None]
    return list(Handoff.objects.filter(pk__in=wanted, state=State.OFFERED).values_list("pk", flat=True))


def cards(agent: Agent, conversation: Conversation) -> list[Card]:
    """The open handoffs of a conversation that this agent sees, and the one by which its owner came to have it.

    One query while there is none; three otherwise, and what tells whether the viewer may answer.
    """
    if not ask("SELECT 1 FROM handoffs_handoff WHERE conversation_id = %s LIMIT 1", [conversation.pk]):
        return []
    found = list(Handoff.objects.filter(conversation=conversation).select_related(*NAMES).order_by("-pk")[:MOST])
    shown = [one for one in reversed(found) if one.is_open or one.partner_id or _brought(one, conversation)]
    if not shown:
        return []
    ids = [one.pk for one in shown]
    clocks = Clock.objects.filter(kind__in=[ClockKind.OFFER, ClockKind.PARTNER], about_id__in=ids, ended_at=None)
    due = {one.about_id: one for one in clocks}
    words = _words(ids)
    return [_card(one, agent, conversation, due.get(one.pk), words.get(one.pk, [])) for one in shown]


def _brought(handoff: Handoff, conversation: Conversation) -> bool:
    """Whether its acceptance is why the owner of now has the conversation."""
    return (
        handoff.state == State.ACCEPTED
        and handoff.partner_id is None
        and handoff.accepted_by_id == conversation.owner_id
    )


def _words(ids: list[int]) -> dict[int, list[Word]]:
    found: dict[int, list[Word]] = {}
    said = Said.objects.filter(handoff__in=ids).select_related("by").order_by("pk")
    files: dict[int, list[tuple[int, str, int]]] = {}
    for pk, of, name, size in (
        SaidFile.objects.filter(said__in=said).order_by("pk").values_list("pk", "said", "name", "size")
    ):
        files.setdefault(of, []).append((pk, name, size))
    for one in said:
        who = str(one.by) if one.by else one.name or one.address
        word = Word(one.kind, who, one.text, one.at, one.is_doubtful, tuple(files.get(one.pk, ())))
        found.setdefault(one.handoff_id, []).append(word)
    return found


def file_in(handoff: Handoff, pk: int) -> SaidFile:
    """A file that came with a word in this handoff. Raises SaidFile.DoesNotExist."""
    return SaidFile.objects.get(pk=pk, said__handoff=handoff)


def _card(one: Handoff, agent: Agent, conversation: Conversation, clock: Clock | None, words: list[Word]) -> Card:
    is_offered = one.state == State.OFFERED
    return Card(
        id=one.pk,
        to=one.to_name,
        is_partner=one.partner_id is not None,
        state=one.state,
        by=str(one.by),
        owner=str(one.owner or ""),
        reason=one.reason,
        told=one.told,
        at=one.at,
        due_at=clock.due_at if clock else None,
        started_at=clock.started_at if clock else None,
        ended_at=one.ended_at,
        ended_by=str(one.ended_by or ""),
        why=one.why,
        is_asked=one.asked_at is not None,
        words=words,
        may_answer=is_offered and one.partner_id is None and atwork.may_accept(agent, one),
        may_end=one.is_open and (one.by_id == agent.pk or atwork.may_offer(agent, conversation)),
        subject=one.subject,
        failed=one.failed,
        logs=one.logs,
    )


def offered_to(agent: Agent) -> QuerySet[Handoff]:
    """What is offered to the agent, or to a team or location where they work, the soonest due first by id."""
    teams = atwork.teams_of(agent)
    places = {team.location_id for team in teams}
    mine = Handoff.objects.filter(state=State.OFFERED, agent=agent)
    ours = Handoff.objects.filter(state=State.OFFERED, team__in=teams)
    there = Handoff.objects.filter(state=State.OFFERED, location__in=places)
    return (mine | ours | there).select_related(*NAMES).order_by("pk")


def open_to(*, agent: int | None = None, team: int | None = None, location: int | None = None) -> list[Handoff]:
    """What is offered to someone or some place that goes; name one."""
    name, pk = next((name, pk) for name, pk in (("agent", agent), ("team", team), ("location", location)) if pk)
    return list(Handoff.objects.filter(ended_at=None, **{name: pk}).order_by("pk"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail to a handoff's address belongs: to the handoff, or, from the customer, to the conversation."""

    conversation: int
    is_for_handoff: bool


def place_of(handoff: int, sender: str) -> Place | None:
    """Where it belongs; None when there is no such handoff. Two queries.

    A customer whom a partner copied in, and who answers to all, speaks to us, not to the partner.
    """
    found = Handoff.objects.select_related("partner", "conversation").filter(pk=handoff, partner__isnull=False).first()
    if found is None or found.partner is None:
        return None
    number, address = found.conversation_id, sender.strip().lower()
    if rules.is_theirs(address, found.partner.addresses):
        return Place(number, is_for_handoff=True)
    theirs = Identity.objects.filter(customer=found.conversation.customer_id, value__iexact=address)
    return Place(number, is_for_handoff=not theirs.exists())


def conversation_of(handoff: int) -> int:
    """The conversation that the handoff hangs on now."""
    return int(Handoff.objects.values_list("conversation", flat=True).get(pk=handoff))
