"""Saved replies: one's own and the team's; nothing half filled in leaves; nothing lost when two write."""

from __future__ import annotations

from typing import Any

import pytest

from makegood.articles import acts, queries, variables
from makegood.articles.acts import Between, Saved
from makegood.articles.models import SavedReply
from makegood.articles.variables import Variable, filled, gaps, why_not_send
from makegood.conversations.rules import Refused
from makegood.people.rules import NotAllowed
from makegood.timeline.models import Event
from tests.guarantees.at_once import at_once, many
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
HELLO = Saved("Where it is", "Dear {customer}, order {order} is on its way. {agent}", "Parcels", "tracking shipped")


def saved(world: World, said: Saved = HELLO, **more: Any) -> SavedReply:
    return acts.save(said, team=more.pop("team", world.harbour), by=more.pop("by", world.ana), at=NOON)


def test_a_team_shares_and_ones_own_is_ones_own(world: World) -> None:
    shared, own = saved(world), saved(world, team=None)
    assert set(queries.saved_for(world.ana)) == {shared, own}
    assert list(queries.saved_for(world.ben)) == [shared] and not queries.saved_for(world.mo)
    with pytest.raises(NotAllowed):
        saved(world, by=world.mo)
    with pytest.raises(NotAllowed):
        acts.change(own, HELLO, seen=1, by=world.ben, at=NOON)
    with pytest.raises(NotAllowed):
        acts.put_away(shared, by=world.mo, at=NOON)
    acts.change(shared, Saved("Where is it", "Here."), seen=1, by=world.ben, at=NOON)


@pytest.mark.parametrize(
    "said",
    [Saved("", "x"), Saved("x", ""), Saved("x", "Dear {name}"), Saved("x", "y" * 10_001), Saved("n" * 121, "y")],
    ids=["no name", "no words", "unknown", "long", "long name"],
)
def test_refused_in_words(world: World, said: Saved) -> None:
    with pytest.raises(Refused):
        saved(world, said)


def test_a_name_is_taken_once_until_it_is_put_away(world: World) -> None:
    one = saved(world)
    with pytest.raises(Refused):
        saved(world)
    for _ in range(2):
        acts.put_away(one, by=world.ana, at=NOON)
    assert Event.objects.filter(about__gone=True).count() == 1
    with pytest.raises(Refused):
        acts.change(one, Saved("A", "Words"), seen=1, by=world.ana, at=NOON)
    assert saved(world).pk != one.pk and len(queries.saved_for(world.ana)) == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_name_at_once_is_saved_once(world: World) -> None:
    said = many(3, lambda: saved(world))
    assert sorted(type(one).__name__ for one in said) == ["Refused", "Refused", "SavedReply"]


@pytest.mark.django_db(transaction=True)
def test_two_who_change_it_at_once_lose_nothing(world: World) -> None:
    reply = saved(world)
    said = at_once(
        lambda: acts.change(reply, Saved("A", "Ana"), seen=1, by=world.ana, at=NOON),
        lambda: acts.change(reply, Saved("B", "Ben"), seen=1, by=world.ben, at=NOON),
    )
    assert sorted(type(one).__name__ for one in said) == ["Between", "SavedReply"]
    assert len(queries.saved_versions_of(reply)) == 2


def test_versions_and_putting_back(world: World) -> None:
    reply = acts.change(saved(world), Saved("A", "Words"), seen=1, by=world.ben, at=NOON)
    with pytest.raises(Between):
        acts.change(reply, Saved("B", "Others"), seen=1, by=world.ana, at=NOON)
    reply = acts.put_reply_back(reply, 1, by=world.ana, at=NOON)
    assert (reply.revision, reply.text) == (3, HELLO.text)


@pytest.mark.django_db(transaction=True)
def test_it_is_counted_how_often_it_is_taken(world: World) -> None:
    reply = saved(world)
    many(3, lambda: acts.take(reply))
    reply.refresh_from_db()
    assert reply.used == 3


def test_what_is_not_known_stays_to_be_seen(world: World) -> None:
    facts = {Variable.CUSTOMER: "Eva", Variable.AGENT: " ", Variable.ORDER: "A {agent} 1"}
    text = filled("Dear { Customer }, {order}. {agent} {due} {other}", facts)
    assert text == "Dear Eva, A (agent) 1. {agent} {due} {other}"
    assert gaps(text) == [Variable.AGENT, Variable.DUE] and variables.unknown(text) == {"other"}
    assert "{due}" in why_not_send("<p>It comes {<b>due</b>}</p>", "")
    assert "{due}" in why_not_send("", "If 5 < 6, it comes {due}, and 7 > 6.")
    assert not why_not_send("<p>{ }</p>", "Dear Eva, {x} and {}")
    assert not why_not_send("<" * 100_000, "<" * 100_000)


def test_a_file_of_them_is_taken_in_whole_or_not_at_all(world: World) -> None:
    saved(world)
    rows = [HELLO, Saved("Second", "Words"), Saved("Where it is", "Other words")]
    assert acts.take_in(rows, team=world.harbour, by=world.ana, at=NOON) == (1, 1)
    assert acts.take_in(rows[1:], team=world.harbour, by=world.ana, at=NOON) == (0, 0)
    with pytest.raises(Refused, match="Third"):
        acts.take_in([Saved("New", "x"), Saved("Third", "{nope}")], team=world.harbour, by=world.ana, at=NOON)
    assert not SavedReply.objects.filter(name="New").exists()
    with pytest.raises(NotAllowed):
        acts.take_in(rows, team=world.harbour, by=world.mo, at=NOON)
