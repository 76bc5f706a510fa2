"""What customers say of us and to us, policies, and what runs out, twice at the same moment: each happens once."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from makegood.afterhours import acts as afterhours
from makegood.afterhours.rules import Setting
from makegood.authority import acts as authority
from makegood.authority import queries as policies
from makegood.clocks.hours import Hours
from makegood.config.doctor import examine
from makegood.conversations import acts
from makegood.conversations.models import Message, Wish
from makegood.conversations.queries import by_token
from makegood.conversations.rules import Refused
from makegood.conversations.wishes import Wishes
from makegood.effort.acts import look, set_thresholds
from makegood.effort.models import Measure, Reached
from makegood.escalations.models import Escalation
from makegood.kudos import acts as kudos
from makegood.kudos.acts import thank
from makegood.kudos.models import Kudos, Question
from makegood.people import acts as people
from makegood.people.rules import Unfit
from makegood.promises.models import Promise
from tests.guarantees.at_once import at_once, many
from tests.portal.common import answered
from tests.world import DAY, HOUR, World, build

pytestmark = pytest.mark.django_db(transaction=True)
POLICY = "policy: Refunds\nrules:\n  - {rule: Up to 50, for: refund, limit: 50, answer: allowed, else: never}\n"


@pytest.fixture
def world(transactional_db: None) -> World:
    """The small world of all tests, for threads with connections of their own."""
    return build()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def whole() -> None:
    assert [one.violations for one in examine(now=timezone.now()) if not one.ok] == []


def test_thanked_twice_at_once_it_is_one_thanks(world: World, now: datetime) -> None:
    _conversation, token = answered(world, at=now - 2 * HOUR)
    opened = by_token(token, at=now)
    assert opened is not None
    results = many(4, lambda: thank(opened, agent=world.ana.pk, words="You were kind.", at=now))
    assert {one.pk for one in results} == {Kudos.objects.get().pk}
    whole()


def test_two_wishes_for_all_from_two_matters_leave_one(world: World, now: datetime) -> None:
    one, other = world.receive(at=now), world.receive(at=now, subject="The chair")
    results = at_once(
        lambda: acts.wish(one, Wishes(only_changes=True), at=now), lambda: acts.wish(other, Wishes(way="mail"), at=now)
    )
    assert results == [None, None]
    kept = Wish.objects.get()
    assert (kept.conversation_id, (kept.only_changes, kept.way)) in [(None, (True, "")), (None, (False, "mail"))]
    whole()


def test_two_workers_with_one_answer_while_we_are_closed_write_once(world: World, now: datetime) -> None:
    tomorrow = (now + DAY).weekday()
    week: Any = tuple(((0, 60),) if day == tomorrow else () for day in range(7))
    people.keep_hours(
        world.harbour.location,
        people.add_hours("Tomorrow", Hours("UTC", week), by=world.ada, now=now),
        by=world.ada,
        now=now,
    )
    afterhours.set_up(world.help, Setting(True, {}, 30), by=world.ada, at=now)
    asked = world.receive(at=now)
    message = asked.messages.get().pk
    results = many(3, partial(afterhours.answer, asked.pk, message, at=now))
    assert sum(isinstance(one, Message) for one in results) == 1 and results.count(None) == 2, results
    assert asked.messages.filter(by=None, direction="out").count() == Promise.objects.count() == 1
    whole()


def test_published_twice_at_once_it_is_published_once(world: World, now: datetime) -> None:
    draft = authority.write(POLICY, "", by=world.ada, now=now)
    results = many(3, lambda: authority.publish(draft, starts_at=now, by=world.ada, now=now))
    assert results.count(None) == 1 and sum(isinstance(one, Unfit) for one in results) == 2, results
    assert policies.in_force(at=now + timedelta(minutes=1)) == draft


def test_two_looks_at_what_it_has_cost_climb_once(world: World, now: datetime) -> None:
    asked = world.receive(at=now - 5 * HOUR)
    set_thresholds(None, {Measure.WAITED: 2}, by=world.ada, at=now - 5 * HOUR)
    many(3, lambda: look(asked.pk, now=now))
    assert Escalation.objects.count() == Reached.objects.count() == 1


def test_not_solved_twice_at_once_opens_it_once(world: World, now: datetime) -> None:
    conversation, token = answered(world, at=now - 2 * HOUR)
    acts.close(conversation, by=world.ana, at=now, seen=Message.objects.latest("pk").pk)
    opened = by_token(token, at=now)
    assert opened is not None

    def press(once: str) -> str:
        try:
            kudos.answer(opened, solved=False, work="much", once=once, at=now)
        except Refused:
            return "refused"
        return "said"

    assert sorted(at_once(lambda: press("a"), lambda: press("b"))) == ["refused", "said"]
    assert Question.objects.get().solved is False
    assert Message.objects.filter(conversation=conversation, direction="in").count() == 2
    whole()


def test_decided_for_two_at_once_it_is_for_one(world: World, now: datetime) -> None:
    table = kudos.open_table(world.harbour.location, by=world.lea, token="tabletoken", at=now)
    found = many(3, lambda: kudos.leave(table, kudos.Left(None, "the tall one", "Thanks", once="1"), at=now))
    assert len({one.pk for one in found}) == 1

    def decide(agent: Any) -> str:
        try:
            kudos.decide(found[0], agent, by=world.lea, at=now)
        except Refused:
            return "refused"
        return "decided"

    assert sorted(at_once(lambda: decide(world.ana), lambda: decide(world.ben))) == ["decided", "refused"]
    whole()
