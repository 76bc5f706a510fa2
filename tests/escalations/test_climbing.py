"""What climbs: who is asked, who is skipped and why, when the next is, what ends it, and that it never hangs."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from makegood.agenda.models import Turn
from makegood.clocks.models import Clock, Kind
from makegood.config.doctor import examine
from makegood.config.turns import Handlers
from makegood.conversations import acts as conversations
from makegood.conversations.acts import leaving
from makegood.conversations.models import Conversation, State
from makegood.conversations.rules import Refused
from makegood.escalations import acts, queries
from makegood.escalations.acts.climbing import Why, begin
from makegood.escalations.models import Ask, Cause, Escalation
from makegood.people.duty import acts as duty
from makegood.people.models import Agent, Rank, Role
from makegood.people.rules import NotAllowed, Post, StillNeeded, Unfit
from makegood.timeline.kinds import Kind as Happened
from makegood.timeline.models import Event
from tests.guarantees.at_once import at_once
from tests.world import DAY, HOUR, MINUTE, NOON, World

LATER = NOON + HOUR


@pytest.fixture
def max_(world: World) -> Agent:
    """Max manages the harbour."""
    max_ = Agent.objects.create_user("max@harbour.example", name="Max Example", created_at=NOON)
    Role.objects.create(agent=max_, rank=Rank.MANAGER, location=world.harbour.location)
    return max_


def run(until: datetime) -> None:
    """The worker takes each turn of a clock, in order, at its time."""
    handlers = Handlers()
    for _ in range(200):
        turn = Turn.objects.filter(kind__in=["clock", "rung"], run_at__lte=until).order_by("run_at", "pk").first()
        if turn is None:
            return
        again = handlers[turn.kind](turn, now=turn.run_at)
        fresh = Turn.objects.filter(pk=turn.pk, mark=turn.mark)
        fresh.update(run_at=again) if again else fresh.delete()
    raise AssertionError("the worker never comes to rest")


def open_one(conversation: Conversation) -> Escalation:
    one = queries.open_of(conversation.pk)
    assert one is not None
    return one


def escalate(world: World, conversation: Conversation, **more: object) -> Escalation:
    return acts.escalate(conversation, reason="She waits since May.", by=world.ana, at=LATER, **more)  # type: ignore[arg-type]


def test_a_late_answer_climbs_rung_by_rung_and_anyones_reply_ends_it(world: World, max_: Agent) -> None:
    conversation = world.receive()
    due = conversation.next_due
    assert due is not None
    run(due)
    one = open_one(conversation)
    assert (one.cause, one.asked, one.rung) == (Cause.LATE_ANSWER, world.lea, 1)
    run(due + 2 * HOUR)
    one.refresh_from_db()
    assert (one.asked, one.rung) == (max_, 2)
    assert Event.objects.filter(kind=Happened.CLOCK_MISSED).count() >= 1
    world.reply(conversation, by=world.ben, at=due + 3 * HOUR)
    assert queries.open_of(conversation.pk) is None
    assert not Clock.objects.filter(kind=Kind.RUNG, ended_at=None).exists()
    conversation.refresh_from_db()
    assert conversation.state == State.WAITING


def test_the_top_is_asked_again_each_day_and_admins_hear_of_it(world: World, max_: Agent) -> None:
    conversation = world.receive()
    escalate(world, conversation)
    run(LATER + 3 * DAY)
    one = open_one(conversation)
    assert (one.asked, one.rung) == (max_, 2)
    assert Event.objects.filter(kind=Happened.ESCALATION_STRANDED).count() >= 3
    assert Ask.objects.filter(escalation=one, agent=max_, skipped="").count() >= 3


def test_whoever_is_away_is_skipped_with_the_reason(world: World, max_: Agent) -> None:
    duty.begin_absence(world.lea, since=NOON, until=NOON + 5 * DAY, by=world.lea, at=NOON)
    conversation = world.receive()
    one = escalate(world, conversation)
    assert one.asked == max_
    assert [(each.agent, each.skipped) for each in one.asks.order_by("pk")] == [(world.lea, "absent"), (max_, "")]


def test_who_goes_off_duty_with_it_is_replaced_at_once(world: World, max_: Agent) -> None:
    conversation = world.receive()
    one = escalate(world, conversation)
    duty.begin_absence(world.lea, since=LATER + MINUTE, until=LATER + 5 * DAY, by=world.lea, at=LATER + MINUTE)
    run(LATER + 2 * MINUTE)
    one.refresh_from_db()
    assert one.asked == max_


def test_nobody_on_duty_the_first_to_come_has_it_then(world: World, max_: Agent) -> None:
    for agent, days in ((world.lea, 4), (max_, 2)):
        duty.begin_absence(agent, since=NOON, until=NOON + days * DAY, by=agent, at=NOON)
    conversation = world.receive()
    one = escalate(world, conversation)
    assert (one.asked, one.told_at) == (max_, None)
    run(NOON + 2 * DAY)
    one.refresh_from_db()
    assert (one.asked, one.told_at) == (max_, NOON + 2 * DAY)


def test_who_is_waited_for_uses_up_no_rung(world: World, max_: Agent) -> None:
    duty.begin_absence(world.lea, since=NOON, until=None, by=world.lea, at=NOON)
    duty.begin_absence(max_, since=NOON, until=NOON + 2 * DAY, by=max_, at=NOON)
    one = escalate(world, world.receive())
    assert (one.asked, one.told_at) == (max_, None)
    duty.end_absence(world.lea.absences.get(), by=world.lea, at=NOON + 2 * HOUR)  # whom nobody expected
    run(NOON + 2 * HOUR)
    one.refresh_from_db()
    assert (one.asked, one.told_at, one.rung) == (world.lea, NOON + 2 * HOUR, 1)


def test_while_who_is_above_is_waited_for_the_owner_does_not_close_it(world: World, max_: Agent) -> None:
    conversation = world.receive()
    conversations.claim(conversation, by=world.lea, at=NOON)
    duty.begin_absence(max_, since=NOON, until=NOON + 2 * DAY, by=max_, at=NOON)
    acts.escalate(conversation, reason="Too big for me.", by=world.lea, at=LATER)
    world.reply(conversation, by=world.lea, at=LATER)
    assert open_one(conversation).asked == max_
    with pytest.raises(Refused):
        conversations.close(
            conversation, seen=conversations.standing.newest_message(conversation), by=world.lea, at=LATER
        )


def test_another_cause_passes_nobody_who_was_only_waited_for(world: World, max_: Agent) -> None:
    for agent, days in ((world.lea, 4), (max_, 2)):
        duty.begin_absence(agent, since=NOON, until=NOON + days * DAY, by=agent, at=NOON)
    conversation = world.receive()
    escalate(world, conversation)
    begin(conversation, Why(Cause.BROKEN_PROMISE, LATER), at=LATER)
    duty.end_absence(world.lea.absences.get(), by=world.lea, at=LATER + HOUR)
    run(LATER + HOUR)
    assert open_one(conversation).asked == world.lea


def test_who_was_asked_is_asked_again_when_nobody_else_is_there(world: World, max_: Agent) -> None:
    duty.begin_absence(max_, since=NOON, until=NOON + 9 * DAY, by=max_, at=NOON)
    one = escalate(world, world.receive())
    leaves, returns = LATER + MINUTE, LATER + 30 * MINUTE
    absence = duty.begin_absence(world.lea, since=leaves, until=LATER + 5 * DAY, by=world.lea, at=leaves)
    run(leaves)
    duty.end_absence(absence, by=world.lea, at=returns)
    run(returns)
    one.refresh_from_db()
    assert (one.asked, one.told_at) == (world.lea, returns)


def test_rungs_that_mean_the_same_person_are_one(world: World) -> None:
    Role.objects.create(agent=world.lea, rank=Rank.MANAGER, location=world.harbour.location)
    hal = Agent.objects.create_user("hal@harbour.example", name="Hal Example", created_at=NOON)
    Role.objects.create(agent=hal, rank=Rank.HEAD_OFFICE)
    conversation = world.receive()
    conversations.claim(conversation, by=world.ana, at=NOON)
    escalate(world, conversation)
    world.reply(conversation, by=world.lea, at=LATER)
    acts.take_higher(conversation, words="It still drips", at=LATER + MINUTE)
    assert open_one(conversation).asked == hal


def test_who_stands_on_no_ladder_of_it_moves_no_turn(world: World, max_: Agent) -> None:
    conversation = world.receive()
    for one in (world.lea, max_):
        duty.begin_absence(one, since=NOON, until=NOON + DAY, by=one, at=NOON)
    acts.escalate(conversation, reason="She waits", by=world.ana, at=LATER)
    clock = Clock.objects.get(kind=Kind.RUNG, ended_at=None)
    duty.say_off(world.mo, by=world.mo, at=LATER + MINUTE)
    assert Clock.objects.get(pk=clock.pk).turn_at == clock.turn_at
    duty.end_absence(max_.absences.get(), by=max_, at=LATER + 2 * MINUTE)
    assert Clock.objects.get(pk=clock.pk).turn_at == LATER + 2 * MINUTE


def test_the_owner_is_no_rung_of_their_own_ladder(world: World, max_: Agent) -> None:
    conversation = world.receive()
    conversations.claim(conversation, by=world.lea, at=NOON)
    assert acts.escalate(conversation, reason="Too big for me.", by=world.lea, at=LATER).asked == max_


def test_whom_it_is_about_is_never_asked(world: World, max_: Agent) -> None:
    one = escalate(world, world.receive(), subject=world.lea)
    assert one.asked == max_ and one.asks.get(agent=world.lea).skipped == "subject"


def test_where_nobody_stands_above_the_admins_stand_in_and_see_it(world: World) -> None:
    Role.objects.filter(rank=Rank.LEAD).delete()
    conversation = world.receive()
    one = escalate(world, conversation)
    assert one.asked == world.ada
    from makegood.conversations.queries import visible_to

    assert visible_to(Agent.objects.get(pk=world.ada.pk)).filter(pk=conversation.pk).exists()
    world.reply(conversation, by=world.ada, at=LATER + HOUR)
    assert not visible_to(Agent.objects.get(pk=world.ada.pk)).filter(pk=conversation.pk).exists()


def test_an_agents_ask_ends_with_the_rungs_reply_and_comes_back_with_its_undo(world: World, max_: Agent) -> None:
    conversation = world.receive()
    one = escalate(world, conversation)
    world.reply(conversation, by=world.ana, at=LATER + MINUTE)
    assert open_one(conversation) == one
    conversation.refresh_from_db()
    assert conversation.state == State.OPEN
    message = world.reply(conversation, by=world.lea, at=LATER + 2 * MINUTE)
    assert queries.open_of(conversation.pk) is None
    conversations.undo_reply(message, by=world.lea, at=LATER + 2 * MINUTE)
    assert open_one(conversation).asked == world.lea
    assert Clock.objects.filter(kind=Kind.RUNG, ended_at=None).count() == 1


def test_while_it_climbs_only_the_rung_closes_and_nobody_lets_it_rest(world: World, max_: Agent) -> None:
    conversation = world.receive()
    escalate(world, conversation)
    everything = 10**9
    with pytest.raises(Refused, match="Lea Example has this now"):
        conversations.nothing_to_answer(
            conversation, why=conversations.Nothing.THANKS, seen=everything, by=world.ana, at=LATER
        )
    with pytest.raises(Refused, match="answer"):
        conversations.hold(conversation, until=LATER + DAY, by=world.lea, at=LATER)
    conversations.nothing_to_answer(
        conversation, why=conversations.Nothing.THANKS, seen=everything, by=max_, at=LATER + MINUTE
    )
    conversation.refresh_from_db()
    assert conversation.state == State.CLOSED and queries.remembered(conversation.pk) == 0
    assert [each.violations for each in examine(now=LATER) if not each.ok] == []


def test_the_customer_climbs_when_our_time_has_passed_and_then_one_above(world: World, max_: Agent) -> None:
    conversation = world.receive()
    with pytest.raises(Refused, match="still have time"):
        acts.take_higher(conversation, at=LATER)
    due = conversation.next_due
    assert due is not None
    run(due)
    with pytest.raises(Refused, match="has this already"):
        acts.take_higher(conversation, at=due)
    world.reply(conversation, by=world.lea, at=due + MINUTE)
    one = acts.take_higher(conversation, words="It still drips.", at=due + HOUR)
    assert (one.cause, one.asked, one.rung, one.reason) == (Cause.CUSTOMER, max_, 2, "It still drips.")
    conversation.refresh_from_db()
    assert conversation.state == State.OPEN
    world.reply(conversation, by=max_, at=due + 2 * HOUR)
    with pytest.raises(Refused, match="at the top"):
        acts.take_higher(conversation, at=due + 3 * HOUR)


def test_merged_the_higher_rung_stays_and_apart_each_has_its_own(world: World, max_: Agent) -> None:
    low, high = world.receive(), world.receive(at=LATER)
    acts.escalate(low, reason="a", by=world.ana, at=LATER)
    acts.escalate(high, reason="b", subject=world.lea, by=world.ana, at=LATER)
    conversations.merge(high, low, by=world.lea, at=LATER + MINUTE)
    assert open_one(low).asked == max_
    assert Clock.objects.filter(kind=Kind.RUNG, ended_at=None).get().conversation_id == low.pk
    conversations.unmerge(Conversation.objects.get(pk=high.pk), by=world.lea, at=LATER + HOUR)
    assert open_one(high).asked == max_ and queries.open_of(low.pk) is None
    assert [each.violations for each in examine(now=LATER) if not each.ok] == []


def test_the_last_at_the_top_does_not_go_without_a_known_return(world: World, max_: Agent) -> None:
    with pytest.raises(StillNeeded, match="top of the ladder"):
        duty.begin_absence(max_, since=NOON, until=None, by=max_, at=NOON)
    duty.begin_absence(max_, since=NOON, until=NOON + 20 * DAY, by=max_, at=NOON)


def test_the_last_at_the_top_keeps_the_rank_unless_an_admin_insists(world: World, max_: Agent) -> None:
    acts.set_ladder(world.harbour, [(Rank.LEAD, HOUR), (Rank.MANAGER, HOUR)], by=world.ada, at=NOON)
    post = Post(Rank.MANAGER, world.harbour.location_id)
    with pytest.raises(StillNeeded, match="top of the ladder"):
        leaving.take_role(max_, post, by=world.ada, now=NOON)
    assert Role.objects.filter(agent=max_).exists()
    other = Agent.objects.create_user("mia@harbour.example", name="Mia Example", created_at=NOON)
    role = Role.objects.create(agent=other, rank=Rank.MANAGER, location=world.harbour.location)
    leaving.take_role(max_, post, by=world.ada, now=NOON)
    with pytest.raises(StillNeeded):
        leaving.take_role(other, post, by=world.ada, now=NOON)
    leaving.take_role(other, post, by=world.ada, now=NOON, insists=True)
    assert not Role.objects.filter(pk=role.pk).exists()


def test_what_was_asked_of_somebody_who_loses_the_rank_is_asked_of_the_next(world: World, max_: Agent) -> None:
    one = escalate(world, world.receive())
    assert one.asked == world.lea
    leaving.take_role(world.lea, Post(Rank.LEAD, world.harbour.pk), by=world.ada, now=LATER)
    run(LATER)
    one.refresh_from_db()
    assert one.asked == max_


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([(Rank.MANAGER, HOUR), (Rank.LEAD, HOUR)], "above the one before"),
        ([(Rank.AGENT, HOUR)], "is a lead"),
        ([(Rank.LEAD, timedelta())], "time between"),
        ([(Rank.LEAD, HOUR), (Rank.HEAD_OFFICE, HOUR)], "Nobody holds the last step"),
    ],
)
def test_a_ladder_that_cannot_be_is_refused_whole(
    world: World, max_: Agent, lines: list[tuple[str, timedelta]], words: str
) -> None:
    Role.objects.create(agent=world.mo, rank=Rank.LEAD, team=world.hill)
    with pytest.raises(Unfit, match=words):
        acts.set_ladder(None, lines, by=world.ada, at=NOON)
    assert not queries.ladders()


def test_none_but_an_admin_sets_a_ladder(world: World, max_: Agent) -> None:
    with pytest.raises(NotAllowed):
        acts.set_ladder(world.harbour, [(Rank.MANAGER, HOUR)], by=world.lea, at=NOON)
    assert not queries.ladders()


def test_a_team_climbs_by_its_own_ladder_and_else_by_everyones(world: World, max_: Agent) -> None:
    acts.set_ladder(world.harbour, [(Rank.MANAGER, HOUR)], by=world.ada, at=NOON)
    assert [(step.rank, step.people) for step in queries.steps_of(world.harbour)] == [(Rank.MANAGER, (max_.pk,))]
    acts.set_ladder(world.harbour, [], by=world.ada, at=NOON)
    assert [step.rank for step in queries.steps_of(world.harbour)] == [Rank.LEAD, Rank.MANAGER]


def test_who_can_fix_it_is_the_nearest_on_duty(world: World, max_: Agent) -> None:
    conversation = world.receive()
    assert [one.name for one in queries.who_can_fix(conversation, at=NOON)] == ["Lea Example", "Max Example"]
    duty.begin_absence(world.lea, since=NOON, until=NOON + DAY, by=world.lea, at=NOON)
    found = queries.who_can_fix(conversation, at=LATER)
    assert [(one.name, one.at) for one in found] == [("Max Example", LATER), ("Lea Example", NOON + DAY)]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_escalate_at_once_one_does_and_the_other_is_told(world: World) -> None:
    conversation = world.receive()
    results = at_once(lambda: escalate(world, conversation), lambda: escalate(world, conversation))
    assert sum(isinstance(one, Refused) for one in results) == 1, results
    assert Escalation.objects.count() == 1
