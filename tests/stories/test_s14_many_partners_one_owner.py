"""S14, the part with several companies: shoes by an orthopaedist, made by a provider, checked by an examiner. Each has
the ball in sight, one owner answers throughout, and whoever blocks is named."""

from __future__ import annotations

from datetime import date

import pytest

from makegood.clocks.models import Kind
from makegood.clocks.queries import running
from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation, State
from makegood.conversations.rules import Refused
from makegood.handoffs import acts
from makegood.handoffs.acts import Brief, Voice
from makegood.handoffs.models import Handoff
from makegood.handoffs.queries import cards
from makegood.people.models import Agent, Partner
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
