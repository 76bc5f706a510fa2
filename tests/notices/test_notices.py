"""One early message to everyone whom one thing concerns: in waves, each in their conversation, nobody twice."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from makegood.agenda.models import Turn
from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation, Delivery, Message
from makegood.conversations.rules import Refused
from makegood.conversations.wishes import Wishes
from makegood.customers import acts as customers
from makegood.notices import acts, queries
from makegood.notices.models import Notice, Recipient, State
from makegood.notices.rules import By, Choice, Why, addresses_in
from makegood.people.rules import NotAllowed
from tests.guarantees.at_once import many
from tests.guarantees.killed import killed_at
from tests.orders.common import later, run_due, shop, told
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
LIST = "Ida Roth, ida@post.example\ntom@post.example\nEva Stern <eva@post.example>\nnobody\nida@post.example\n"


def notice(world: World, choice: Choice | None = None, *, once: str = "press", **more: Any) -> Notice:
    words = more.pop("words", {"en": "The batch is late."})
    draft = acts.Draft(more.pop("team", world.harbour), "A late batch", words, more.pop("wave", 50))
    return acts.make(draft, choice or Choice(By.LIST, LIST), by=more.pop("by", world.lea), at=NOON, once=once)


def started(world: World, *args: Any, **more: Any) -> Notice:
    return acts.start(notice(world, *args, **more), by=world.lea, at=NOON)


def mails() -> list[str]:
    return sorted(Delivery.objects.filter(message__by=None).values_list("address", flat=True))


def test_each_is_told_once_in_a_conversation_of_their_own(world: World) -> None:
    found = started(world)
    for _ in range(2):
        run_due(later(minutes=1), "notice_wave")
    assert mails() == ["eva@post.example", "ida@post.example", "tom@post.example"]
    found.refresh_from_db()
    assert found.state == State.DONE and queries.progress(found).told == 3
    one = Conversation.objects.get(customer__name="Ida Roth")
    assert (one.subject, one.state, one.team, one.lets_rest) == ("A late batch", "waiting", world.harbour, True)


def test_what_they_answer_comes_back_there(world: World) -> None:
    started(world)
    run_due(NOON, "notice_wave")
    said = Message.objects.get(to__0__address="eva@post.example")
    answer = world.receive(references=(said.message_id,), at=later(hours=1))
    assert answer.pk == said.conversation_id and answer.state == "open"


def test_who_has_an_open_conversation_with_the_team_is_told_there(world: World) -> None:
    conversation = world.receive()
    started(world)
    run_due(NOON, "notice_wave")
    assert Message.objects.get(to__0__address="eva@post.example").conversation == conversation
    conversation.refresh_from_db()
    assert conversation.state == "open" and conversation.next_kind == "first_response"  # it ends no clock


def test_in_waves_with_a_pause_and_a_stop(world: World) -> None:
    found = started(world, wave=1)
    run_due(NOON, "notice_wave")
    assert len(mails()) == 1
    acts.pause(found, by=world.lea, at=later(minutes=1))
    run_due(later(hours=1), "notice_wave")
    assert len(mails()) == 1
    acts.start(found, by=world.lea, at=later(hours=2))
    run_due(later(hours=2), "notice_wave")
    assert len(mails()) == 2
    acts.stop(found, by=world.lea, at=later(hours=2, minutes=5))
    run_due(later(hours=9), "notice_wave")
    assert len(mails()) == 2
    with pytest.raises(Refused, match="stopped"):
        acts.start(found, by=world.lea, at=later(hours=9))


def test_never_twice_whatever_is_pressed_twice(world: World) -> None:
    assert notice(world) == notice(world)
    found = started(world)
    acts.start(found, by=world.lea, at=NOON)
    run_due(NOON, "notice_wave")
    again = acts.add(found, Choice(By.LIST, LIST + "new@post.example"), by=world.lea, at=later(hours=1))
    assert [one.address for one in again.told] == ["new@post.example"]
    run_due(later(hours=1), "notice_wave")
    assert len(mails()) == 4 and Recipient.objects.count() == 4
    acts.send_wave(found.pk, at=later(hours=2))
    assert len(mails()) == 4


def test_two_addresses_of_one_person_are_one(world: World) -> None:
    eva = world.receive().customer
    customers.learn_identity(eva, "mail", "eva@work.example")
    found = started(world, Choice(By.LIST, "eva@post.example\neva@work.example\nlate@post.example"))
    customers.learn_identity(eva, "mail", "late@post.example")  # known to be hers only after they were chosen
    run_due(NOON, "notice_wave")
    assert len(mails()) == 1 and queries.progress(found).left_out == {"told": 1}


def test_the_quiet_the_blocked_and_those_without_an_address_are_left_out_and_why(world: World) -> None:
    eva = world.receive()
    conversations.wish(eva, Wishes(only_changes=True), at=NOON)
    tom = customers.known_by("mail", "tom@post.example", name="Tom", at=NOON)
    customers.block(tom.pk, by=None, at=NOON)
    source = shop()
    told(source, "7", mail=None, phone="+49301234567", name="Ida")
    told(source, "8")
    told(source, "9", mail="tom@post.example")
    Role = world.lea.roles.model
    Role.objects.create(agent=world.lea, rank="head_office")
    found = queries.chosen(world.lea, Choice(By.PRODUCT, "TAP-1"))
    assert found.told == [] and {why for _one, why in found.left_out} == {Why.QUIET, Why.BLOCKED, Why.NO_ADDRESS}
    later_quiet = started(world, Choice(By.LIST, "kim@post.example"))
    conversations.wish(world.receive(sender=world.letter().sender.__class__("Kim", "kim@post.example")),
                       Wishes(only_changes=True), at=NOON)  # fmt: skip
    run_due(NOON, "notice_wave")
    assert mails() == [] and queries.progress(later_quiet).left_out == {"quiet": 1}


def test_chosen_by_order_tag_and_location(world: World) -> None:
    conversation = world.receive()
    conversations.tag(conversation, ["rain"], by=world.ana, at=NOON)
    order = told(shop(team=world.harbour), "#7", mail="ida@post.example", name="Ida Roth")

    def chosen(by: By, said: str) -> list[str]:
        return [one.address for one in queries.chosen(world.lea, Choice(by, said)).told]

    assert chosen(By.TAG, "rain") == ["eva@post.example"]
    assert chosen(By.ORDER, "7\n8") == ["ida@post.example"]
    assert chosen(By.LOCATION, str(world.harbour.location_id)) == ["eva@post.example"]
    assert chosen(By.LOCATION, str(world.hill.location_id)) == []  # Lea does not lead there
    found = started(world, Choice(By.ORDER, "7"))
    run_due(NOON, "notice_wave")
    assert Recipient.objects.get(notice=found).order == order


def test_in_the_language_that_they_write(world: World) -> None:
    german = "Hallo, meine Lampe flackert noch immer. Können Sie mir bitte sagen, wann die neue kommt? Vielen Dank"
    world.receive(text=german, reply_text=german)
    started(world, words={"en": "The batch is late.", "de": "Die Lieferung kommt später."})
    run_due(NOON, "notice_wave")
    assert Message.objects.get(to__0__address="eva@post.example").text == "Die Lieferung kommt später."
    assert Message.objects.get(to__0__address="tom@post.example").text == "The batch is late."


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_in_its_waves_nobody_is_missed_or_told_twice(world: World) -> None:
    found, deaths = started(world, wave=2), 0
    for statement in (*range(3, 63, 6), 10**9):
        deaths += killed_at(statement, lambda: acts.send_wave(found.pk, at=NOON))
        assert Conversation.objects.count() == len(mails()) == Recipient.objects.filter(state="told").count()
    assert deaths >= 6, "it was killed at all of its steps"
    for hour in (1, 2):
        run_due(later(hours=hour), "notice_wave")
    assert mails() == ["eva@post.example", "ida@post.example", "tom@post.example"]
    assert Conversation.objects.count() == 3 and Notice.objects.get().state == State.DONE
    assert not Turn.objects.filter(kind="notice_wave").exists()


@pytest.mark.django_db(transaction=True)
def test_kept_by_two_at_once_it_is_one(world: World) -> None:
    first, second = many(2, lambda: notice(world))
    assert first == second == Notice.objects.get() and Recipient.objects.count() == 3


def test_how_far_many_have_come_is_one_query(world: World, django_assert_num_queries: Any) -> None:
    kept = [notice(world, once=once) for once in "ab"]
    with django_assert_num_queries(1):
        found = queries.progress_of(kept)
    assert [found[one.pk].waiting for one in kept] == [3, 3]


def test_the_last_told_come_first_and_who_waits_last(world: World) -> None:
    found = started(world, wave=1)
    acts.send_wave(found.pk, at=NOON)
    acts.send_wave(found.pk, at=later(hours=1))
    assert [one.at for one in queries.recipients(found)] == [later(hours=1), NOON, None]


@pytest.mark.django_db(transaction=True)
def test_sent_by_two_at_once_each_is_told_once(world: World) -> None:
    found, ready = started(world), Barrier(2)

    def send() -> None:
        ready.wait()
        acts.send_wave(found.pk, at=NOON)
        connection.close()

    threads = [Thread(target=send) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(mails()) == 3 and Conversation.objects.count() == 3


def test_only_who_leads_may_and_only_in_their_teams_name(world: World) -> None:
    for by, team in ((world.ana, world.harbour), (world.lea, world.hill), (world.ada, world.harbour)):
        with pytest.raises(NotAllowed):
            notice(world, by=by, team=team)
    with pytest.raises(Refused, match="nothing to say"):
        notice(world, words={"en": " "})


@pytest.mark.once
def test_lists_and_tables_are_read() -> None:
    assert addresses_in(LIST) == [("Ida Roth", "ida@post.example"), ("", "tom@post.example"),
                                  ("Eva Stern", "eva@post.example")]  # fmt: skip
    assert addresses_in('1042;"Roth, Ida";IDA@post.example;x') == [("Ida", "ida@post.example")]


def client_of(agent: Any) -> Client:
    client = Client()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_lead_writes_looks_keeps_and_sends_on_pages(world: World) -> None:
    lea = client_of(world.lea)
    assert "No notice yet." in lea.get("/notices").content.decode()
    said = {"subject": "A late batch", "words_en": "It is late.", "team": world.harbour.pk, "by": "list", "said": LIST,
            "wave": 50, "minutes": 10, "once": "x"}  # fmt: skip
    page = lea.post("/notices/new", said).content.decode()
    assert "3 people are told" in page and "ida@post.example" in page and not Notice.objects.exists()
    for _ in range(2):
        there = lea.post("/notices/new", said | {"keep": "1"})
    [kept] = Notice.objects.all()
    assert there["Location"] == f"/notices/{kept.pk}" and mails() == []
    assert "Send it to 3 people" in lea.get(f"/notices/{kept.pk}").content.decode()
    lea.post(f"/notices/{kept.pk}/start")
    run_due(later(days=9999), "notice_wave")
    page = lea.get(f"/notices/{kept.pk}").content.decode()
    assert "3 people are told" in page and len(mails()) == 3
    lea.post(f"/notices/{kept.pk}/more", {"by": "list", "said": "new@post.example"})
    assert Recipient.objects.count() == 4 and "A late batch" in lea.get("/notices").content.decode()
    assert lea.post("/notices/new", said | {"words_en": ""}).status_code == 422


@pytest.mark.once
def test_strangers_and_those_who_do_not_lead(world: World) -> None:
    found = notice(world)
    for path in ("/notices", "/notices/new", f"/notices/{found.pk}"):
        assert client_of(world.ana).get(path).status_code == 403
        assert Client().get(path).status_code == 302
    max_ = world.mo
    max_.roles.create(rank="lead", team=world.hill)
    assert client_of(max_).get(f"/notices/{found.pk}").status_code == 404
    assert client_of(max_).post(f"/notices/{found.pk}/start").status_code == 404
