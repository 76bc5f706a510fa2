"""The fussy rules about asks, silence and remedies, each played through as it would go wrong without it.

The small model of the rules finds these traces by itself when a rule is left out; a test has its name.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from makegood.clocks.queries import running
from makegood.config.doctor import examine
from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.people.duty import acts as duty
from makegood.remedies import acts
from makegood.remedies.models import Ask, Remedy
from tests.remedies.common import anew, manager, owned, published, run_due, wish
from tests.world import DAY, HOUR, MINUTE, NOON, World


def look(conversation: Conversation, at: datetime) -> Conversation:
    """As it stands; nothing is wrong with it for doctor."""
    assert [words for one in examine(now=at) for words in one.violations] == []
    conversation.refresh_from_db()
    return conversation


def test_ask_ends_unanswered_and_the_asker_owes_the_next_word(world: World) -> None:
    """Without it the conversation waits for a yes that nobody can give, and its customer with it."""
    published()
    conversation = owned(world)
    ask = acts.ask(conversation, wish(10000), by=world.ana, at=NOON)
    world.reply(conversation, at=NOON + MINUTE)
    assert look(conversation, NOON + MINUTE).state == "open"
    run_due(NOON + 10 * MINUTE)
    assert anew(ask).state == "unanswered"
    conversation = look(conversation, NOON + 10 * MINUTE)
    assert conversation.state == "open" and {one.kind for one in running(conversation.pk)} == {"next_response"}


def test_ask_ends_when_it_is_taken_back(world: World) -> None:
    """Without it nothing closes any more once somebody has asked."""
    published()
    conversation = owned(world)
    ask = acts.ask(conversation, wish(10000), by=world.ana, at=NOON)
    world.reply(conversation, at=NOON)
    with pytest.raises(Refused, match="take the question back"):
        conversations.close(conversation, seen=10**9, by=world.ana, at=NOON)
    acts.unask(ask, by=world.ana, at=NOON)
    world.reply(conversation, at=NOON)
    conversations.close(conversation, seen=10**9, by=world.ana, at=NOON)
    assert look(conversation, NOON).state == "closed" and not running(conversation.pk)


def test_silence_is_heard_only_of_somebody_on_duty_to_the_end(world: World) -> None:
    """Without it something is granted by the silence of somebody who was not there."""
    published()
    max_ = manager(world)
    duty.begin_absence(max_, since=NOON - HOUR, until=NOON + 5 * DAY, by=max_, at=NOON - HOUR)
    duty.begin_absence(world.lea, since=NOON + 5 * MINUTE, until=NOON + DAY, by=world.lea, at=NOON - HOUR)
    ask = acts.ask(owned(world), wish(6000), by=world.ana, at=NOON)
    run_due(NOON + HOUR)
    assert not Remedy.objects.exists() and anew(ask).state in ("asked", "unanswered")
    look(Conversation.objects.get(), NOON + HOUR)


def test_silence_never_counts_of_somebody_who_was_not_told_yet(world: World) -> None:
    """Who comes tomorrow has said nothing today, and that is no yes."""
    published()
    duty.begin_absence(world.lea, since=NOON - HOUR, until=NOON + DAY, by=world.lea, at=NOON - HOUR)
    ask = acts.ask(owned(world), wish(6000), by=world.ana, at=NOON)
    run_due(NOON + 20 * HOUR)
    assert anew(ask).told_at is None and not Remedy.objects.exists()
    run_due(NOON + DAY)
    run_due(NOON + DAY + 10 * MINUTE)
    assert Remedy.objects.get().how == "silence"


def test_stuck_opens_what_was_closed_and_it_does_not_close_over_it(world: World) -> None:
    """Without it a remedy never reaches the customer, with no clock anywhere."""
    published()
    conversation = owned(world)
    remedy = acts.grant(conversation, wish(), by=world.ana, at=NOON)
    world.reply(conversation, at=NOON)
    conversations.close(conversation, seen=10**9, by=world.ana, at=NOON)
    acts.fail(remedy.pk, why="The card was refused", at=NOON)
    assert look(conversation, NOON).state == "open"
    assert "next_response" in {one.kind for one in running(conversation.pk)}
    world.reply(conversation, at=NOON)
    with pytest.raises(Refused, match="stuck"):
        conversations.close(conversation, seen=10**9, by=world.ana, at=NOON)
    acts.withdraw(remedy, reason="another way", by=world.ana, at=NOON)
    world.reply(conversation, at=NOON)
    conversations.close(conversation, seen=10**9, by=world.ana, at=NOON)
    look(conversation, NOON)


def test_an_ask_goes_along_when_two_are_merged(world: World) -> None:
    """Without it a merged conversation holds an open ask, which nobody sees any more."""
    published()
    source, target = owned(world), world.receive(subject="The same", at=NOON - HOUR)
    ask = acts.ask(source, wish(10000), by=world.ana, at=NOON)
    conversations.merge(source, target, by=world.ana, at=NOON)
    look(target, NOON)
    assert anew(ask).conversation == target and not running(source.pk)
    run_due(NOON + 10 * MINUTE)
    assert Ask.objects.get().state == "unanswered"
    look(target, NOON + 10 * MINUTE)


def test_nobody_says_yes_to_themselves_whoever_is_left(world: World) -> None:
    """Separation of duties: a lead's own question goes above them, or is refused at once."""
    published()
    conversation = owned(world)
    with pytest.raises(Refused, match="nobody who works here, besides you"):
        acts.ask(conversation, wish(20000), by=world.lea, at=NOON)
    max_ = manager(world)
    ask = acts.ask(conversation, wish(20000), by=world.lea, at=NOON)
    assert ask.asked == max_
    for one in (world.lea, world.ana):
        with pytest.raises(Refused):
            acts.say_yes(ask, by=one, at=NOON)
