"""Each act on a mention pressed twice at once, and killed half-way: it is there once, whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from makegood.conversations.models import Conversation
from makegood.customers.models import Customer
from makegood.kudos.models import Kudos
from makegood.mentions import acts
from makegood.mentions.acts import Decision
from makegood.mentions.found import Brought, Bytes, Found
from makegood.mentions.models import Episode, Mention, SourceKind, State
from makegood.mentions.rules import Placed, Told
from makegood.timeline.models import Event
from tests.guarantees.at_once import at_once
from tests.guarantees.whole import once
from tests.mentions.finding import STORY
from tests.world import MINUTE, NOON, World, build

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = Told(passage=STORY, valence="positive", teller="Jo")
SAID = "She came the same evening"
PAGE = Bytes("https://blog.example/washer", "text/html", b"<p>The washer leaks, and nobody calls.</p>")


@pytest.fixture
def world(transactional_db: None) -> World:
    """For processes and threads with connections of their own."""
    return build()


def press(act: Callable[[], Any], *, tells: int = 1) -> Any:
    return once(act, "mentions", "kudos", "conversations", "customers", tells=tells)


def test_from_a_paste_to_thanks_and_back(world: World) -> None:
    mention = press(lambda: acts.paste(PAGE.address, team=world.harbour, by=world.ana, at=NOON))
    press(lambda: acts.page_came(mention, PAGE, at=NOON), tells=0)
    press(lambda: acts.propose(mention, acts.Read(STORY, (TOLD,)), at=NOON))
    episode = Episode.objects.get()
    better = replace(TOLD, place="Harbour", quotes=[SAID])
    press(lambda: acts.correct(episode, better, seen=0, by=world.ana, at=NOON))
    press(lambda: acts.mark(mention, replace(TOLD, passage=SAID), by=world.ana, at=NOON))
    press(lambda: acts.nothing_of_ours(mention, by=world.ana, at=NOON))
    press(lambda: acts.reopen(mention, by=world.ana, at=NOON))
    one, other = Episode.objects.order_by("pk")
    said = Decision(thanked=[world.ben, world.lea], team=world.harbour)
    press(lambda: acts.decide(one, said, seen=one.version, by=world.ana, at=NOON), tells=4)
    assert Kudos.objects.filter(state="given").count() == 2 and Conversation.objects.get().state == "open"
    press(lambda: acts.take_back(one, by=world.ana, at=NOON + MINUTE), tells=4)
    assert not Kudos.objects.filter(state="given").exists() and Conversation.objects.get().state == "closed"
    press(lambda: acts.read_again(mention, text=STORY, by=world.ana, at=NOON), tells=0)
    assert not Episode.objects.filter(pk=other.pk).exists() and Mention.objects.get().state == State.NEW


def test_what_a_source_brings(world: World) -> None:
    placed = Placed(kind=SourceKind.FEED, name="Blog", address="https://blog.example/feed")
    source = press(lambda: acts.add(placed, team=world.harbour, by=world.ada, at=NOON))
    found = (Found("1", "", title="The washer", text="It leaks.", published_at=NOON),)
    brought = Brought(came=PAGE, found=found, mark={"etag": "1"})
    press(lambda: acts.keep(source, brought, at=NOON), tells=1)
    press(lambda: acts.keep_rows(source, PAGE, found, at=NOON), tells=0)
    press(lambda: acts.change(source, replace(placed, name="Blogs"), team=world.hill, by=world.ada, at=NOON))
    press(lambda: acts.look_now(source, by=world.ada, at=NOON), tells=0)
    model = partial(acts.set_endpoint, PAGE.address, model="small", key="k", is_inside=False, is_on=True, at=NOON)
    endpoint = press(lambda: model(by=world.ada), tells=2)  # the last word counts, and each is on record
    press(lambda: acts.endpoint_said(endpoint, "It is silent."), tells=0)
    press(lambda: acts.switch(source, on=False, by=world.ada, at=NOON))
    assert Mention.objects.count() == 1


def test_what_meets_what_else_ends_whole(world: World) -> None:
    """Whatever comes first, each thanks that reached somebody is on record once, and nothing hangs in between."""
    mention = acts.paste(STORY, team=world.harbour, by=world.ana, at=NOON)
    acts.propose(mention, acts.Read(STORY, (TOLD,)), at=NOON)
    episode = Episode.objects.get()
    decide = lambda **said: acts.decide(episode, Decision(**said), seen=0, by=world.ana, at=NOON)  # noqa: E731
    at_once(
        lambda: decide(thanked=[world.ben]),
        lambda: decide(team=world.harbour),
        lambda: acts.nothing_of_ours(mention, by=world.lea, at=NOON),
        lambda: acts.correct(episode, replace(TOLD, place="Hill"), seen=0, by=world.ben, at=NOON),
        lambda: acts.read_again(mention, text=STORY, by=world.ben, at=NOON),
    )
    given, begun = Kudos.objects.filter(state="given").count(), Conversation.objects.count()
    assert given + begun <= 1 and Customer.objects.count() == begun
    assert Event.objects.filter(kind="kudos.given").count() == given
    held = Mention.objects.get()
    open_ones = held.episodes.filter(state=Episode.State.PROPOSED).count()
    assert (held.state == State.DONE) == (held.state != State.NEW and not open_ones)
