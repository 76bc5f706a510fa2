"""Thanks at the same moment, and when the machine dies half-way: each is there once, whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from makegood.conversations import acts as conversations
from makegood.conversations.models import Message
from makegood.conversations.queries import Opened, by_token
from makegood.conversations.rules import Refused
from makegood.kudos import acts
from makegood.kudos.acts import Giver
from makegood.kudos.models import Kudos, Question, Table, Way, Word
from makegood.timeline.models import Event
from tests.guarantees.at_once import at_once, many
from tests.guarantees.killed import killed
from tests.portal.common import answered
from tests.world import HOUR, World, build

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "You stayed until it was done."


@pytest.fixture
def world(transactional_db: None) -> World:
    """For processes and threads with connections of their own."""
    return build()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def told(kind: str) -> int:
    return Event.objects.filter(kind=kind).count()


def both(one: Callable[[], Any], other: Callable[[], Any]) -> list[str]:
    """What came of two at once, refused or done, in this order."""
    return sorted("refused" if isinstance(got, Refused) else "done" for got in at_once(one, other))


def waiting(world: World, now: datetime) -> Kudos:
    table = acts.open_table(world.harbour.location, by=world.lea, token="tabletoken", at=now)
    return acts.leave(table, acts.Left(None, "the tall one", "Thanks", once="1"), at=now)


def page_of(token: str, now: datetime) -> Opened:
    found = by_token(token, at=now)
    assert found is not None
    return found


def test_said_at_once_it_reaches_one_and_is_told_once(world: World, now: datetime) -> None:
    giver = Giver(Way.COLLEAGUE, by=world.ben, once="colleague:a")
    found = many(3, lambda: acts.give(world.ana, words=WORDS, giver=giver, at=now))
    assert {one.pk for one in found} == {Kudos.objects.get().pk} and told("kudos.given") == 1
    message = world.receive(reply_text="Thank you all, you were kind.", at=now).messages.get()

    def pass_on(agent: Any) -> Kudos:
        return acts.praise(message, agent, words="you were kind.", by=world.lea, at=now)

    assert both(lambda: pass_on(world.ana), lambda: pass_on(world.ben)) == ["done", "refused"]
    assert Kudos.objects.count() == told("kudos.given") == 2


def test_decided_at_once_it_is_one_of_both(world: World, now: datetime) -> None:
    here, kudos = world.harbour.location, waiting(world, now)
    decide = lambda: acts.decide(kudos, world.ana, by=world.lea, at=now)  # noqa: E731
    assert both(decide, lambda: acts.drop(kudos, by=world.lea, at=now)) == ["done", "refused"]
    assert told("kudos.given") + told("kudos.dropped") == 1
    many(3, lambda: acts.close_table(here, by=world.lea, at=now))
    many(3, lambda: acts.open_table(here, by=world.lea, token="othertoken", at=now))
    assert Table.objects.get().is_open and told("settings.changed") == 3
    shown = acts.give(world.ana, words=WORDS, giver=Giver(Way.TOLD, by=world.ben), at=now)
    show = lambda: acts.let_read(shown, by=world.ana, at=now, is_shown=True)  # noqa: E731
    both(show, lambda: acts.name_nowhere(world.ana, at=now))
    assert not Kudos.objects.filter(is_shown=True).exists()


def test_killed_half_way_nothing_is_said_and_the_next_try_says_all(world: World, now: datetime) -> None:
    _conversation, token = answered(world, at=now - 2 * HOUR)
    opened, kudos = page_of(token, now), waiting(world, now)
    events, giver = Event.objects.count(), Giver(Way.COLLEAGUE, by=world.ben, once="a")
    thanks: list[Callable[[], Any]] = [
        lambda: acts.give(world.ana, words=WORDS, giver=giver, at=now),
        lambda: acts.thank(opened, agent=world.ana.pk, words=WORDS, at=now),
        lambda: acts.decide(kudos, world.ana, by=world.lea, at=now),
    ]
    for act in thanks:
        killed(act)
    assert Event.objects.count() == events and Kudos.objects.get().state == "waiting"
    for act in thanks * 2:
        act()
    assert Kudos.objects.filter(state="given").count() == told("kudos.given") == 3
    kudos.refresh_from_db()
    killed(lambda: acts.add_word(kudos, "So it was.", by=world.lea, at=now))
    assert not Word.objects.exists()

    other, token = answered(world, at=now - HOUR, subject="The chair")
    conversations.close(other, by=world.ana, at=now, seen=Message.objects.latest("pk").pk)
    opened = page_of(token, now)
    no = lambda: acts.answer(opened, solved=False, work="much", words="It creaks.", once="a", at=now)  # noqa: E731
    killed(no)
    other.refresh_from_db()
    assert other.state == "closed" and not Question.objects.exists()
    for _ in range(2):
        no()
    other.refresh_from_db()
    assert other.state == "open" and other.messages.filter(text="It creaks.").count() == told("question.answered") == 1
