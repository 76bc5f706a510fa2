"""The customer's page says what they were given; who asked is told what was answered."""

from __future__ import annotations

from datetime import timedelta

from makegood.channels.mail.telling.news import matters, news_for, persons
from makegood.channels.mail.telling.rules import text
from makegood.promises import queries as promises
from makegood.remedies import acts, queries
from tests.remedies.common import owned, published, run_due, wish
from tests.world import MINUTE, NOON, World


def test_what_they_were_told_of_and_have(world: World) -> None:
    published()
    conversation = owned(world)
    message = world.reply(conversation, at=NOON, along=[acts.granting(wish(), by=world.ana, at=NOON)])
    acts.grant(conversation, wish(thing="secret"), by=world.ana, at=NOON)
    [one] = queries.told_to(conversation.pk, [message.pk])
    assert one.words == "We credit you €20, to use with us whenever you like." and not one.fulfilled_at
    run_due(NOON + MINUTE)
    assert queries.told_to(conversation.pk, [message.pk])[0].fulfilled_at
    assert queries.told_to(conversation.pk, []) == []


def test_a_promise_stands_among_the_promises_until_something_holds_it_up(world: World) -> None:
    published()
    conversation = owned(world)
    parts = wish(kind="parts", due_at=NOON + timedelta(days=3))
    remedy = acts.grant(conversation, parts, by=world.ana, at=NOON, told=True)
    assert queries.told_to(conversation.pk, []) == []
    assert [one.what for one in promises.told_to(conversation.pk, [], at=NOON)] == [
        "We send you the parts, free of charge"
    ]
    acts.fail(remedy.pk, why="None left", by=world.ana, at=NOON)
    assert [one.is_stuck for one in queries.told_to(conversation.pk, [])] == [True]


def test_who_asked_hears_the_answer(world: World) -> None:
    published()
    ask = acts.ask(owned(world), wish(10000, thing="lamp"), by=world.ana, at=NOON)
    acts.say_no(ask, reason="Repair it instead", by=world.lea, at=NOON + MINUTE)
    now = NOON + timedelta(minutes=2)
    found = {person.agent: news_for(world.ana, person, matters(after=0, now=now)) for person in persons(now=now)}
    told = text(found[world.ana.pk], name="Ana", origin="https://desk.example")
    assert "You asked whether you may give something:" in told and "no: Repair it instead" in told
    assert not found[world.mo.pk].answered
