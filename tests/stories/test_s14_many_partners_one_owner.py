"""S14, the part with several companies: shoes by an orthopaedist, made by a provider, checked by an examiner. Each has
the ball in sight, one owner answers throughout, and whoever blocks is named."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client

from makegood.agenda.models import State as Planned
from makegood.agenda.models import Turn
from makegood.agenda.worker import work_one
from makegood.calls import acts as calls
from makegood.clocks.models import Kind
from makegood.clocks.queries import running
from makegood.config.turns import Handlers
from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation, State, Way
from makegood.conversations.queries import wishes_in
from makegood.conversations.rules import Refused
from makegood.conversations.wishes import Wishes, next_call
from makegood.escalations.models import Ask, Escalation
from makegood.handoffs import acts
from makegood.handoffs.acts import Brief, Voice, Words
from makegood.handoffs.models import Handoff
from makegood.handoffs.queries import cards
from makegood.people.models import Agent, Partner, Rank, Region, Role
from makegood.promises import acts as promises
from makegood.promises.acts import Word
from tests.calls.sounds import tone
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


def work(until: datetime) -> None:
    """What the worker does until then, each turn at its own time."""
    while turn := Turn.objects.filter(state=Planned.PLANNED, run_at__lte=until).order_by("run_at", "pk").first():
        assert work_one(Handlers(), now=turn.run_at, worker="story")


def test_two_voicemails_not_the_same_shop_again_and_a_promise_by_name(world: World) -> None:
    region = Region.objects.create(name="North")
    region.locations.add(world.harbour.location)
    rosa = Agent.objects.create_user("rosa@harbour.example", name="Rosa Region", created_at=NOON)
    Role.objects.create(agent=rosa, rank=Rank.REGIONAL, region=region)

    # Two voicemails are one matter, with what he said kept, and a call that is owed at once.
    said = {"number": "+44 20 7946 0018".replace(" ", ""), "name": "Dan Moss"}
    for day, words in enumerate(("My shoes were ordered in May.", "I rang before. What about my shoes?")):
        sound = calls.uploaded("left.wav", tone())
        left = calls.Left(world.harbour, text=words, recording=sound, **said)
        calls.leave(left, by=None, at=NOON + day * HOUR, once=f"RE{day}")
    shoes = Conversation.objects.get()
    assert shoes.next_kind == Kind.CALLBACK and shoes.files.count() == 2
    assert shoes.callbacks.get().number == "+442079460018"

    # Nobody calls. The late call climbs by itself to who leads the shop; and what it costs him is in view.
    work(NOON + 5 * HOUR)
    assert Escalation.objects.get().asked == world.lea
    client = Client()
    client.force_login(rosa, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(f"/c/{shoes.pk}").content.decode()
    assert "Called twice, told it twice, waited" in html and "My shoes were ordered in May." in html

    # He wants nothing to do with that shop, and a call after six: so the region has it, and is told why not the shop.
    spared = Wishes(way=Way.PHONE, call_from=time(18), avoids=(world.harbour.location_id,))
    conversations.wish(shoes, spared, at=NOON + 5 * HOUR)
    work(NOON + 5 * HOUR)
    assert Escalation.objects.get().asked == rosa and Ask.objects.filter(skipped=Ask.Skipped.AVOIDED).exists()
    conversations.claim(Conversation.objects.get(pk=shoes.pk), by=rosa, at=NOON + 5 * HOUR)
    with pytest.raises(Refused, match="asked not to have to do with Harbour"):
        acts.offer(Conversation.objects.get(pk=shoes.pk), Words("Please"), to=world.ben, by=rosa, at=NOON + 5 * HOUR)
    assert next_call(wishes_in(Conversation.objects.get(pk=shoes.pk)), NOON + 5 * HOUR, zone=UTC) == NOON + 6 * HOUR

    # "I will take care of you": she calls at six, says so, and her word has a day; that ends what climbed.
    talk = calls.Talk("spoke", "I take care of you, Dan.", seen=shoes.messages.latest("pk").pk, not_done=True)
    calls.called(Conversation.objects.get(pk=shoes.pk), talk, by=rosa, at=NOON + 7 * HOUR, once="six")
    word = Word("Your shoes, at another shop", NOON + 3 * DAY)
    found = promises.make(Conversation.objects.get(pk=shoes.pk), word, by=rosa, at=NOON + 7 * HOUR, told=True)
    assert found.told_at and Escalation.objects.get().ended_at
    assert shoes.callbacks.get().state == "reached"
