"""Handing on: to colleagues, teams, locations and partners; and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from makegood.api.bearer import Bearer, agent_of
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.handoffs import HandoffOut, HandoffsOut, OfferIn, PartnerIn, PartnerOut, PartnersOut, WordsIn
from makegood.conversations import queries
from makegood.conversations.models import Conversation
from makegood.handoffs import acts
from makegood.handoffs import queries as handoffs
from makegood.handoffs.acts import leaving
from makegood.handoffs.models import Handoff
from makegood.people import acts as people_acts
from makegood.people import queries as people
from makegood.people.acts.partners import PartnerCard
from makegood.people.models import Agent, Partner

router = Router(tags=["handoffs"])
HERE = "/conversations/{number}/handoffs"
ONE = answers(HandoffOut, also=(404, 409))
PARTNERS = "/settings/partners"
Act = Callable[[Handoff, Agent, datetime], object]


@router.get(HERE, response=answers(HandoffsOut, also=(404,)), summary="List handoffs")
def listed(request: HttpRequest, number: PathId) -> HandoffsOut:
    """All of them, ended ones too."""
    found = queries.get_for(agent_of(request), number)
    return HandoffsOut(items=[_shown(one) for one in handoffs.all_in(found)])


@router.post(HERE, response=answers(HandoffOut, status=201, also=(404, 409)), summary="Offer a handoff")
def offer(request: HttpRequest, number: PathId, said: OfferIn) -> Status[HandoffOut]:
    """The owner keeps it until it is accepted. 409 when you may not, or another is offered already."""
    agent, now = agent_of(request), timezone.now()
    found = queries.get_for(agent, number)
    if said.partner:
        brief = acts.Brief(said.subject, said.reason, said.told, said.messages, said.files, said.logs)
        made = acts.offer_partner(found, brief, to=people.partner(said.partner), by=agent, at=now)
    else:
        made = _offer_inside(found, said, agent, now)
    return Status(201, _shown(handoffs.get_in(found, made.pk)))


def _offer_inside(found: Conversation, said: OfferIn, agent: Agent, now: datetime) -> Handoff:
    words = acts.Words(said.reason, said.told)
    if said.agent:
        return acts.offer(found, words, to=people.agent(said.agent), by=agent, at=now)
    if said.team:
        return acts.offer(found, words, to=people.team(said.team), by=agent, at=now)
    return acts.offer(found, words, to=people.location(said.location or 0), by=agent, at=now)


def _do(request: HttpRequest, number: int, pk: int, act: Act) -> HandoffOut:
    agent = agent_of(request)
    handoff = handoffs.get_in(queries.get_for(agent, number), pk)
    act(handoff, agent, timezone.now())
    return _shown(handoffs.again(handoff))


@router.post(HERE + "/{pk}/accept", response=ONE, summary="Accept")
def accept(request: HttpRequest, number: PathId, pk: PathId) -> HandoffOut:
    """You have the conversation. 409 unless it is offered to you and you are on duty."""
    return _do(request, number, pk, lambda one, me, now: acts.accept(one, by=me, at=now))


@router.post(HERE + "/{pk}/decline", response=ONE, summary="Decline")
def decline(request: HttpRequest, number: PathId, pk: PathId, said: WordsIn) -> HandoffOut:
    """It stays with its owner, who reads why."""
    return _do(request, number, pk, lambda one, me, now: acts.decline(one, why=said.text, by=me, at=now))


@router.post(HERE + "/{pk}/ask", response=ONE, summary="Ask before accepting")
def ask(request: HttpRequest, number: PathId, pk: PathId, said: WordsIn) -> HandoffOut:
    """Whoever offered it is asked; there is as much time once more, once."""
    return _do(request, number, pk, lambda one, me, now: acts.ask(one, question=said.text, by=me, at=now))


@router.post(HERE + "/{pk}/answer", response=ONE, summary="Answer what was asked")
def answer(request: HttpRequest, number: PathId, pk: PathId, said: WordsIn) -> HandoffOut:
    """The one who asked reads it."""
    return _do(request, number, pk, lambda one, me, now: acts.answer(one, text=said.text, by=me, at=now))


@router.post(HERE + "/{pk}/withdraw", response=ONE, summary="Withdraw an offer")
def withdraw(request: HttpRequest, number: PathId, pk: PathId, said: WordsIn) -> HandoffOut:
    """It is offered no more."""
    return _do(request, number, pk, lambda one, me, now: acts.withdraw(one, why=said.text, by=me, at=now))


@router.post(HERE + "/{pk}/tell", response=ONE, summary="Write to the partner")
def tell(request: HttpRequest, number: PathId, pk: PathId, said: WordsIn) -> HandoffOut:
    """The partner alone reads it, never the customer."""
    return _do(request, number, pk, lambda one, me, now: acts.tell_partner(one, text=said.text, by=me, at=now))


@router.post(HERE + "/{pk}/take-back", response=ONE, summary="Take back from a partner")
def take_back(request: HttpRequest, number: PathId, pk: PathId, said: WordsIn) -> HandoffOut:
    """They work on it no more, and are told."""
    return _do(request, number, pk, lambda one, me, now: acts.take_back(one, why=said.text, by=me, at=now))


@router.get(PARTNERS, response=answers(PartnersOut), auth=Bearer(admin=True), summary="List partners")
def partners(request: HttpRequest) -> PartnersOut:
    """All of them, ended ones too."""
    return PartnersOut(items=[PartnerOut.model_validate(one) for one in people.partners()])


@router.post(
    PARTNERS, response=answers(PartnerOut, status=201, also=(409,)), auth=Bearer(admin=True), summary="Add a partner"
)
def add_partner(request: HttpRequest, said: PartnerIn) -> Status[PartnerOut]:
    """Work can be handed to them."""
    made = people_acts.add_partner(_card(said), by=agent_of(request), now=timezone.now())
    return Status(201, PartnerOut.model_validate(made))


@router.put(
    PARTNERS + "/{pk}",
    response=answers(PartnerOut, also=(404, 409)),
    auth=Bearer(admin=True),
    summary="Change a partner",
)
def change_partner(request: HttpRequest, pk: PathId, said: PartnerIn) -> PartnerOut:
    """Known and reached as said."""
    people_acts.change_partner(people.partner(pk), _card(said), by=agent_of(request), now=timezone.now())
    return PartnerOut.model_validate(people.partner(pk))


@router.post(
    PARTNERS + "/{pk}/end",
    response=answers(PartnerOut, also=(404, 409)),
    auth=Bearer(admin=True),
    summary="End working with a partner",
)
def end_partner(request: HttpRequest, pk: PathId) -> PartnerOut:
    """What they have comes back to its owners; their links open nothing any more."""
    found: Partner = people.partner(pk)
    leaving.end_partner(found, by=agent_of(request), now=timezone.now())
    return PartnerOut.model_validate(people.partner(pk))


def _card(said: PartnerIn) -> PartnerCard:
    return PartnerCard(said.name, said.addresses, said.zone, said.language, said.about)


def _shown(one: Handoff) -> HandoffOut:
    return HandoffOut(
        id=one.pk,
        number=one.conversation_id,
        state=one.state,
        to=one.to_name,
        agent=one.agent_id,
        team=one.team_id,
        location=one.location_id,
        partner=one.partner_id,
        by=one.by_id,
        reason=one.reason,
        told=one.told,
        subject=one.subject,
        at=one.at,
        asked_at=one.asked_at,
        accepted_at=one.accepted_at,
        promised_at=one.promised_at,
        ended_at=one.ended_at,
        why=one.why,
    )
