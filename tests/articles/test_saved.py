"""Saved replies: one's own and the team's; nothing half filled in leaves; nothing lost when two write."""

from __future__ import annotations

from typing import Any

import pytest

from makegood.articles import acts, queries, rules, variables
from makegood.articles.acts import Between, Saved
from makegood.articles.models import SavedFile, SavedReply
from makegood.articles.variables import Variable, filled, gaps, why_not_send
from makegood.base import files
from makegood.conversations.letter import Attachment
from makegood.conversations.models import File
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


PLAN = Attachment("plan.pdf", "application/pdf", b"%PDF-1.4 a plan")


def test_a_file_goes_along_once_whoever_takes_it_how_often(world: World) -> None:
    reply, lamp = saved(world), world.receive()
    [one, same] = [acts.put_with(reply, PLAN, by=world.ben, at=NOON) for _ in range(2)]
    assert one == same and Event.objects.filter(about__file="plan.pdf").count() == 1
    [kept] = acts.bring_along(reply, lamp, by=world.ben, at=NOON)
    assert not acts.bring_along(reply, lamp, by=world.ben, at=NOON)
    assert kept.draft and kept.draft.agent == world.ben and files.read(kept.stored) == PLAN.content
    for _ in range(2):
        acts.take_off(one, by=world.ana, at=NOON)
    assert not queries.files_along(reply) and not acts.bring_along(reply, lamp, by=world.ana, at=NOON)
    assert files.read(kept.stored) == PLAN.content  # the letter keeps its own


def test_who_may_not_take_a_reply_has_nothing_of_its_files(world: World) -> None:
    shared, own = saved(world), saved(world, team=None)
    one, other = (acts.put_with(it, PLAN, by=world.ana, at=NOON) for it in (shared, own))
    assert queries.file_along_for(world.ben, one.pk) == one
    for agent, pk in ((world.mo, one.pk), (world.mo, other.pk), (world.ben, other.pk)):
        with pytest.raises(SavedFile.DoesNotExist):
            queries.file_along_for(agent, pk)
    for act in (
        lambda: acts.put_with(own, PLAN, by=world.ben, at=NOON),
        lambda: acts.take_off(one, by=world.mo, at=NOON),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize("content", [b"", b"x" * (rules.LARGEST_ALONG + 1)])
def test_what_cannot_go_along_is_refused_in_words(world: World, content: bytes) -> None:
    with pytest.raises(Refused, match="file"):
        acts.put_with(saved(world), Attachment("a", "text/plain", content), by=world.ana, at=NOON)


def test_what_was_put_away_takes_no_files(world: World) -> None:
    reply = saved(world)
    acts.put_away(reply, by=world.ana, at=NOON)
    with pytest.raises(Refused, match="put this away"):
        acts.put_with(reply, PLAN, by=world.ana, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_taken_twice_at_once_its_files_are_in_the_letter_once(world: World) -> None:
    reply, lamp = saved(world), world.receive()
    put = many(2, lambda: acts.put_with(reply, PLAN, by=world.ana, at=NOON))
    assert put[0] == put[1]
    brought = many(3, lambda: acts.bring_along(reply, lamp, by=world.ana, at=NOON))
    assert sorted(len(one) for one in brought) == [0, 0, 1] and File.objects.filter(draft__agent=world.ana).count() == 1
