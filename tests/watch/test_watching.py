"""Who waits longer than they were told hears of it from us first: once, with a day, and again when the day moves."""

from __future__ import annotations

from datetime import date, datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from makegood.agenda.models import Turn
from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation, Delivery, Message
from makegood.conversations.wishes import Wishes
from makegood.customers import acts as customers
from makegood.orders import acts as orders
from makegood.orders.models import Order, Source
from makegood.orders.said import SaidMovement
from makegood.promises import acts as promises
from makegood.promises.models import Promise
from makegood.watch import acts
from makegood.watch.models import Watched
from makegood.watch.rules import Limits
from tests.orders.common import TAP, later, parcel, run_due, shop, told
from tests.promises.common import run_due as run_promises
from tests.world import DAY, HOUR, NOON, World

pytestmark = pytest.mark.django_db
SINCE = date(2026, 11, 1)
FIRST, SECOND = date(2026, 11, 21), date(2026, 11, 27)
GERMAN = "Hallo, meine Lampe flackert noch immer. Können Sie mir bitte sagen, wann die neue kommt? Vielen Dank"


def watched_shop(world: World, **limits: Any) -> Source:
    source = shop(team=world.harbour)
    acts.set_up(source, Limits(SINCE, **limits), on=True, by=world.ada, at=NOON)
    return source


def work(now: datetime) -> None:
    run_due(now, "watch", "order_event")


def mails() -> list[Message]:
    return list(Message.objects.filter(direction="out", by=None).order_by("pk"))


def states() -> list[tuple[str, str]]:
    return list(Promise.objects.order_by("pk").values_list("state", "event"))


def test_a_late_order_makes_a_conversation_and_speaks_first_once_with_a_promise(world: World) -> None:
    told(watched_shop(world), expected_on=FIRST)
    work(later(days=2))
    assert mails() == []
    for days in (3, 4, 4):
        work(later(days=days))
    [mail] = mails()
    conversation = Conversation.objects.get()
    assert "Your order 1042 takes longer than we told you" in mail.text and mail.text.startswith("Hello Eva,")
    assert mail.to == [{"name": "Eva Stern", "address": "eva@post.example"}]
    assert Delivery.objects.get().address == "eva@post.example"
    assert (conversation.subject, conversation.team, conversation.state) == ("Your order 1042", world.harbour, "open")
    [promise] = Promise.objects.all()
    assert (promise.told_by, promise.event, promise.state) == (mail, "", "open")
    assert "with a day for your order 1042" in promise.what and conversation.next_due == promise.due_at


def test_exact_after_downtime_it_is_said_once(world: World) -> None:
    told(watched_shop(world), expected_on=FIRST)
    work(later(days=30))
    work(later(days=31))
    assert len(mails()) == 1


def test_when_the_day_moves_they_hear_of_it_again_and_the_promise_moves_along(world: World) -> None:
    source = watched_shop(world)
    told(source, expected_on=FIRST)
    told(source, expected_on=SECOND, at=later(hours=1))
    work(later(hours=2))
    assert "It leaves us by Friday 27 November." in mails()[0].text and states() == [("open", "shipped")]
    told(source, expected_on=date(2026, 11, 29), at=later(days=1))
    work(later(days=1, hours=1))
    assert "Sunday 29 November" in mails()[1].text and states() == [("open", "shipped")]
    [promise] = Promise.objects.all()
    assert promise.due_at.date() == date(2026, 11, 29) and promise.terms.count() == 2
    assert promise.terms.last().told_by == mails()[1]
    told(source, name="Eva", at=later(days=2))
    work(later(days=2))
    assert len(mails()) == 2 and Conversation.objects.count() == 1


def test_a_day_keeps_the_promise_to_find_one(world: World) -> None:
    source = watched_shop(world)
    told(source, lines=(TAP.__class__("1", "Tap", is_back_ordered=True),))
    work(NOON)
    told(source, expected_on=SECOND, at=later(days=1))
    work(later(days=1))
    assert len(mails()) == 2 and states() == [("kept", ""), ("open", "shipped")]


def test_it_ships_before_a_day_was_known_and_that_is_what_there_is_to_say(world: World) -> None:
    source = watched_shop(world)
    told(source, expected_on=FIRST)
    work(later(days=5))
    told(source, at=later(days=6), shipments=(parcel(tracking="T1", shipped_at=later(days=6)),))
    for _ in range(2):
        work(later(days=6))
    assert states() == [("kept", "")] and "Your order 1042 has left us." in mails()[1].text and len(mails()) == 2


def test_it_ships_and_the_promise_is_kept_and_the_mail_goes_out_by_itself(world: World) -> None:
    source = watched_shop(world)
    told(source, expected_on=FIRST)
    told(source, expected_on=SECOND, at=later(hours=1))
    work(later(hours=1))
    told(source, at=later(days=1), shipments=(parcel(carrier="Parcels", tracking="T1", shipped_at=later(days=1)),))
    for _ in range(2):
        work(later(days=1))
    assert states() == [("kept", "shipped")] and len(mails()) == 2
    assert "It has shipped." in mails()[1].text and "Parcels T1" in mails()[1].text


def test_in_the_language_that_they_write_or_bought_in(world: World) -> None:
    world.receive(text=GERMAN, reply_text=GERMAN)
    told(watched_shop(world), expected_on=FIRST)
    work(later(days=5))
    assert mails()[0].text.startswith("Guten Tag Eva,")


