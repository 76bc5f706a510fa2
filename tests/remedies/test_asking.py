"""Above the limit: who is asked, who answers, what silence means; each verb works, twice, late, by a stranger."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from makegood.clocks.queries import running
from makegood.conversations import acts as conversations
from makegood.conversations.acts import leaving
from makegood.conversations.models import Conversation
from makegood.conversations.queries import visible_to
from makegood.conversations.rules import Refused
from makegood.people.duty import acts as duty
from makegood.people.duty.models import Absence
from makegood.people.models import Agent, Rank, Role
from makegood.remedies import acts
from makegood.remedies.models import Ask, Asked, Remedy
from makegood.remedies.rules import Gone
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event
from tests.remedies.common import POLICY, anew, eur, manager, owned, published, run_due, wish
from tests.world import DAY, HOUR, MINUTE, NOON, World

TEN = 10 * MINUTE


def asked(world: World, minor: int = 10000, **more: object) -> Ask:
    """Ana asks whether she may give Eva so much."""
    published()
    return acts.ask(owned(world), wish(minor, thing="lamp"), by=world.ana, at=NOON)


def test_the_nearest_on_duty_is_told_and_says_yes(world: World) -> None:
    manager(world)
    ask = asked(world)
    assert (ask.asked, ask.told_at, ask.answer_by) == (world.lea, NOON, NOON + TEN)
    conversation = Conversation.objects.get(pk=ask.conversation_id)
    [clock] = [one for one in running(conversation.pk) if one.kind == "ask"]
    assert (clock.agent_id, clock.due_at, clock.who) == (world.lea.pk, NOON + TEN, "Lea Example")
    remedy = acts.say_yes(ask, by=world.lea, at=NOON + MINUTE)
    assert (remedy.how, remedy.answers_for, remedy.granted_by, remedy.told_at) == ("yes", world.lea, world.ana, None)
    assert (anew(ask).state, anew(ask).answered_by, anew(ask).remedy) == ("granted", world.lea, remedy)
    assert "ask" not in [one.kind for one in running(conversation.pk)]
    with pytest.raises(Gone, match="Lea Example has said yes already"):
        acts.say_no(ask, reason="too much", by=world.lea, at=NOON + MINUTE)
    run_due(NOON + HOUR)
    assert Remedy.objects.get().state == "fulfilled"


def test_yes_but_less(world: World) -> None:
    ask = asked(world)
    for wrong in (eur(10001), eur(0)):
        with pytest.raises(Refused, match="Less than €100"):
            acts.say_yes(ask, value=wrong, by=world.lea, at=NOON + MINUTE)
    remedy = acts.say_yes(ask, value=eur(7500), by=world.lea, at=NOON + MINUTE)
    assert (remedy.value, remedy.cost, remedy.words) == (
        7500,
        7500,
        "We credit you €75, to use with us whenever you like.",
    )


def test_no_says_why_and_the_asker_has_it(world: World) -> None:
    ask = asked(world)
    with pytest.raises(Refused, match="Why not"):
        acts.say_no(ask, reason=" ", by=world.lea, at=NOON)
    acts.say_no(ask, reason="They had one last week", by=world.lea, at=NOON + MINUTE)
    assert (anew(ask).state, anew(ask).answer) == ("refused", "They had one last week")
    assert running(ask.conversation_id)


def test_who_lost_the_authority_says_neither_yes_nor_no(world: World) -> None:
    ask = asked(world)
    world.lea.roles.update(rank=Rank.AGENT)
    for answer in (acts.say_yes, partial(acts.say_no, reason="too much")):
        with pytest.raises(Refused, match="does not suffice for this now"):
            answer(ask, by=world.lea, at=NOON)  # type: ignore[operator]
    assert anew(ask).state == "asked"


def test_nobody_answers_themselves_nor_those_above_them_nor_unasked(world: World) -> None:
    max_ = manager(world)
    ask = asked(world)
    for stranger, why in ((world.ana, "themselves"), (world.ben, "You have not been asked"), (world.mo, "themselves"),
                          (max_, "You have not been asked"), (world.ada, "themselves")):  # fmt: skip
        with pytest.raises(Refused, match=why):
            acts.say_yes(ask, by=stranger, at=NOON)
    above = acts.ask(owned(world), wish(20000, thing="x"), by=world.lea, at=NOON)
    assert above.asked == max_
    Asked.objects.create(ask=above, agent=world.ana, at=NOON, answer_by=NOON, hashed="x", expires_at=NOON + DAY)
    with pytest.raises(Refused, match="above them"):
        acts.say_yes(above, by=world.ana, at=NOON)


def test_what_one_may_give_alone_or_nobody_may_is_not_asked(world: World) -> None:
    published()
    conversation = owned(world)
    with pytest.raises(Refused, match="You may give this yourself"):
        acts.ask(conversation, wish(5000), by=world.ana, at=NOON)
    with pytest.raises(Refused, match=r"Nobody gives more than 500\.00"):
        acts.ask(conversation, wish(50100), by=manager(world), at=NOON)
    assert not Ask.objects.exists()


def test_refused_at_once_when_nobody_has_the_authority(world: World) -> None:
    published()
    conversation = owned(world)
    with pytest.raises(Refused, match="nobody who works here, besides you, has the authority"):
        acts.ask(conversation, wish(20000), by=world.ana, at=NOON)
    with pytest.raises(Refused, match="nobody who works here"):
        acts.ask(conversation, wish(20000), by=world.lea, at=NOON)
    gone = manager(world)
    Agent.objects.filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(Refused, match="nobody who works here"):
        acts.ask(conversation, wish(20000), by=world.ana, at=NOON)
    assert not Ask.objects.exists()


def test_not_answered_the_next_is_asked_then_nobody_is_left(world: World) -> None:
    max_ = manager(world)
    ask = asked(world)
    run_due(NOON + TEN)
    assert (anew(ask).asked, anew(ask).answer_by) == (max_, NOON + 2 * TEN)
    conversation = Conversation.objects.get(pk=ask.conversation_id)
    world.reply(conversation, at=NOON + 15 * MINUTE)
    assert Conversation.objects.get(pk=conversation.pk).state == "open"
    run_due(NOON + 2 * TEN)
    assert (anew(ask).state, anew(ask).remedy) == ("unanswered", None)
    kinds = [one.kind for one in running(conversation.pk)]
    assert Conversation.objects.get(pk=conversation.pk).state == "open" and "next_response" in kinds
    again = acts.ask(conversation, wish(10000, thing="lamp"), by=world.ana, at=NOON + HOUR)
    assert again.pk != ask.pk


def test_whoever_was_asked_first_may_still_answer(world: World) -> None:
    manager(world)
    ask = asked(world)
    run_due(NOON + TEN)
    assert acts.say_yes(ask, by=world.lea, at=NOON + 15 * MINUTE).answers_for == world.lea


def test_who_is_off_is_passed_over_and_whoever_comes_first_is_waited_for(world: World) -> None:
    max_ = manager(world)
    published()
    duty.begin_absence(world.lea, since=NOON - HOUR, until=NOON + 5 * HOUR, by=world.lea, at=NOON - HOUR)
    conversation = owned(world)
    ask = acts.ask(conversation, wish(10000, thing="lamp"), by=world.ana, at=NOON)
    assert ask.asked == max_
    acts.unask(ask, by=world.ana, at=NOON)
    duty.begin_absence(max_, since=NOON, until=NOON + 2 * HOUR, by=max_, at=NOON)
    ask = acts.ask(conversation, wish(10000, thing="lamp"), by=world.ana, at=NOON)
    assert (ask.asked, ask.told_at) == (max_, None)
    run_due(NOON + HOUR)
    assert anew(ask).told_at is None
    run_due(NOON + 2 * HOUR)
    assert (anew(ask).told_at, anew(ask).answer_by) == (NOON + 2 * HOUR, NOON + 2 * HOUR + TEN)


def test_whoever_else_comes_and_goes_says_nothing_new_of_who_is_waited_for(world: World) -> None:
    published()
    duty.begin_absence(world.lea, since=NOON - HOUR, until=NOON + 5 * HOUR, by=world.lea, at=NOON - HOUR)
    ask = acts.ask(owned(world), wish(10000), by=world.ana, at=NOON)
    duty.say_off(world.ben, by=world.ben, at=NOON + MINUTE)
    run_due(NOON + MINUTE)
    assert Event.objects.filter(kind=Kind.ASK_PUT, conversation_id=ask.conversation_id).count() == 1
    duty.end_absence(Absence.objects.get(agent=world.lea), by=world.lea, at=NOON + HOUR)
    run_due(NOON + HOUR)
    assert (anew(ask).asked, anew(ask).told_at) == (world.lea, NOON + HOUR)
    assert Event.objects.filter(kind=Kind.ASK_PUT, conversation_id=ask.conversation_id).count() == 2


def test_who_goes_off_while_asked_is_not_waited_for(world: World) -> None:
    max_ = manager(world)
    ask = asked(world, 5500)
    duty.say_off(world.lea, by=world.lea, at=NOON + MINUTE)
    run_due(NOON + MINUTE)
    assert anew(ask).asked == max_
    assert Asked.objects.get(ask=ask, agent=world.lea).left_at == NOON + MINUTE


def test_silence_is_a_yes_up_to_the_rules_amount_and_recorded_as_theirs(world: World) -> None:
    small = asked(world, 6000)
    run_due(NOON + TEN)
    remedy = Remedy.objects.get()
    assert (remedy.how, remedy.answers_for, anew(small).answered_by) == ("silence", world.lea, world.lea)
    large = acts.ask(owned(world), wish(6001, thing="x"), by=world.ana, at=NOON)
    run_due(NOON + TEN)
    assert anew(large).state == "unanswered"


def test_silence_of_who_was_not_there_to_the_end_is_none(world: World) -> None:
    """Off and on again: what they did not see they did not pass over in silence."""
    max_ = manager(world)
    duty.begin_absence(max_, since=NOON + 3 * MINUTE, until=NOON + DAY, by=max_, at=NOON)
    ask = asked(world, 6000)
    duty.say_off(world.lea, by=world.lea, at=NOON + MINUTE)
    duty.say_on(world.lea, by=world.lea, at=NOON + 2 * MINUTE)
    run_due(NOON + HOUR)
    assert (anew(ask).told_at, Remedy.objects.count()) == (None, 0)


def test_silence_after_a_shift_that_ended_is_none_however_late_the_worker_is(world: World) -> None:
    published()
    conversation = owned(world)
    ends = NOON + 5 * MINUTE
    duty.begin_absence(world.lea, since=ends, until=NOON + DAY, by=world.lea, at=NOON - HOUR)
    ask = acts.ask(conversation, wish(6000), by=world.ana, at=NOON)
    run_due(NOON + HOUR)
    assert (anew(ask).state, Remedy.objects.count()) == ("unanswered", 0)


def test_without_the_rule_silence_means_nothing(world: World) -> None:
    published(POLICY.replace(", silence is a yes up to: 60.00", ""))
    ask = acts.ask(owned(world), wish(5100), by=world.ana, at=NOON)
    run_due(NOON + HOUR)
    assert anew(ask).state == "unanswered"


def test_the_policy_in_force_at_the_answer_counts_and_both_are_kept(world: World) -> None:
    ask = asked(world)
    new = published(POLICY.replace("limit: 150.00", "limit: 90.00"), at=NOON + MINUTE)
    with pytest.raises(Refused, match="does not suffice for this now"):
        acts.say_yes(ask, by=world.lea, at=NOON + 2 * MINUTE)
    remedy = acts.say_yes(ask, value=eur(9000), by=world.lea, at=NOON + 2 * MINUTE)
    assert remedy.version == new and anew(ask).answered_version == new and anew(ask).version != new


def test_what_is_asked_counts_in_every_sum(world: World) -> None:
    max_ = manager(world)
    ask = asked(world, 40000)
    conversation = Conversation.objects.get(pk=ask.conversation_id)
    with pytest.raises(Refused, match=r"600\.00 in 90 days"):
        acts.grant(conversation, wish(20001, thing="other"), by=max_, at=NOON)
    acts.say_yes(ask, by=max_, at=NOON)
    acts.grant(conversation, wish(20000, thing="other"), by=max_, at=NOON)


def test_the_question_is_taken_back_by_those_concerned(world: World) -> None:
    ask = asked(world)
    with pytest.raises(Refused, match="Only who asked"):
        acts.unask(ask, by=world.ben, at=NOON)
    conversation = Conversation.objects.get(pk=ask.conversation_id)
    world.reply(conversation, at=NOON)
    with pytest.raises(Refused, match="Lea Example has been asked"):
        conversations.close(conversation, seen=10**9, by=world.ana, at=NOON)
    acts.unask(ask, by=world.ana, at=NOON)
    with pytest.raises(Gone, match="took the question back"):
        acts.say_yes(ask, by=world.lea, at=NOON)
    world.reply(conversation, at=NOON)
    conversations.close(conversation, seen=10**9, by=world.ana, at=NOON)


def test_who_is_asked_sees_it_for_as_long(world: World) -> None:
    """The team's people change: whoever was asked sees the conversation until it is answered."""
    ask = asked(world)
    conversation = Conversation.objects.get(pk=ask.conversation_id)
    assert visible_to(world.lea).filter(pk=conversation.pk).exists()


