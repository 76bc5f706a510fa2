"""A matter climbs when it has cost the customer as much as a place lets it cost: once each, by the real clock."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from makegood.agenda.models import Turn
from makegood.config.doctor.costs import what_cost_too_much_has_climbed
from makegood.config.turns import Handlers
from makegood.conversations import acts
from makegood.conversations.models import Conversation
from makegood.effort.acts import set_thresholds
from makegood.effort.models import Measure, Reached, Threshold
from makegood.effort.queries import thresholds_set
from makegood.escalations.models import Cause, Escalation
from makegood.people.rules import NotAllowed, Unfit
from makegood.timeline.models import Event
from tests.world import DAY, HOUR, MINUTE, NOON, World

pytestmark = pytest.mark.django_db


def work(until: datetime) -> None:
    """The worker takes each look that is due by then, at its time."""
    handlers = Handlers()
    for _ in range(300):
        turn = Turn.objects.filter(kind__startswith="effort", run_at__lte=until).order_by("run_at", "pk").first()
        if turn is None:
            return
        at = turn.run_at
        again = handlers[turn.kind](turn, now=at)
        same = Turn.objects.filter(pk=turn.pk, mark=turn.mark)
        same.update(run_at=again) if again else same.delete()
    raise AssertionError("it never comes to rest")


def climbed(conversation: Conversation) -> list[str]:
    return list(Escalation.objects.filter(conversation=conversation).order_by("pk").values_list("cause", flat=True))


def begun(conversation: Conversation) -> int:
    return Event.objects.filter(kind="escalation.begun", conversation_id=conversation.pk).count()


def test_after_so_many_hours_it_climbs_at_that_moment_and_never_again(world: World) -> None:
    set_thresholds(None, {Measure.WAITED: 5}, by=world.ada, at=NOON)
    asked = world.receive()
    work(NOON + 5 * HOUR - MINUTE)
    assert climbed(asked) == []
    work(NOON + 5 * HOUR)
    assert climbed(asked) == [Cause.EFFORT]
    assert Reached.objects.get().at == NOON + 5 * HOUR
    world.reply(asked, by=world.lea, at=NOON + 6 * HOUR)
    world.receive(at=NOON + DAY, in_reply_to=asked.messages.order_by("pk")[0].message_id)
    work(NOON + 9 * DAY)
    assert climbed(asked) == [Cause.EFFORT]


def test_an_answer_stops_the_wait_and_the_next_question_goes_on_with_it(world: World) -> None:
    set_thresholds(None, {Measure.WAITED: 5}, by=world.ada, at=NOON)
    asked = world.receive()
    world.reply(asked, at=NOON + 3 * HOUR)
    work(NOON + DAY)
    assert climbed(asked) == []
    world.receive(at=NOON + DAY, in_reply_to=asked.messages.order_by("pk")[0].message_id)
    work(NOON + DAY + 2 * HOUR - MINUTE)
    assert climbed(asked) == []
    work(NOON + DAY + 2 * HOUR)
    assert climbed(asked) == [Cause.EFFORT]


def test_told_too_often_or_passed_on_too_often(world: World) -> None:
    set_thresholds(world.harbour, {Measure.TOLD: 2, Measure.TRANSFERS: 2}, by=world.ada, at=NOON)
    asked, other = world.receive(), world.receive(subject="The chair")
    world.receive(at=NOON + 2 * HOUR, in_reply_to=asked.messages.get().message_id)
    for minute, to in enumerate((world.ana, world.ben, world.lea)):
        acts.assign(Conversation.objects.get(pk=other.pk), to=to, by=world.lea, at=NOON + 2 * HOUR + minute * MINUTE)
    work(NOON + 3 * HOUR)
    assert climbed(asked) == climbed(other) == [Cause.EFFORT]
    assert set(Reached.objects.values_list("measure", "amount")) == {("told", 2), ("transfers", 2)}


def test_reached_twice_or_taken_twice_it_climbs_once(world: World) -> None:
    set_thresholds(None, {Measure.WAITED: 1}, by=world.ada, at=NOON)
    asked = world.receive()
    work(NOON + HOUR)
    turn = Turn(kind="effort", about={"conversation": asked.pk})
    for _ in range(3):
        assert Handlers()["effort"](turn, now=NOON + 2 * HOUR) is None
    assert (begun(asked), Reached.objects.count()) == (1, 1)


def test_what_was_open_before_is_looked_at_and_other_teams_are_let_be(world: World) -> None:
    ours, theirs = world.receive(), world.receive(mailbox=world.hill_help)
    set_thresholds(world.harbour, {Measure.WAITED: 2}, by=world.ada, at=NOON + DAY)
    work(NOON + DAY)
    assert (climbed(ours), climbed(theirs)) == ([Cause.EFFORT], [])


def test_a_team_of_its_own_mind_and_none_at_all(world: World) -> None:
    set_thresholds(None, {Measure.WAITED: 1}, by=world.ada, at=NOON)
    set_thresholds(world.hill, {Measure.WAITED: 9}, by=world.ada, at=NOON)
    there = world.receive(mailbox=world.hill_help)
    work(NOON + 8 * HOUR)
    assert climbed(there) == []
    set_thresholds(None, {}, by=world.ada, at=NOON)
    here = world.receive(at=NOON + MINUTE)
    assert not Turn.objects.filter(key=f"effort:{here.pk}").exists()


def test_what_was_merged_in_does_not_climb_again_for_the_same(world: World) -> None:
    set_thresholds(None, {Measure.WAITED: 2}, by=world.ada, at=NOON)
    one = world.receive()
    work(NOON + 2 * HOUR)
    two = world.receive(at=NOON + 2 * HOUR, subject="Again: the lamp")
    acts.merge(one, two, by=world.lea, at=NOON + 3 * HOUR)
    work(NOON + 9 * HOUR)
    assert Reached.objects.count() == 1


def test_while_something_climbs_already_it_goes_one_higher(world: World) -> None:
    set_thresholds(None, {Measure.WAITED: 5}, by=world.ada, at=NOON)
    asked = world.receive()
    from makegood.escalations import acts as ladders

    ladders.escalate(asked, reason="She waits.", by=world.ana, at=NOON + HOUR)
    work(NOON + 5 * HOUR)
    assert (climbed(asked), Reached.objects.count()) == ([Cause.AGENT], 1)


def test_doctor_sees_what_was_overlooked(world: World) -> None:
    set_thresholds(None, {Measure.WAITED: 2}, by=world.ada, at=NOON)
    asked = world.receive()
    work(NOON)
    assert what_cost_too_much_has_climbed(NOON + DAY).violations == []
    Turn.objects.filter(key=f"effort:{asked.pk}").delete()
    assert f"#{asked.pk}" in what_cost_too_much_has_climbed(NOON + DAY).violations[0]


def test_amounts_are_whole_and_some(world: World) -> None:
    with pytest.raises(Unfit, match="from 1 to 50"):
        set_thresholds(None, {Measure.TOLD: 0}, by=world.ada, at=NOON)


def test_none_but_an_admin_sets_them(world: World) -> None:
    for amounts in ({Measure.TOLD: 2}, {}):
        with pytest.raises(NotAllowed):
            set_thresholds(None, amounts, by=world.lea, at=NOON)
    assert not thresholds_set(None)


def test_an_admin_sets_it_on_the_ladders_page_and_nobody_else(world: World) -> None:
    client = Client()
    client.force_login(world.ada)
    sent = {"limits": "1", "limit-told": "3", "limit-waited": "", "limit-transfers": "2"}
    assert client.post("/settings/ladder", sent).status_code == 302
    assert dict(Threshold.objects.values_list("measure", "amount")) == {"told": 3, "transfers": 2}
    assert 'name="limit-told" value="3"' in client.get("/settings/ladder").content.decode()
    assert client.post("/settings/ladder", sent | {"limit-told": "many"}).status_code in (200, 422)
    client.force_login(world.ana)
    assert client.post("/settings/ladder", sent).status_code in (403, 404)
    assert Threshold.objects.count() == 2
