"""At any counter: what was granted is seen by who looks its customer up, handed over once, borne by who erred."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from makegood.api.acts import tokens
from makegood.books.models import Leg, Transfer
from makegood.books.queries import owed_between, sight
from makegood.config.doctor import examine
from makegood.conversations.rules import Refused
from makegood.people.models import Agent
from makegood.remedies import acts
from makegood.remedies.heard import Given
from makegood.remedies.models import Remedy, State
from makegood.timeline.models import Event
from tests.guarantees.at_once import at_once
from tests.remedies.common import manager, owned, published, wish
from tests.world import DAY, HOUR, MINUTE, NOON, World, build

pytestmark = pytest.mark.django_db


def granted(world: World, *, at: Any = NOON, **more: Any) -> Remedy:
    """A free mug that is missing from Eva's parcel, granted by Ana of the harbour."""
    said = {"kind": "gift", "thing": "mug", "due_at": at + 5 * DAY, "reason": "Between us", **more}
    return acts.grant(owned(world), wish(1200, **said), by=world.ana, at=at, told=True)


def browser(agent: Agent) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(agent)
    return client


def anew(remedy: Remedy) -> Remedy:
    return Remedy.objects.get(pk=remedy.pk)


def handed(remedy: Remedy, world: World, by: Agent, at: Any = NOON + HOUR) -> Remedy:
    to = remedy.conversation.customer_id
    return acts.hand_over(remedy.pk, to=to, at_location=world.hill.location, by=by, at=at)


def test_mo_hands_over_what_the_harbour_granted_and_the_harbour_bears_it(world: World) -> None:
    published()
    remedy = granted(world)
    for _ in range(2):
        handed(remedy, world, world.mo)
    remedy = anew(remedy)
    assert remedy.state == State.FULFILLED and remedy.promise and remedy.promise.state == "kept"
    assert remedy.promise.how == "Handed over at Hill." and remedy.promise.ended_by == world.mo
    stands = {(leg.account.kind, str(leg.account.location or "")): leg.minor for leg in Leg.objects.all()}
    assert stands[("goodwill", "Harbour")] == 1200 and stands[("goods", "Hill")] == -1200
    [owed] = owed_between(sight(manager(world)), since=NOON - DAY, until=NOON + DAY)
    assert (owed.debtor, owed.creditor, owed.amount.minor) == ("Harbour", "Hill", 1200)
    assert not [words for one in examine(now=NOON + HOUR + MINUTE) for words in one.violations]


def test_from_its_own_shelf_nobody_owes_anybody(world: World) -> None:
    published()
    remedy = granted(world)
    acts.hand_over(
        remedy.pk, to=remedy.conversation.customer_id, at_location=world.harbour.location, by=world.ben, at=NOON
    )
    assert anew(remedy).state == State.FULFILLED and Transfer.objects.count() == 1


def test_past_its_day_it_is_made_good(world: World) -> None:
    published()
    remedy = granted(world)
    handed(remedy, world, world.mo, at=NOON + 6 * DAY)
    remedy = anew(remedy)
    assert remedy.state == State.FULFILLED and remedy.promise and remedy.promise.state == "made_good"


def test_what_was_taken_back_after_all_is_owed_to_nobody(world: World) -> None:
    published()
    remedy = granted(world)
    promise = remedy.promise
    assert promise
    handed(remedy, world, world.mo)
    Given().owed_again(promise, remedy.conversation, at=NOON + HOUR)
    assert not owed_between(sight(manager(world)), since=NOON - DAY, until=NOON + DAY)


@pytest.mark.parametrize("kind", ["store_credit", "repair"])
def test_what_no_shelf_holds_is_refused(world: World, kind: str) -> None:
    published()
    due = None if kind == "store_credit" else NOON + DAY
    remedy = acts.grant(owned(world), wish(1200, kind=kind, due_at=due), by=world.ana, at=NOON)
    with pytest.raises(Refused, match="nothing that is handed over"):
        handed(remedy, world, world.mo)


def test_who_does_not_work_there_or_names_another_customer_gives_nothing(world: World) -> None:
    published()
    remedy = granted(world)
    with pytest.raises(Refused, match="do not work at Hill"):
        handed(remedy, world, world.ana)
    with pytest.raises(Remedy.DoesNotExist):
        acts.hand_over(remedy.pk, to=10**9, at_location=world.hill.location, by=world.mo, at=NOON)
    acts.withdraw(remedy, reason="A mistake", by=world.lea, at=NOON + 2 * MINUTE, told=True)
    with pytest.raises(Refused, match="took it back already"):
        handed(remedy, world, world.mo)
    assert Transfer.objects.filter(why="handed_over").count() == 0


@pytest.mark.django_db(transaction=True)
def test_at_two_counters_at_once_it_is_given_once(transactional_db: None) -> None:
    published()
    world = build()
    remedy = granted(world)
    at_once(*[lambda: handed(remedy, world, world.mo)] * 3)
    assert anew(remedy).state == State.FULFILLED and Transfer.objects.filter(why="handed_over").count() == 1
    assert Event.objects.filter(kind="remedy.fulfilled").count() == 1


def test_the_counter_shows_it_and_nothing_that_was_said(world: World) -> None:
    published()
    now = timezone.now()
    remedy, mo = granted(world, at=now), browser(world.mo)
    page = mo.post("/counter", {"said": "eva@post.example"}).content.decode()
    for words in ("What they were granted", "mug", "Harbour bears it", "Hand it over"):
        assert words in page
    for words in ("lamp flickers", "Between us", f"/c/{remedy.conversation_id}"):
        assert words not in page
    told = {"said": "eva@post.example", "remedy": remedy.pk, "place": world.hill.location_id}
    mo.post("/counter/handed", told | {"said": "ida@post.example"})  # another's address opens nothing
    assert anew(remedy).state == State.GRANTED
    refused = mo.post("/counter/handed", told | {"place": world.harbour.location_id})
    assert refused.status_code == 422 and "At which location are you?" in refused.content.decode()
    assert "Handed over at Hill." in mo.post("/counter/handed", told).content.decode()
    assert anew(remedy).state == State.FULFILLED
    assert mo.get("/counter/handed").status_code == 405 and Client().post("/counter/handed", told).status_code == 302
    assert Event.objects.filter(kind="look.taken", by_id=world.mo.pk).count() >= 2


