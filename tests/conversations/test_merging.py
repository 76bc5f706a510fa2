"""Merging, taking apart, splitting, linking: nothing is lost on the way, and doctor agrees after each step."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import transaction

from makegood.clocks.models import Clock, Kind
from makegood.clocks.queries import running
from makegood.config.doctor import examine
from makegood.conversations import acts, queries, rules
from makegood.conversations.letter import Address
from makegood.conversations.models import Conversation, Draft, File, Link, Message, Reference, State
from makegood.search.models import Document
from tests.guarantees.at_once import at_once
from tests.world import DAY, HOUR, NOON, World

LATER = NOON + HOUR


def healthy() -> None:
    assert [one.violations for one in examine(now=LATER) if not one.ok] == []


def now_of(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def test_all_that_was_said_stands_in_the_one_and_mail_follows(world: World) -> None:
    first = world.receive(message_id="first@post.example")
    second = world.receive(at=NOON + HOUR, subject="Lamp again")
    acts.note(first, text="She is in a hurry.", by=world.ana, at=LATER, once="n1")
    acts.tag(first, ["lamp"], by=world.ana, at=LATER)
    due = now_of(first).next_due
    acts.merge(now_of(first), now_of(second), by=world.ana, at=LATER)
    source, target = now_of(first), now_of(second)
    assert (source.state, source.merged_into, source.next_due) == (State.MERGED, target, None)
    assert (target.next_due, target.tags, target.created_at) == (due, ["lamp"], NOON)
    assert target.messages.count() == 2 and target.notes.count() == 1
    assert Document.objects.filter(conversation=target).count() == 3
    answer = world.receive(at=LATER, in_reply_to="first@post.example", subject="Re: The lamp flickers")
    assert answer == target
    healthy()


def test_of_the_responses_the_earlier_stays_whichever_way_they_are_merged(world: World) -> None:
    early, late = world.receive(), world.receive(at=NOON + 2 * HOUR)
    acts.merge(late, early, by=world.ana, at=NOON + 3 * HOUR)
    assert [one.due_at for one in running(early.pk)] == [early.next_due]
    assert not running(late.pk)


def test_a_waiting_one_and_an_open_one_are_open_and_two_closed_ones_closed(world: World) -> None:
    waiting, closed = world.receive(), world.receive()
    world.reply(waiting)
    acts.nothing_to_answer(closed, why=acts.Nothing.THANKS, seen=10**9, by=world.ana, at=LATER)
    acts.merge(now_of(closed), now_of(waiting), by=world.ana, at=LATER)
    assert now_of(waiting).state == State.WAITING
    open_one = world.receive(at=LATER)
    acts.merge(now_of(waiting), open_one, by=world.ana, at=LATER)
    assert now_of(open_one).state == State.OPEN
    assert [one.kind for one in running(open_one.pk)] == [Kind.FIRST_RESPONSE]
    healthy()


def test_taken_apart_each_has_its_own_and_what_was_said_since_stays(world: World) -> None:
    first, second = world.receive(), world.receive(at=NOON + HOUR)
    mine = set(first.messages.values_list("pk", flat=True))
    acts.merge(first, second, by=world.ana, at=LATER)
    since = acts.receive(world.letter(), mailbox=world.help, at=LATER, hint=first.pk)
    assert since.conversation == second.pk
    acts.unmerge(now_of(first), by=world.ana, at=LATER)
    source, target = now_of(first), now_of(second)
    assert set(source.messages.values_list("pk", flat=True)) == mine and target.messages.count() == 2
    assert (source.state, target.state, source.merged_into) == (State.OPEN, State.OPEN, None)
    assert Document.objects.filter(conversation=source).count() == 1
    assert running(source.pk) and running(target.pk)
    with pytest.raises(rules.Refused, match="not merged"):
        acts.unmerge(source, by=world.ana, at=LATER)
    healthy()


def test_a_chain_is_taken_apart_from_its_end(world: World) -> None:
    one, two, three = world.receive(), world.receive(), world.receive()
    acts.merge(one, two, by=world.ana, at=LATER)
    acts.merge(now_of(two), three, by=world.ana, at=LATER)
    assert now_of(three).messages.count() == 3
    with pytest.raises(rules.Refused, match="Take that apart first"):
        acts.unmerge(now_of(one), by=world.ana, at=LATER)
    acts.unmerge(now_of(two), by=world.ana, at=LATER)
    acts.unmerge(now_of(one), by=world.ana, at=LATER)
    assert [now_of(each).messages.count() for each in (one, two, three)] == [1, 1, 1]
    healthy()


def test_what_someone_writes_goes_along_beneath_what_they_write_there(world: World) -> None:
    first, second = world.receive(), world.receive()
    for conversation, words in ((first, "Dear Eva,"), (second, "Hello Eva,")):
        acts.save(conversation, Draft.Kind.REPLY, by=world.ana, text=words, at=NOON)
    acts.save(first, Draft.Kind.REPLY, by=world.ben, text="From Ben", at=NOON)
    acts.merge(first, second, by=world.lea, at=LATER)
    drafts = {one.agent: one.text for one in Draft.objects.filter(conversation=second)}
    assert drafts == {world.ana: "Hello Eva,\n\nDear Eva,", world.ben: "From Ben"}
    acts.unmerge(now_of(first), by=world.lea, at=LATER)
    assert Draft.objects.filter(conversation=second).count() == 2
    healthy()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda one, other: {"customer": other}, "two customers"),
        (lambda one, other: {"parent": one}, "part of the other"),
    ],
)
def test_some_cannot_be_merged_and_it_says_why(world: World, spoil: Any, words: str) -> None:
    one, two = world.receive(), world.receive()
    other = world.receive(sender=Address("Otto", "otto@post.example")).customer
    Conversation.objects.filter(pk=two.pk).update(**spoil(one, other))
    with pytest.raises(rules.Refused, match=words):
        acts.merge(one, now_of(two), by=world.ana, at=LATER)
    with pytest.raises(rules.Refused, match="into itself"):
        acts.merge(one, one, by=world.ana, at=LATER)


def test_split_messages_begin_their_own_and_the_answer_is_due_no_later(world: World) -> None:
    conversation = world.receive(message_id="a@post.example")
    due = conversation.next_due
    second = world.receive(at=NOON + HOUR, in_reply_to="a@post.example", message_id="b@post.example", subject="A chair")
    assert second == conversation
    chosen = conversation.messages.get(message_id="b@post.example")
    new = acts.split(conversation, [chosen.pk], by=world.ana, at=LATER)
    assert (new.state, new.next_due, new.subject) == (State.OPEN, due, "A chair")
    assert new.messages.get() == chosen and conversation.messages.count() == 1
    assert Link.objects.get().why == Link.Why.SPLIT
    assert Document.objects.get(message=chosen).conversation == new
    answer = world.receive(at=LATER, in_reply_to="b@post.example")
    assert answer == new
    with pytest.raises(rules.Refused, match="no longer here"):
        acts.split(now_of(conversation), [chosen.pk], by=world.ana, at=LATER)
    with pytest.raises(rules.Refused, match="must stay"):
        acts.split(now_of(conversation), [conversation.messages.get().pk], by=world.ana, at=LATER)
    healthy()


def test_a_greater_matter_does_not_close_before_its_parts(world: World) -> None:
    whole, part = world.receive(), world.receive()
    acts.make_part(part, whole, by=world.ana, at=LATER)
    with pytest.raises(rules.Refused, match=f"#{part.pk} is not done"):
        acts.nothing_to_answer(now_of(whole), why=acts.Nothing.THANKS, seen=10**9, by=world.ana, at=LATER)
    with pytest.raises(rules.Refused, match="is a part of"):
        acts.make_part(now_of(whole), now_of(part), by=world.ana, at=LATER)
    acts.nothing_to_answer(now_of(part), why=acts.Nothing.THANKS, seen=10**9, by=world.ana, at=LATER)
    acts.nothing_to_answer(now_of(whole), why=acts.Nothing.THANKS, seen=10**9, by=world.ana, at=LATER)
    assert now_of(whole).state == State.CLOSED


def test_links_are_once_and_go_away(world: World) -> None:
    one, two = world.receive(), world.receive()
    acts.link(one, two, by=world.ana, at=LATER)
    acts.link(two, one, by=world.ana, at=LATER)
    assert Link.objects.count() == 1
    acts.unlink(two, one, by=world.ana, at=LATER)
    assert not Link.objects.exists()


def test_words_alike_suggest_and_others_do_not() -> None:
    assert rules.likeness("Re: The lamp flickers", "AW: the lamp flickers!") == 1
    assert rules.likeness("The lamp flickers", "Invoice 4711") == 0
    assert rules.likeness("", "") == 0


def test_any_sequence_of_them_loses_nothing(world: World) -> None:
    """Forty random steps over six conversations: every message, id, file and draft is in one place, doctor agrees."""
    chance = random.Random(7)
    everything = [world.receive(at=NOON, message_id=f"m{n}@post.example") for n in range(6)]
    world.reply(everything[0])
    count = Message.objects.count()
    for step in range(40):
        one, other = (now_of(each) for each in chance.sample(everything, 2))
        at = LATER + step * HOUR / 4
        verb = chance.choice(["merge", "unmerge", "split", "part", "receive"])
        try:
            with transaction.atomic():
                match verb:
                    case "merge":
                        acts.merge(one, other, by=world.ana, at=at)
                    case "unmerge":
                        acts.unmerge(one, by=world.ana, at=at)
                    case "split":
                        chosen = [each.pk for each in one.messages.all()][1:]
                        everything.append(acts.split(one, chosen, by=world.ana, at=at))
                    case "part":
                        acts.make_part(one, chance.choice([None, other]), by=world.ana, at=at)
                    case "receive":
                        world.receive(at=at, in_reply_to=f"m{chance.randrange(6)}@post.example")
                        count += 1
        except rules.Refused:
            pass
    assert Message.objects.count() == count == Document.objects.count()
    assert not Message.objects.filter(conversation__state=State.MERGED).exists()
    assert not Reference.objects.filter(conversation__state=State.MERGED).exists()
    assert not File.objects.filter(conversation__state=State.MERGED).exists()
    assert not Clock.objects.filter(ended_at=None, conversation_id__in=_merged()).exists()
    broken = [one for one in examine(now=NOON + DAY) if not one.ok and one.guarantee != 2]
    assert broken == []


def _merged() -> list[int]:
    return list(Conversation.objects.filter(state=State.MERGED).values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_crosswise_one_wins_and_the_other_is_told(world: World) -> None:
    one, two = world.receive(), world.receive()
    results = at_once(
        lambda: acts.merge(one, two, by=world.ana, at=LATER), lambda: acts.merge(two, one, by=world.ben, at=LATER)
    )
    assert sum(isinstance(each, rules.Refused) for each in results) == 1, results
    assert Conversation.objects.filter(state=State.MERGED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_comes_while_it_is_merged_stands_in_the_one(world: World) -> None:
    one, two = world.receive(message_id="a@post.example"), world.receive()
    at_once(
        lambda: acts.merge(one, two, by=world.ana, at=LATER),
        lambda: world.receive(at=LATER, in_reply_to="a@post.example"),
    )
    assert now_of(two).messages.count() == 3
    assert queries.visible_to(world.ana).get(pk=one.pk).state == State.MERGED