def test_who_asked_and_goes_takes_the_question_along(world: World) -> None:
    ask = asked(world)
    leaving.deactivate(world.ana, heir=world.ben, by=world.ada, now=NOON)
    assert anew(ask).state == "withdrawn"


def test_who_was_asked_and_goes_leaves_it_to_the_next(world: World) -> None:
    max_ = manager(world)
    ask = asked(world)
    Role.objects.create(agent=world.ben, rank=Rank.LEAD, team=world.harbour)
    leaving.deactivate(world.lea, heir=None, by=world.ada, now=NOON + MINUTE)
    run_due(NOON + MINUTE)
    assert anew(ask).asked in (world.ben, max_)


def test_merged_it_goes_along_with_its_clock(world: World) -> None:
    ask = asked(world)
    source, target = Conversation.objects.get(pk=ask.conversation_id), world.receive(subject="The same")
    conversations.merge(source, target, by=world.ana, at=NOON)
    assert anew(ask).conversation == target and "ask" in [one.kind for one in running(target.pk)]
    acts.say_yes(ask, by=world.lea, at=NOON + MINUTE)


def test_what_was_to_come_by_a_day_that_passed_comes_as_much_later(world: World) -> None:
    published()
    conversation = owned(world)
    duty.begin_absence(world.lea, since=NOON - HOUR, until=NOON + 2 * DAY, by=world.lea, at=NOON - HOUR)
    sent = wish(10000, kind="gift", due_at=NOON + DAY)
    ask = acts.ask(conversation, sent, by=world.ana, at=NOON)
    run_due(NOON + 2 * DAY)
    remedy = acts.say_yes(ask, by=world.lea, at=NOON + 2 * DAY + timedelta(minutes=1))
    assert remedy.due_at == NOON + 3 * DAY + MINUTE
