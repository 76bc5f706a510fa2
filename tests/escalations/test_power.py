"""What is to be granted decides who is asked: whoever may not grant it is passed over, and it is never a dead end."""

from __future__ import annotations

from decimal import Decimal

import pytest

from makegood.authority import acts as authority
from makegood.authority.facts import Need
from makegood.conversations import acts as conversations
from makegood.conversations.rules import Refused
from makegood.escalations import acts, queries, rules
from makegood.escalations.acts.climbing import Why, begin
from makegood.escalations.models import Ask, Cause, Escalation
from makegood.people.duty import acts as duty
from makegood.people.models import Agent, Rank, Role
from tests.world import HOUR, NOON, World

pytestmark = pytest.mark.django_db
LATER = NOON + HOUR
POLICY = """
policy: Making good
currency: EUR
rules:
  - {rule: A lead up to 50, for: [refund], limit: 50.00, answer: allowed, else: needs approval, by: manager}
  - {rule: Nobody gives away a house, for: [house], answer: never}
"""


@pytest.fixture(autouse=True)
def policy(world: World) -> None:
    version = authority.write(POLICY, "", by=world.ada, now=NOON)
    authority.publish(version, starts_at=NOON, by=world.ada, now=NOON)


@pytest.fixture
def max_(world: World) -> Agent:
    """Max manages the harbour."""
    max_ = Agent.objects.create_user("max@harbour.example", name="Max Example", created_at=NOON)
    Role.objects.create(agent=max_, rank=Rank.MANAGER, location=world.harbour.location)
    return max_


def climbs(world: World, need: Need | None) -> Escalation:
    return acts.escalate(world.receive(), reason="It is broken.", need=need, by=world.ana, at=LATER)


def test_the_nearest_whose_authority_suffices(world: World, max_: Agent) -> None:
    one = climbs(world, Need("refund", Decimal(120)))
    assert one.asked == max_ and (one.needs, one.needs_rank) == ("refund, 120.00 EUR", "manager")
    assert Ask.objects.get(agent=world.lea).skipped == Ask.Skipped.POWER


def test_what_needs_nobody_in_particular_goes_to_the_nearest(world: World, max_: Agent) -> None:
    for need in (None, Need("refund", Decimal(20)), Need("greeting")):
        assert climbs(world, need).asked == world.lea


def test_whoever_stands_on_two_rungs_may_what_the_higher_may(world: World, max_: Agent) -> None:
    Role.objects.create(agent=world.lea, rank=Rank.HEAD_OFFICE)
    assert climbs(world, Need("refund", Decimal(120))).asked == world.lea


def test_when_nobody_may_somebody_is_asked_all_the_same(world: World) -> None:
    assert climbs(world, Need("refund", Decimal(120))).asked == world.lea


def test_whoever_may_but_comes_later_goes_before_who_may_not(world: World, max_: Agent) -> None:
    duty.begin_absence(max_, since=NOON, until=NOON + 9 * HOUR, by=world.ada, at=NOON)
    one = climbs(world, Need("refund", Decimal(120)))
    assert one.asked == max_ and one.told_at is None


def test_what_nobody_may_grant_is_refused_with_the_reason(world: World, max_: Agent) -> None:
    with pytest.raises(Refused, match=r"nobody may grant that.*Nobody gives away a house"):
        climbs(world, Need("house"))
    assert not Escalation.objects.exists()


def test_who_may_stands_first_and_the_others_say_that_they_may_not(world: World, max_: Agent) -> None:
    found = queries.who_can_fix(world.receive(), needs=Rank.MANAGER, at=LATER)
    assert [(one.agent, one.suffices) for one in found] == [(max_.pk, True), (world.lea.pk, False)]


def test_admins_who_stand_in_may_grant_what_the_ladder_could() -> None:
    steps = [rules.Step(1, Rank.ADMIN, (7,), HOUR)]
    assert rules.powerless(steps, Rank.HEAD_OFFICE) == frozenset()


def test_a_merge_forgets_neither_what_is_needed_nor_whom_it_is_about(world: World, max_: Agent) -> None:
    asked, late = world.receive(), world.receive(subject="The same lamp")
    need = Need("refund", Decimal(20))
    acts.escalate(asked, reason="It is broken.", subject=world.ben, need=need, by=world.ana, at=LATER)
    begin(late, Why(Cause.LATE_ANSWER, LATER), at=LATER)
    conversations.merge(asked, late, by=world.lea, at=LATER)
    one = queries.open_of(late.pk)
    assert one is not None and (one.cause, one.subject, one.needs) == (Cause.AGENT, world.ben, "refund, 20.00 EUR")
