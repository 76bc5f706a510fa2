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
from makegood.people.models import Mailbox
from makegood.timeline.models import Event
from tests.guarantees.at_once import at_once, many
from tests.guarantees.killed import killed
from tests.guarantees.whole import once
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


def press(act: Callable[[], Any], *, tells: int = 1) -> Any:
    return once(act, "kudos", tells=tells)


def test_each_other_act_is_once_or_not_at_all(world: World, now: datetime) -> None:
    here = world.harbour.location
    table = press(lambda: acts.open_table(here, by=world.lea, token="tabletoken", at=now))
    press(lambda: acts.renew_table(here, by=world.lea, token="othertoken", at=now))
    press(lambda: acts.leave(table, acts.Left(None, "the tall one", "Thanks", once="1"), at=now))
    press(lambda: acts.close_table(here, by=world.lea, at=now))
    _conversation, token = answered(world, at=now - 2 * HOUR)
    opened = page_of(token, now)
    kudos = press(lambda: acts.thank_described(opened, whom="the tall one", words=WORDS, at=now))
    press(lambda: acts.drop(kudos, by=world.lea, at=now))
    press(lambda: acts.bring_back(kudos.pk, by=world.lea, at=now))
    press(lambda: acts.decide(kudos, world.ana, by=world.lea, at=now))
    kudos.refresh_from_db()
    press(lambda: acts.let_read(kudos, by=world.ana, at=now, is_shown=True))
    press(lambda: acts.add_word(kudos, "So it was.", by=world.lea, at=now))
    press(lambda: acts.name_nowhere(world.ana, at=now))
    press(lambda: acts.name_again(world.ana, at=now))
    acts.give(world.ana, words=WORDS, giver=Giver(Way.MENTION, by=world.lea, once="mention:1"), at=now)
    press(lambda: acts.take_back("mention:1", by=world.lea, at=now))


def test_asked_by_two_workers_at_once_it_is_one_mail(world: World, now: datetime) -> None:
    Mailbox.objects.update(asks_solved=True)
    one, _token = answered(world, at=now - 2 * HOUR)
    conversations.close(one, by=world.ana, at=now, seen=Message.objects.latest("pk").pk)
    killed(lambda: acts.ask(one.pk, at=now))
    assert not Question.objects.exists() and not told("question.asked")
    many(3, lambda: acts.ask(one.pk, at=now))
    assert told("question.asked") == Question.objects.count() == 1
    assert one.messages.filter(direction=Message.OUT, by=None).count() == 1