def test_one_that_is_open_about_the_order_is_used(world: World) -> None:
    conversation, order = world.receive(), told(watched_shop(world), expected_on=FIRST)
    orders.tie(order, conversation, by=world.ana, at=NOON)
    work(later(days=5))
    assert Conversation.objects.count() == 1 and mails()[0].conversation == conversation


def test_while_our_word_is_broken_people_see_to_it_and_no_machine_speaks(world: World) -> None:
    source = watched_shop(world)
    told(source, expected_on=FIRST)
    told(source, expected_on=SECOND, at=later(hours=1))
    work(later(hours=1))
    run_promises(datetime.combine(SECOND, NOON.timetz()) + 7 * HOUR)
    work(later(days=12))
    said = [one.once.split(":")[1] for one in mails() if one.once]
    assert said.count("order-late") == 1 and states()[0][0] == "broken"


def test_a_day_that_is_named_after_the_last_one_has_passed_is_a_promise_of_its_own(world: World) -> None:
    source = watched_shop(world)
    told(source, expected_on=FIRST)
    told(source, expected_on=SECOND, at=later(hours=1))
    work(later(hours=1))
    told(source, expected_on=date(2026, 12, 5), at=later(days=9))
    work(later(days=9))  # before the clock of the promise was heard
    assert [one.due_at.date() for one in Promise.objects.order_by("pk")] == [SECOND, date(2026, 12, 5)]
    run_promises(later(days=9))
    assert states() == [("broken", "shipped"), ("open", "shipped")]


def test_a_parcel_of_which_nobody_tells_any_more(world: World) -> None:
    source = watched_shop(world, silent_days=4)
    told(source, shipments=(parcel(tracking="T1"),))
    orders.move(SaidMovement("T1", "moving", later(days=1)), at=later(days=1))
    work(later(days=4))
    assert mails() == []
    work(later(days=6))
    assert "its carrier has told us nothing" in mails()[0].text


def test_history_and_what_is_not_watched_say_nothing(world: World) -> None:
    source = watched_shop(world)
    told(source, "1", placed_at=later(days=-40), expected_on=FIRST)
    told(shop(name="other"), "2", expected_on=FIRST)
    told(source, "3", expected_on=FIRST, mail=None, name=None)
    acts.set_up(source, Limits(SINCE), on=False, by=world.ada, at=NOON)
    told(source, "4", expected_on=FIRST)
    work(later(days=30))
    acts.set_up(source, Limits(SINCE), on=True, by=world.ada, at=later(days=30))
    work(later(days=30))
    assert [one.subject for one in mails()] == ["Your order 4"]


def test_who_cannot_be_written_to_is_called_by_one_of_us(world: World) -> None:
    told(watched_shop(world), expected_on=FIRST, mail=None, phone="+49301234567")
    work(later(days=5))
    conversation = Conversation.objects.get()
    assert mails() == [] and (conversation.state, conversation.next_kind) == ("open", "first_response")


def test_the_blocked_and_those_who_want_no_chasing(world: World) -> None:
    source = watched_shop(world)
    conversation = world.receive()
    conversations.wish(conversation, Wishes(only_changes=True), at=NOON)
    told(source, "1", expected_on=FIRST)
    work(later(days=5))
    assert len(mails()) == 1  # it is a change
    customers.block(conversation.customer_id, by=None, at=NOON)
    told(source, "2", expected_on=FIRST)
    work(later(days=5))
    assert len(mails()) == 1


@pytest.mark.django_db(transaction=True)
def test_looked_at_by_two_at_once_it_is_said_once(world: World) -> None:
    order, ready = told(watched_shop(world), expected_on=FIRST), Barrier(2)

    def look() -> None:
        ready.wait()
        acts.look(order.pk, at=later(days=5))
        connection.close()

    threads = [Thread(target=look) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(mails()), Conversation.objects.count(), Watched.objects.get().times) == (1, 1, 1)


def test_what_ships_keeps_what_was_promised_in_the_customers_only_matter(world: World) -> None:
    conversation = world.receive()
    word = promises.Word("The parts leave us, free", later(days=9), event="shipped")
    promise = promises.make(conversation, word, by=world.ana, at=NOON, told=True)
    source = shop()
    other = told(source, "other")
    order = told(source, "parts", shipments=(parcel(shipped_at=later(hours=1)),), at=later(hours=1))
    work(later(hours=1))
    promise.refresh_from_db()
    assert promise.state == "open"  # of two that wait to be sent nobody knows which
    orders.tie(order, conversation, by=world.ana, at=later(hours=2))
    work(later(hours=2))
    promise.refresh_from_db()
    assert promise.state == "kept" and "It has shipped." in mails()[0].text
    assert Order.objects.count() == 2 and other.standing == "placed"
    assert not Turn.objects.filter(kind="order_event").exists()


def test_a_later_promise_waits_for_the_next_parcel(world: World) -> None:
    conversation, source = world.receive(), shop()
    word = promises.Word("The parts leave us", later(days=9), event="shipped")
    told(source, "1", shipments=(parcel(),))
    work(NOON)
    first = promises.make(conversation, word, by=world.ana, at=later(hours=1), told=True)
    assert first.state == "open"
    told(source, "2", shipments=(parcel(shipped_at=later(hours=2)),), at=later(hours=2))
    work(later(hours=2))
    again = promises.make(conversation, word, by=world.ana, at=later(days=1), told=True)
    first.refresh_from_db()
    assert (first.state, again.state) == ("kept", "open")
    assert DAY
