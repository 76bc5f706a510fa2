"""S1, the watch. Elsewhere a boy waits for months in back-order purgatory. Here he hears of it before he asks, with a
day that is a promise; again when the day moves; and when it ships. Each mail is a real one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest

from makegood.agenda.models import Turn
from makegood.channels.mail.acts.settings import Wishes, reach
from makegood.config.doctor import examine
from makegood.config.environment import public_url
from makegood.config.turns import Handlers
from makegood.conversations.models import Conversation
from makegood.orders.said import SaidLine
from makegood.promises.models import Promise, State
from makegood.watch import acts as watch
from makegood.watch.rules import Limits
from tests.mail_transport.post import smtp_of
from tests.orders.common import parcel, shop, told
from tests.servers.sink import Sink
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
PLACED = datetime(2037, 11, 2, 10, tzinfo=UTC)
KINDS = ("watch", "order_event", "send", "promise", "promise_warning", "own_up", "clock", "rung")


def work(until: datetime) -> None:
    """What the worker does until then, each turn at its own time."""
    handlers = Handlers()
    while turn := Turn.objects.filter(kind__in=KINDS, run_at__lte=until).order_by("run_at", "pk").first():
        again = handlers[turn.kind](turn, now=turn.run_at)
        rows = Turn.objects.filter(pk=turn.pk, mark=turn.mark)
        rows.delete() if again is None else rows.update(run_at=again)


def mails(sink: Sink) -> list[str]:
    found = [message_from_bytes(one.content, policy=policy.default) for one in sink.to("tim@post.example")]
    return [str(one.get_body(("plain",)).get_content()) for one in found]


def test_s01_he_hears_of_it_first_again_when_it_moves_and_when_it_ships(
    world: World, smtp_sink: Sink, settings: Any
) -> None:
    reach(world.help, Wishes(smtp=smtp_of(smtp_sink)), by=None, now=PLACED)
    settings.PUBLIC_URL = public_url("https://desk.example")
    source = shop(team=world.harbour)
    watch.set_up(source, Limits(PLACED.date()), on=True, by=world.ada, at=PLACED)
    tim: dict[str, Any] = {"mail": "tim@post.example", "name": "Tim Roth", "lines": (SaidLine("1", "Model train"),)}

    # It was to be there on the 9th. It is not in stock; nobody has told us a day yet.
    told(source, at=PLACED, placed_at=PLACED, expected_on=date(2037, 11, 9), **tim)
    work(PLACED + 6 * DAY)
    assert mails(smtp_sink) == []
    told(
        source,
        at=PLACED + 6 * DAY,
        **tim | {"lines": (SaidLine("1", "Model train", is_back_ordered=True),)},
        expected_on=date(2037, 11, 20),
    )
    work(PLACED + 6 * DAY + timedelta(minutes=1))
    [first] = mails(smtp_sink)
    assert "takes longer than we told you" in first and "by Friday 20 November" in first and "desk.example/t/" in first

    # Three days later the shop names another day: he hears of that, too, and our word moves along.
    told(source, at=PLACED + 9 * DAY, expected_on=date(2037, 11, 24), **tim)
    work(PLACED + 9 * DAY + timedelta(minutes=1))
    assert "Tuesday 24 November" in mails(smtp_sink)[1]
    [promise] = Promise.objects.all()
    assert promise.state == State.OPEN and promise.terms.count() == 2

    # It ships on the 23rd, a day early: he is told, the promise is kept, nobody pressed anything.
    gone = parcel(shipped_at=PLACED + 21 * DAY, tracking="T1")
    told(source, at=PLACED + 21 * DAY, shipments=(gone,), **tim)
    work(PLACED + 40 * DAY)
    promise.refresh_from_db()
    assert promise.state == State.KEPT and "It has shipped." in mails(smtp_sink)[2] and len(mails(smtp_sink)) == 3
    assert Conversation.objects.count() == 1
    assert not [words for one in examine(now=PLACED + 21 * DAY) for words in one.violations]
