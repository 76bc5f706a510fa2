"""How customers want to be reached: they say it on their page, colleagues read it in words, and it is kept to."""

from __future__ import annotations

from datetime import UTC, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from makegood.clocks.models import Clock
from makegood.conversations import acts
from makegood.conversations.acts.wishing import unwish
from makegood.conversations.automatic import SORTS, Occasion, may_leave
from makegood.conversations.models import Conversation, Way, Wish
from makegood.conversations.queries import avoided_names, wishes_in
from makegood.conversations.queries.wishing import last_change
from makegood.conversations.rules import Refused
from makegood.conversations.wishes import NONE, Wishes, in_words, next_call
from makegood.escalations.acts import escalate, turn
from makegood.escalations.models import Ask, Escalation
from makegood.handoffs import acts as handoffs
from makegood.handoffs.acts.offering import Words
from makegood.people.models import Agent, Rank, Region, Role
from makegood.timeline.models import Event
from tests.portal.common import HOUR, NOW, answered, get, post
from tests.world import World

pytestmark = pytest.mark.django_db


def test_call_after_six_and_no_mails_unless_something_changes(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    html = post(eva, token, do="wish", way="phone", only_changes="on", words="0123 456", **{"from": "18:00"})
    assert "We keep to that from now on" in html and "Rather by phone, after 18:00" in html
    found = wishes_in(conversation)
    assert (found.way, found.call_from, found.only_changes, found.words) == (Way.PHONE, time(18), True, "0123 456")
    assert not found.is_here and wishes_in(world.receive(at=NOW, subject="Another matter")).only_changes


def test_what_is_meant_for_one_matter_stays_in_it(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    post(eva, token, do="wish", way="mail", here="on")
    assert wishes_in(conversation).way == Way.MAIL
    assert wishes_in(world.receive(at=NOW, subject="Another matter")) == NONE


def test_what_they_say_for_everything_replaces_what_was_said_for_one_matter(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    post(eva, token, do="wish", way="mail", here="on")
    post(eva, token, do="wish", way="phone")
    assert wishes_in(conversation).way == Way.PHONE and Wish.objects.count() == 1


def test_the_same_again_changes_nothing(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    for _ in range(2):
        post(eva, token, do="wish", way="mail")
    assert Event.objects.filter(kind="wishes.changed", conversation_id=conversation.pk).count() == 1
    post(eva, token, do="wish", way="")
    assert wishes_in(conversation) == NONE


def test_it_is_taken_back_once(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    post(eva, token, do="wish", way="mail", words="Thank you")
    assert "Take that back" in post(eva, token, do="wish", way="phone")
    event = last_change(conversation.pk)
    assert event is not None
    html = post(eva, token, do="unwish", event=event.pk)
    assert "as it was before" in html and wishes_in(conversation) == Wishes(way=Way.MAIL, words="Thank you")
    assert "cannot be taken back any more" in post(eva, token, do="unwish", event=event.pk, status=422)


def test_what_was_changed_since_or_long_ago_is_not_taken_back(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    post(eva, token, do="wish", way="mail")
    event = last_change(conversation.pk)
    assert event is not None
    with pytest.raises(Refused):
        unwish(conversation, event.pk, at=event.at + timedelta(hours=2))
    assert wishes_in(conversation).way == Way.MAIL


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"way": "pigeon"}, "Choose how we shall reach you"),
        ({"from": "half past"}, "That is no time of day"),
        ({"from": "18:00", "until": "9:00"}, "That is no time of day"),
        ({"from": "18:00", "until": "09:00"}, "must be later"),
        ({"way": "mail", "from": "18:00"}, "leave the times for calls empty"),
        ({"words": "x" * 301}, "too long"),
        ({"avoid": "999999"}, "Choose the shop from the list"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(world: World, eva: Client, said: dict[str, str], why: str) -> None:
    conversation, token = answered(world)
    assert why in post(eva, token, do="wish", status=422, **said)
    assert wishes_in(conversation) == NONE


def test_hostile_words_are_words(world: World, eva: Client) -> None:
    _conversation, token = answered(world)
    html = post(eva, token, do="wish", words="<script>alert(1)</script>\0")
    assert "<script" not in html and "&lt;script&gt;" in html


def test_a_shop_that_had_to_do_with_it_can_be_named(world: World, eva: Client) -> None:
    conversation, token = answered(world)
    assert "Not Harbour" in get(eva, token) and "Not Hill" not in get(eva, token)
    post(eva, token, do="wish", avoid=str(world.harbour.location_id))
    assert avoided_names(conversation) == {world.harbour.location_id: "Harbour"}


def spared(world: World) -> Conversation:
    conversation, _token = answered(world)
    acts.wish(conversation, Wishes(avoids=(world.harbour.location_id,)), at=NOW - HOUR)
    return conversation


def test_nobody_there_is_offered_it(world: World) -> None:
    conversation = spared(world)
    for to in (world.ben, world.harbour, world.harbour.location):
        with pytest.raises(Refused, match="asked not to have to do with Harbour"):
            handoffs.offer(conversation, Words("Please"), to=to, by=world.ana, at=NOW)
    assert handoffs.offer(conversation, Words("Please"), to=world.mo, by=world.ana, at=NOW)


def test_the_ladder_passes_over_those_of_that_place_and_says_why(world: World) -> None:
    region = Region.objects.create(name="North")
    region.locations.add(world.harbour.location)
    rosa = Agent.objects.create_user("rosa@harbour.example", name="Rosa Region", created_at=NOW)
    Role.objects.create(agent=rosa, rank=Rank.REGIONAL, region=region)
    conversation = spared(world)
    one = escalate(conversation, reason="She is fed up", by=world.ana, at=NOW)
    assert one.asked == rosa
    assert Ask.objects.get(agent=world.lea).skipped == Ask.Skipped.AVOIDED


def test_where_nobody_else_is_known_to_come_they_are_asked_all_the_same(world: World) -> None:
    assert escalate(spared(world), reason="Help", by=world.ana, at=NOW).asked == world.lea


def test_who_has_it_when_they_are_named_has_it_no_more(world: World) -> None:
    region = Region.objects.create(name="North")
    region.locations.add(world.harbour.location)
    rosa = Agent.objects.create_user("rosa@harbour.example", name="Rosa Region", created_at=NOW)
    Role.objects.create(agent=rosa, rank=Rank.REGIONAL, region=region)
    conversation, _token = answered(world)
    assert escalate(conversation, reason="Help", by=world.ana, at=NOW - HOUR).asked == world.lea
    acts.wish(conversation, Wishes(avoids=(world.harbour.location_id,)), at=NOW)
    turn(Clock.objects.get(kind="rung", ended_at=None).pk, now=NOW)
    assert Escalation.objects.get().asked == rosa


def test_colleagues_read_it_in_words(world: World, client: Client) -> None:
    conversation = spared(world)
    client.force_login(world.ana)
    html = client.get(f"/c/{conversation.pk}").content.decode()
    assert "Not Harbour" in html and "Asked not to have to do with Harbour, which has this" in html
    assert "The customer wants: Not Harbour" in html
    hand_on = client.get(f"/c/{conversation.pk}/hand-on").content.decode()
    assert "nobody there stands in this list" in hand_on
    assert "Ben Example" not in hand_on and "Mo Example" in hand_on


def test_a_team_there_is_given_it_with_a_warning(world: World, client: Client) -> None:
    conversation = spared(world)
    client.force_login(world.lea)
    acts.assign(conversation, to=None, team=world.hill, by=world.lea, at=NOW)
    client.force_login(world.mo)
    html = client.post(f"/c/{conversation.pk}/assign", {"to": f"team-{world.harbour.pk}"}, follow=True)
    assert "asked not to have to do with Harbour, though" in html.content.decode()


def test_a_merge_carries_it_along(world: World) -> None:
    source, _token = answered(world)
    acts.wish(source, Wishes(way=Way.MAIL, is_here=True), at=NOW)
    target = world.receive(at=NOW, subject="The same")
    acts.merge(source, target, by=world.lea, at=NOW)
    assert wishes_in(target).way == Way.MAIL


def test_a_mail_that_tells_of_no_change_does_not_go_to_who_wants_none(world: World) -> None:
    conversation, _token = answered(world)
    acts.wish(conversation, Wishes(only_changes=True), at=NOW)
    closed = acts.say_by_itself(conversation, Occasion.CLOSED, lambda: "Closed", about=1, at=NOW)
    broken = acts.say_by_itself(conversation, Occasion.BROKEN, lambda: "Broken", about=1, at=NOW)
    assert closed is None and broken is not None and broken.text == "Broken"


def test_only_what_changes_something_goes_to_who_wants_quiet() -> None:
    held_back = {one for one in Occasion if not may_leave(one, only_changes=True)}
    assert held_back == {Occasion.CLOSED, Occasion.NOTICE, Occasion.WORK_DONE, Occasion.SOLVED}
    assert set(SORTS) == set(Occasion) and all(may_leave(one, only_changes=False) for one in Occasion)


BERLIN = ZoneInfo("Europe/Berlin")
EVENING = NOW.replace(hour=16, minute=30, second=0, microsecond=0, month=11, day=19, year=2026)  # 17:30 in Berlin


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        (NONE, EVENING),
        (Wishes(way=Way.MAIL), None),
        (Wishes(call_from=time(18)), EVENING + HOUR / 2),
        (Wishes(call_until=time(17)), EVENING.astimezone(UTC).replace(hour=23, minute=0)),
        (Wishes(call_from=time(9), call_until=time(17)), EVENING.replace(day=20, hour=8, minute=0)),
        (Wishes(call_from=time(9), call_until=time(18)), EVENING),
    ],
)
def test_when_they_may_be_called_next(wishes: Wishes, expected: object) -> None:
    assert next_call(wishes, EVENING, zone=BERLIN) == expected


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        (NONE, []),
        (Wishes(way=Way.MAIL), ["By mail, no calls"]),
        (Wishes(way=Way.PHONE), ["Rather by phone"]),
        (Wishes(way=Way.PHONE, call_from=time(18)), ["Rather by phone, after 18:00"]),
        (Wishes(call_from=time(9), call_until=time(17)), ["Calls only between 09:00 and 17:00"]),
        (
            Wishes(call_until=time(17), only_changes=True),
            ["Calls only before 17:00", "No mails unless something changes"],
        ),
        (Wishes(avoids=(7, 8), words="Hi"), ["Not Hill", "Not a place that is gone", "“Hi”"]),
    ],
)
def test_each_wish_has_its_words(wishes: Wishes, words: list[str]) -> None:
    assert in_words(wishes, {7: "Hill"}) == words
