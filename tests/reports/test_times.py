"""Each clock measured and shown: what counts, what does not, for whom; as a page, a table, and through the API."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from makegood.calls import acts as calls
from makegood.calls.acts import Said, Talk, Then
from makegood.clocks.hours import Hours
from makegood.conversations import acts
from makegood.conversations.acts import Nothing
from makegood.conversations.models import Conversation
from makegood.people import acts as people
from makegood.people.models import Agent, Rank, Role
from makegood.promises.models import Promise
from makegood.reports import queries
from makegood.reports.queries import Report
from makegood.reports.rules import By, Measure, Period, Times
from tests.world import DAY, HOUR, NOON, World

pytestmark = pytest.mark.django_db
# 2026-11-19 is a Thursday.
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22), UTC)
NINE_TO_FIVE = Hours("UTC", (((540, 1020),),) * 5 + ((), ()))


def report(agent: Agent, by: By = By.TEAM) -> Report:
    return queries.times(agent, WEEK, by=by)


def told(agent: Agent, measure: Measure) -> Times:
    return report(agent).total.times[measure]


def again(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def test_a_first_reply_is_measured_in_working_time_and_by_the_calendar(world: World) -> None:
    hours = people.add_hours("Shop", NINE_TO_FIVE, by=world.ada, now=NOON)
    people.keep_hours(world.harbour.location, hours, by=world.ada, now=NOON)
    world.reply(world.receive(at=NOON), at=NOON + 22 * HOUR)  # Thursday noon, Friday ten
    found = told(world.lea, Measure.FIRST)
    assert (found.done, found.late, found.waiting) == (1, 0, 0)
    assert (found.calendar.half, found.working.half) == (22 * HOUR, 6 * HOUR)


def test_what_we_answer_later_is_another_measure_and_what_waits_is_in_sight(world: World) -> None:
    lamp = world.receive(at=NOON)
    world.reply(lamp, at=NOON + HOUR)
    world.receive(at=NOON + 2 * HOUR, references=(lamp.messages.earliest("pk").message_id,), subject="Re: The lamp")
    world.receive(at=NOON, subject="Another")
    assert told(world.lea, Measure.FIRST).done == 1
    waiting = told(world.lea, Measure.FIRST).waiting + told(world.lea, Measure.NEXT).waiting
    assert waiting == 2 and told(world.lea, Measure.SOLVED).waiting == Conversation.objects.count()


def test_what_ends_without_an_answer_is_no_quick_reply(world: World) -> None:
    lamp = world.receive(at=NOON)
    seen = lamp.messages.latest("pk").pk
    acts.nothing_to_answer(lamp, why=Nothing.THANKS, seen=seen, by=world.ana, at=NOON + HOUR)
    found = told(world.lea, Measure.FIRST)
    assert (found.done, found.otherwise) == (0, 1)


def test_an_answer_taken_back_is_none(world: World) -> None:
    lamp = world.receive(at=NOON)
    message = world.reply(lamp, at=NOON + HOUR)
    acts.undo_reply(message, by=world.ana, at=NOON + HOUR)
    found = told(world.lea, Measure.FIRST)
    assert (found.done, found.waiting) == (0, 1)


def test_a_solution_counts_from_the_first_word_to_the_last_close(world: World) -> None:
    lamp = world.receive(at=NOON)
    message = world.reply(lamp, at=NOON + HOUR)
    acts.close(again(lamp), seen=message.pk, by=world.ana, at=NOON + 2 * HOUR)
    assert told(world.lea, Measure.SOLVED).calendar.half == 2 * HOUR
    acts.reopen(again(lamp), by=world.ana, at=NOON + 3 * HOUR)
    assert told(world.lea, Measure.SOLVED).done == 0
    message = world.reply(again(lamp), at=NOON + 4 * HOUR)
    acts.close(again(lamp), seen=message.pk, by=world.ana, at=NOON + DAY)
    assert told(world.lea, Measure.SOLVED).calendar.half == DAY


def promise(world: World, *, state: str, **fields: Any) -> None:
    Promise.objects.create(
        conversation=world.receive(at=NOON), what="A lamp", made_at=NOON, made_in=world.harbour, state=state,
        **({"due_at": NOON + HOUR, "first_due_at": NOON + HOUR} | fields),
    )  # fmt: skip


def test_what_became_of_our_word(world: World) -> None:
    promise(world, state="kept", kept_at=NOON)
    promise(world, state="kept", kept_at=NOON + HOUR, due_at=NOON + 2 * HOUR)
    promise(world, state="broken", broken_at=NOON + HOUR)
    promise(world, state="made_good", broken_at=NOON + HOUR, made_good_at=NOON + 2 * HOUR)
    promise(world, state="open")
    promise(world, state="kept", kept_at=NOON, due_at=NOON + 9 * DAY, first_due_at=NOON + 9 * DAY)  # not this week
    word = report(world.lea).total.word
    assert (word.kept, word.moved, word.broken, word.made_good, word.withdrawn) == (1, 1, 2, 1, 0)


def test_mo_sees_the_hill_alone_and_admins_nothing(world: World) -> None:
    world.reply(world.receive(at=NOON), at=NOON + HOUR)
    assert report(world.mo).rows == [] and report(world.mo).total.times[Measure.FIRST].is_nothing
    assert report(world.ada).rows == []
    head = Agent.objects.create_user("hana@harbour.example", name="Hana", created_at=NOON)
    Role.objects.create(agent=head, rank=Rank.HEAD_OFFICE)
    world.receive(at=NOON, mailbox=world.hill_help)
    assert [row.name for row in report(head).rows] == ["Front, Harbour", "Hill front, Hill"]
    assert [row.name for row in report(head, By.LOCATION).rows] == ["Harbour", "Hill"]


def test_the_queries_do_not_grow_with_what_there_is(world: World, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        lamp = world.receive(at=NOON, subject=f"Lamp {number}", mailbox=(world.help, world.hill_help)[number % 2])
        if number % 3:
            message = world.reply(lamp, at=NOON + HOUR)
            acts.close(again(lamp), seen=message.pk, by=world.ana, at=NOON + 2 * HOUR)
        promise(world, state="kept", kept_at=NOON)
    with django_assert_max_num_queries(13):
        report(Agent.objects.get(pk=world.lea.pk))


def client_of(agent: Agent) -> Client:
    client = Client()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_lead_reads_it_on_a_page_and_saves_it_as_a_table(world: World) -> None:
    now = timezone.now()
    world.reply(world.receive(at=now - 2 * HOUR), at=now - HOUR)
    lea = client_of(world.lea)
    html = lea.get("/reports/times").content.decode()
    assert "Half within 1 h, nine in ten within 1 h. 1 of 1 in the time that was set." in html
    assert "/reports/times" in lea.get("/today").content.decode()
    assert "/reports/times" not in client_of(world.ana).get("/today").content.decode()
    answer = lea.get("/reports/times.csv?by=location")
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"].startswith("attachment") and len(table) == 10
    assert table[0]["Place"] == "Harbour" and table[0]["Half within, minutes"] == "60"
    turned = lea.get("/reports/times?from=2026-11-20&to=2026-11-19")
    assert turned.status_code == 422 and 'value="2026-11-20"' in turned.content.decode()
    assert lea.get("/reports/times.csv?from=soon").status_code == 422
    assert Client().get("/reports/times.csv").status_code == 302 and lea.post("/reports/times").status_code == 405


def test_what_a_spreadsheet_would_take_for_a_formula_is_text(world: World) -> None:
    world.hill.name = "=1+1"
    world.hill.save(update_fields=["name"])
    now = timezone.now()
    world.receive(at=now, mailbox=world.hill_help)
    assert "'=1+1, Hill" in client_of(world.mo).get("/reports/times.csv").content.decode()


def test_a_call_back_counts_once_from_the_wish_to_the_talk(world: World) -> None:
    said = Said(world.harbour, number="+44 20 7946 0018", text="Please call me.", then=Then.CALL_BACK)
    call = calls.log(said, by=world.ana, at=NOON, once="a").conversation
    calls.called(call, Talk("no_answer"), by=world.ana, at=NOON + HOUR, once="b")
    assert told(world.lea, Measure.CALL).done == 0
    seen = call.messages.latest("pk").pk
    calls.called(again(call), Talk("spoke", "All is well.", seen=seen), by=world.ana, at=NOON + 3 * HOUR, once="c")
    found = told(world.lea, Measure.CALL)
    assert (found.done, found.otherwise, found.waiting) == (1, 0, 0) and found.calendar.half == 3 * HOUR
