"""What is handed on: doctor sees each thing that a vandal breaks, and of two at the same moment one wins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from makegood.agenda.models import Turn
from makegood.clocks.models import Clock, Kind
from makegood.config.doctor import examine
from makegood.conversations import acts as conversations
from makegood.conversations.acts.guests import invite
from makegood.conversations.models import Conversation, State
from makegood.conversations.rules import Refused
from makegood.handoffs import acts, due
from makegood.handoffs.acts import Brief, Voice, Words
from makegood.handoffs.models import Handoff, Mail, Said
from makegood.handoffs.models import State as Step
from makegood.people.models import Agent, Partner
from tests.guarantees.at_once import at_once
from tests.world import World, build

NOW = timezone.now()


def claimed(world: World) -> Conversation:
    conversation = world.receive(at=NOW)
    conversations.claim(conversation, by=world.ana, at=NOW)
    return Conversation.objects.get(pk=conversation.pk)


def hand_over(world: World) -> tuple[Handoff, Handoff]:
    """An offer inside, and one to a partner, in two conversations."""
    partner, _new = Partner.objects.get_or_create(
        name="Fennick", defaults={"addresses": ["rosa@fennick.example"], "created_at": NOW}
    )
    inside = acts.offer(claimed(world), Words("x"), to=world.mo, by=world.ana, at=NOW)
    outside = acts.offer_partner(claimed(world), Brief("Lamp", "x"), to=partner, by=world.ana, at=NOW)
    return inside, outside


def broken() -> list[str]:
    return [words for one in examine(now=timezone.now()) for words in one.violations]


def test_handed_on_a_healthy_desk_is_healthy(world: World) -> None:
    inside, outside = hand_over(world)
    assert broken() == []
    acts.accept(inside, by=Agent.objects.get(pk=world.mo.pk), at=NOW)
    acts.take(outside, Voice(name="Rosa"), day=None, at=NOW)
    assert broken() == []
    acts.finish(outside, Voice(name="Rosa"), at=NOW)
    assert broken() == []


def no_clock() -> None:
    Clock.objects.filter(kind=Kind.OFFER).update(ended_at=NOW)


def ended_with_a_clock() -> None:
    Handoff.objects.update(state=Step.WITHDRAWN, ended_at=NOW)


def no_partner_clock() -> None:
    acts.take(Handoff.objects.get(partner__isnull=False), Voice(name="Rosa"), day=None, at=NOW)
    Clock.objects.filter(kind=Kind.PARTNER).update(ended_at=NOW)


def another_owner() -> None:
    Conversation.objects.update(owner=Agent.objects.get(email__startswith="ben"))


def pestered() -> None:
    one = Handoff.objects.get(partner__isnull=False)
    for n in range(5):
        Mail.objects.create(handoff=one, kind=Mail.Kind.REMINDER, hashed=str(n), at=NOW, state=Mail.State.SENT)


def no_mail_turn() -> None:
    Turn.objects.filter(kind="partner_mail").delete()


def stray_guest() -> None:
    invite(Conversation.objects.latest("pk"), why=Kind.OFFER, about=999_999_999, agents=[Agent.objects.latest("pk")])


def no_turn() -> None:
    Turn.objects.filter(kind="offer").delete()


@pytest.mark.parametrize(
    ("vandal", "words"),
    [
        (no_clock, "is open and no clock runs for it"),
        (no_partner_clock, "is open and no clock runs for it"),
        (ended_with_a_clock, "is over and a clock still runs"),
        (another_owner, "has another owner than when"),
        (pestered, "has had 5 automatic mails"),
        (no_mail_turn, "nothing is planned to send it"),
        (stray_guest, "to whom it is offered no more"),
        (no_turn, "nothing will happen when it runs out"),
    ],
)
def test_doctor_names_what_is_broken(world: World, vandal: Callable[[], None], words: str) -> None:
    hand_over(world)
    vandal()
    assert any(words in one for one in broken()), broken()


@pytest.fixture
def busy(transactional_db: None) -> World:
    return build()


def _winners(results: list[Any]) -> list[Any]:
    assert all(one is None or isinstance(one, Refused | Conversation) for one in results), results
    return [one for one in results if not isinstance(one, Refused)]


@pytest.mark.django_db(transaction=True)
def test_accept_against_withdraw_one_wins_and_the_other_is_told(busy: World) -> None:
    inside, _outside = hand_over(busy)
    mo = Agent.objects.get(pk=busy.mo.pk)
    results = at_once(
        lambda: acts.accept(inside, by=mo, at=NOW), lambda: acts.withdraw(inside, why="", by=busy.ana, at=NOW)
    )
    inside.refresh_from_db()
    assert len(_winners(results)) == 1 and inside.state in (Step.ACCEPTED, Step.WITHDRAWN)
    owner = Conversation.objects.get(pk=inside.conversation_id).owner
    assert owner == (busy.mo if inside.state == Step.ACCEPTED else busy.ana) and broken() == []


@pytest.mark.django_db(transaction=True)
def test_two_of_a_team_accept_at_once_one_has_it(busy: World) -> None:
    offer = acts.offer(claimed(busy), Words("x"), to=busy.harbour, by=busy.ana, at=NOW)
    ben, lea = Agent.objects.get(pk=busy.ben.pk), Agent.objects.get(pk=busy.lea.pk)
    results = at_once(lambda: acts.accept(offer, by=ben, at=NOW), lambda: acts.accept(offer, by=lea, at=NOW))
    assert len(_winners(results)) == 1
    offer.refresh_from_db()
    assert Conversation.objects.get(pk=offer.conversation_id).owner == offer.accepted_by and broken() == []


@pytest.mark.django_db(transaction=True)
def test_two_offers_at_once_are_one(busy: World) -> None:
    conversation = claimed(busy)
    results = at_once(
        lambda: acts.offer(conversation, Words("x"), to=busy.mo, by=busy.ana, at=NOW),
        lambda: acts.offer(conversation, Words("x"), to=busy.ben, by=busy.lea, at=NOW),
    )
    assert sum(isinstance(one, Handoff) for one in results) == 1 and Handoff.objects.count() == 1 and broken() == []


@pytest.mark.django_db(transaction=True)
def test_accept_against_the_clock_one_wins(busy: World) -> None:
    inside, _outside = hand_over(busy)
    mo, clock = Agent.objects.get(pk=busy.mo.pk), Clock.objects.get(kind=Kind.OFFER, about_id=inside.pk)
    turn = Turn(kind="offer", key="x", about={"clock": clock.pk}, run_at=clock.due_at)
    at_once(lambda: acts.accept(inside, by=mo, at=NOW), lambda: due.offer(turn, now=clock.due_at))
    inside.refresh_from_db()
    assert inside.state in (Step.ACCEPTED, Step.RETURNED) and broken() == []


@pytest.mark.django_db(transaction=True)
def test_two_at_the_partner_at_once_the_first_counts(busy: World) -> None:
    _inside, outside = hand_over(busy)
    results = at_once(
        lambda: acts.take(outside, Voice(name="Rosa", text="Yes"), day=None, at=NOW),
        lambda: acts.refuse(outside, Voice(name="Paul", text="No time"), at=NOW),
    )
    assert len(_winners(results)) == 1
    outside.refresh_from_db()
    assert outside.state in (Step.ACCEPTED, Step.DECLINED) and Said.objects.count() == 1 and broken() == []


@pytest.mark.django_db(transaction=True)
def test_close_against_offer_leaves_nothing_half_way(busy: World) -> None:
    conversation = claimed(busy)
    message = busy.reply(conversation, at=NOW)
    at_once(
        lambda: conversations.close(conversation, seen=message.pk, by=busy.ana, at=NOW),
        lambda: acts.offer(conversation, Words("x"), to=busy.mo, by=busy.ana, at=NOW),
    )
    state = Conversation.objects.get(pk=conversation.pk).state
    assert (state == State.CLOSED) != Handoff.objects.filter(ended_at=None).exists() and broken() == []


def test_killed_half_way_nothing_of_it_happened(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stops an acceptance before its last write leaves all as it was."""
    from makegood.handoffs.acts import answering

    inside, _outside = hand_over(world)

    def killed(*_args: Any, **_more: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(answering, "say", killed)
    with pytest.raises(KeyboardInterrupt):
        acts.accept(inside, by=Agent.objects.get(pk=world.mo.pk), at=NOW)
    inside.refresh_from_db()
    assert inside.state == Step.OFFERED and Conversation.objects.get(pk=inside.conversation_id).owner == world.ana
    assert broken() == []