def test_programs_see_it_and_hand_it_over_once(world: World) -> None:
    published()
    now = timezone.now()
    remedy = granted(world, at=now)
    made = tokens.make(world.mo, name="till", scopes=("read", "write"), by=None, now=now)
    client = Client(headers={"Authorization": f"Bearer {made.secret}"})
    [one] = client.post("/api/v1/look", {"said": "eva@post.example"}, "application/json").json()["given"]
    assert (one["thing"], one["value"]["amount"], one["may_hand_over"]) == ("mug", "12.00", True)
    assert "reason" not in one and "words" not in one and "conversation" not in one
    here, said = f"/api/v1/look/given/{one['id']}/hand-over", {"said": "eva@post.example"}
    assert client.post(here, said | {"location": world.harbour.location_id}, "application/json").status_code == 404
    wrong = {"said": "ida@post.example", "location": world.hill.location_id}
    assert client.post(here, wrong, "application/json").status_code == 404
    for _ in range(2):
        done = client.post(here, said | {"location": world.hill.location_id}, "application/json").json()
        assert done["given"][0]["state"] == "fulfilled"
    assert anew(remedy).state == State.FULFILLED


def back(remedy: Remedy, by: Agent, at: Any = NOON + HOUR + MINUTE) -> Remedy:
    return acts.hand_back(remedy.pk, to=remedy.conversation.customer_id, by=by, at=at)


def test_who_handed_it_over_by_mistake_takes_it_back_and_all_is_as_before(world: World) -> None:
    published()
    remedy = granted(world)
    sees = sight(manager(world))
    handed(remedy, world, world.mo)
    for _ in range(2):
        assert back(remedy, world.mo).state == State.GRANTED
    promise = anew(remedy).promise
    assert promise and promise.state == "open" and promise.how == ""
    assert not owed_between(sees, since=NOON - DAY, until=NOON + DAY)
    assert Event.objects.filter(kind="act.undone").count() == 1
    assert not [words for one in examine(now=NOON + HOUR + 2 * MINUTE) for words in one.violations]
    handed(remedy, world, world.mo, at=NOON + 2 * HOUR)  # and then to the right one
    [owed] = owed_between(sees, since=NOON - DAY, until=NOON + DAY)
    assert anew(remedy).state == State.FULFILLED and owed.amount.minor == 1200


def test_nobody_else_takes_it_back_nor_for_another_customer_nor_later(world: World) -> None:
    published()
    remedy = granted(world)
    handed(remedy, world, world.mo)
    for agent in (world.ana, world.ben, world.lea):
        with pytest.raises(Refused, match="Only who handed it over"):
            back(remedy, agent)
    with pytest.raises(Remedy.DoesNotExist):
        acts.hand_back(remedy.pk, to=10**9, by=world.mo, at=NOON + HOUR)
    with pytest.raises(Refused, match="no longer be taken back"):
        back(remedy, world.mo, at=NOON + HOUR + 11 * MINUTE)
    assert anew(remedy).state == State.FULFILLED


def test_what_broke_stays_broken_and_is_not_taken_back(world: World) -> None:
    published()
    remedy = granted(world)
    handed(remedy, world, world.mo, at=NOON + 6 * DAY)
    with pytest.raises(Refused, match="broken before it was made good"):
        back(remedy, world.mo, at=NOON + 6 * DAY)
    assert anew(remedy).state == State.FULFILLED


def test_killed_before_it_is_written_it_is_still_handed_over(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    published()
    remedy = granted(world)
    handed(remedy, world, world.mo)

    def stops(*args: object, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("makegood.remedies.acts.fulfilling.unbook_fulfilment", stops)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        back(remedy, world.mo)
    promise = anew(remedy).promise
    assert anew(remedy).state == State.FULFILLED and promise and promise.state == "kept"
    assert not [words for one in examine(now=NOON + HOUR + MINUTE) for words in one.violations]


@pytest.mark.django_db(transaction=True)
def test_taken_back_three_times_at_once_it_is_booked_back_once(transactional_db: None) -> None:
    published()
    world = build()
    remedy = granted(world)
    handed(remedy, world, world.mo)
    results = at_once(*[lambda: back(remedy, world.mo)] * 3)
    assert [one.state for one in results] == [State.GRANTED] * 3
    assert Transfer.objects.filter(why="corrected").count() == 1


def test_the_counter_offers_it_and_takes_it_back(world: World) -> None:
    published()
    remedy, mo = granted(world, at=timezone.now()), browser(world.mo)
    told = {"said": "eva@post.example", "remedy": remedy.pk, "place": world.hill.location_id}
    assert "/counter/handed-back" in mo.post("/counter/handed", told).content.decode()
    assert "Only who handed it over" in browser(world.ana).post("/counter/handed-back", told).content.decode()
    mo.post("/counter/handed-back", told | {"said": "ida@post.example"})
    assert anew(remedy).state == State.FULFILLED
    assert "Taken back" in mo.post("/counter/handed-back", told).content.decode()
    assert anew(remedy).state == State.GRANTED
    assert mo.get("/counter/handed-back").status_code == 405
    assert Client().post("/counter/handed-back", told).status_code == 302
