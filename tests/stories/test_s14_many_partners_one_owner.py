"""S14, the part with several companies: shoes by an orthopaedist, made by a provider, checked by an examiner. Each has
the ball in sight, one owner answers throughout, and whoever blocks is named."""

from __future__ import annotations

from datetime import UTC, date, time

import pytest

from makegood.clocks.models import Clock, Kind
from makegood.clocks.queries import running
from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation, State, Way
from makegood.conversations.queries import wishes_in
from makegood.conversations.rules import Refused
from makegood.conversations.wishes import Wishes, next_call
from makegood.escalations.acts import take_higher
from makegood.escalations.models import Ask, Escalation
from makegood.handoffs import acts
from makegood.handoffs.acts import Brief, Voice, Words
from makegood.handoffs.models import Handoff
from makegood.handoffs.queries import cards
from makegood.people.models import Agent, Partner, Rank, Region, Role
from makegood.promises.acts import Word, making
from tests.world import DAY, HOUR, NOON, World

pytestmark = pytest.mark.django_db


def test_three_companies_have_a_part_each_and_one_of_us_has_the_whole(world: World) -> None:
    shoes = world.receive(subject="My orthopaedic shoes")
    conversations.claim(shoes, by=world.ana, at=NOON)
    world.reply(shoes, at=NOON + HOUR, html="<div>I take care of it: the doctor, the maker and the insurer.</div>")
    handed: dict[str, Handoff] = {}
    for name, task in (("Doctor Hale", "A prescription"), ("Sole Makers", "The shoes"), ("Claims Office", "A yes")):
        company = Partner.objects.create(name=name, addresses=[f"{name[:4].lower()}@care.example"], created_at=NOON)
        conversation = Conversation.objects.get(pk=shoes.pk)
        handed[name] = acts.offer_partner(conversation, Brief(task, task), to=company, by=world.ana, at=NOON + HOUR)

    # Two take it, each by a day of their own; the third has not answered: all three are in view, with their times.
    acts.take(handed["Doctor Hale"], Voice(name="Hale"), day=date(2026, 11, 20), at=NOON + 2 * HOUR)
    acts.take(handed["Sole Makers"], Voice(name="Sol"), day=date(2026, 11, 27), at=NOON + 2 * HOUR)
    shown = {one.to: one for one in cards(world.ana, Conversation.objects.get(pk=shoes.pk))}
    assert {name: one.state for name, one in shown.items()} == {
        "Doctor Hale": "accepted",
        "Sole Makers": "accepted",
        "Claims Office": "offered",
    }
    assert all(one.due_at for one in shown.values())
    assert [one.who for one in running(shoes.pk) if one.kind in (Kind.OFFER, Kind.PARTNER)] == [
        "Claims Office",
        "Doctor Hale",
        "Sole Makers",
    ]

    # One ends; the others run on, and the conversation cannot be forgotten meanwhile.
    acts.finish(handed["Doctor Hale"], Voice(name="Hale", text="Sent to the maker"), at=NOON + 5 * HOUR)
    acts.refuse(handed["Claims Office"], Voice(name="Clay", text="The form of 2025 is missing"), at=NOON + 6 * HOUR)
    found = Conversation.objects.get(pk=shoes.pk)
    assert found.state == State.OPEN and found.owner == world.ana
    told = world.reply(found, at=NOON + 7 * HOUR, html="<div>The insurer lacks a form; I have asked for it.</div>")
    with pytest.raises(Refused, match="Sole Makers still has a part of this"):
        conversations.close(Conversation.objects.get(pk=shoes.pk), seen=told.pk, by=world.ana, at=NOON + DAY)

    # Whoever owns it later is whom they report to.
    conversations.assign(Conversation.objects.get(pk=shoes.pk), to=world.ben, by=world.ana, at=NOON + DAY)
    acts.finish(handed["Sole Makers"], Voice(name="Sol", text="They fit"), at=NOON + 7 * DAY)
    assert Conversation.objects.get(pk=shoes.pk).owner == Agent.objects.get(pk=world.ben.pk)


def test_not_the_same_shop_again_and_a_promise_by_name(world: World) -> None:
    # Two shops failed him; he takes it higher and says: not there again, and call me after six.
    region = Region.objects.create(name="North")
    region.locations.add(world.harbour.location)
    rosa = Agent.objects.create_user("rosa@harbour.example", name="Rosa Region", created_at=NOON)
    Role.objects.create(agent=rosa, rank=Rank.REGIONAL, region=region)
    shoes = world.receive(subject="My orthopaedic shoes")
    conversations.claim(shoes, by=world.ana, at=NOON)
    spared = Wishes(way=Way.PHONE, call_from=time(18), avoids=(world.harbour.location_id,))
    conversations.wish(Conversation.objects.get(pk=shoes.pk), spared, at=NOON + HOUR)
    Clock.objects.filter(conversation_id=shoes.pk, ended_at=None).update(missed_at=NOON + HOUR)
    asked = take_higher(Conversation.objects.get(pk=shoes.pk), words="Three weeks, two voicemails", at=NOON + 2 * HOUR)

    # It passes the lead of that shop by, says why, and reaches whoever stands above both.
    assert asked.asked == rosa and Ask.objects.get(agent=world.lea).skipped == Ask.Skipped.AVOIDED
    with pytest.raises(Refused, match="asked not to have to do with Harbour"):
        acts.offer(
            Conversation.objects.get(pk=shoes.pk), Words("Please"), to=world.ben, by=world.ana, at=NOON + 2 * HOUR
        )

    # "I will take care of you": her word, in the reply that ends what climbed; he is called when he asked to be.
    word = making(Word("I take care of you, and call you tonight", NOON + 8 * HOUR), by=rosa, at=NOON + 3 * HOUR)
    world.reply(Conversation.objects.get(pk=shoes.pk), by=rosa, at=NOON + 3 * HOUR, along=[word])
    found = Conversation.objects.get(pk=shoes.pk)
    assert Escalation.objects.get().ended_at and found.promises.get().told_by
    assert next_call(wishes_in(found), NOON + 4 * HOUR, zone=UTC) == NOON + 6 * HOUR
