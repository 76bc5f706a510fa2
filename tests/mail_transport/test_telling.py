"""Whoever is concerned is told by mail, seldom, once, and of nothing that is settled or not theirs to read."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.db import transaction

from makegood.agenda import acts as agenda
from makegood.agenda.models import Turn
from makegood.agenda.rules import GiveUp, TryAgain
from makegood.channels.mail.acts import settings as mail_settings
from makegood.channels.mail.models import Access, Told
from makegood.channels.mail.telling import due, news, rules
from makegood.channels.mail.telling.rules import Line, Matter, News, Person
from makegood.clocks.models import Clock
from makegood.conversations import acts as conversations
from makegood.conversations.due import clock as run_clock
from makegood.conversations.models import Conversation
from makegood.people.duty import acts as duty
from makegood.people.models import Agent, Mailbox
from makegood.promises import acts as promises
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind
from tests.servers.sink import Sink
from tests.world import DAY, HOUR, MINUTE, NOON, World

LATER = NOON + DAY + MINUTE


@pytest.fixture
def sink(smtp_sink: Sink, settings: Any) -> Sink:
    settings.SMTP_URL = f"smtp://127.0.0.1:{smtp_sink.port}"
    return smtp_sink


@pytest.fixture
def lamp(world: World, settings: Any) -> Conversation:
    """Everyone is known; then Eva writes, and nobody answers for a day."""
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    due.notice(Turn(), now=NOON)
    return world.receive()


def _miss(lamp: Conversation, *, now: datetime = LATER) -> None:
    clock = Clock.objects.get(conversation_id=lamp.pk, ended_at=None)
    Clock.objects.filter(pk=clock.pk).update(turn_at=now)
    run_clock(Turn(about={"clock": clock.pk}), now=now)


def _tell(*, now: datetime = LATER) -> dict[str, datetime | None]:
    """What a worker would do; when each person's turn comes again."""
    due.notice(Turn(), now=now)
    again: dict[str, datetime | None] = {}
    for turn in Turn.objects.filter(kind="tell", run_at__lte=now).order_by("id"):
        agent = Agent.objects.get(pk=turn.about["agent"])
        again[agent.name.split()[0]] = at = due.tell(turn, now=now)
        if at:
            Turn.objects.filter(pk=turn.pk).update(run_at=at)
        else:
            turn.delete()
    return again


def _mails(sink: Sink) -> dict[str, Any]:
    return {one.recipients[0].partition("@")[0]: _read(one.content) for one in sink.taken}


def _read(content: bytes) -> Any:
    return message_from_bytes(content, policy=policy.default)


def _alarm(at: datetime = LATER, **about: Any) -> None:
    with transaction.atomic():
        record(
            Kind.ALARM_RAISED,
            at=at,
            about={"mailbox": 1, "address": "help@harbour.example", "why": "It broke."} | about,
        )


def test_a_late_answer_that_is_nobodys_is_told_to_its_team_and_to_nobody_else(
    world: World, lamp: Conversation, sink: Sink
) -> None:
    _miss(lamp)
    _tell()
    mails = _mails(sink)
    assert set(mails) == {"ana", "ben", "lea"}
    mail = mails["ana"]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Subject"] == "Makegood: 1 answer is late"
    text = mail.get_content()
    assert f"#{lamp.number} The lamp flickers (nobody has it yet)" in text
    assert "flickers (1" not in text and "Hello, my lamp" not in text


def test_what_has_an_owner_is_told_to_the_owner_alone(world: World, lamp: Conversation, sink: Sink) -> None:
    conversations.claim(lamp, by=world.ben, at=NOON)
    _miss(lamp)
    _tell()
    assert set(_mails(sink)) == {"ben", "lea"}  # the lead is asked, since it is late
    assert "1 matter was taken to you" in _mails(sink)["lea"]["subject"]
    assert "(yours)" in _mails(sink)["ben"].get_content()


def test_what_is_due_soon_is_told_and_no_more_once_it_is_late_or_answered(
    world: World, lamp: Conversation, sink: Sink
) -> None:
    conversations.claim(lamp, by=world.ben, at=NOON)
    with transaction.atomic():
        about = {"kind": "first_response", "due_at": lamp.next_due.isoformat() if lamp.next_due else ""}
        record(Kind.CLOCK_WARNED, at=NOON + HOUR, conversation=lamp.pk, team=lamp.team_id, about=about)
    [matter] = news.matters(after=0, now=NOON + 2 * HOUR)
    told = news.news_for(world.ben, Person(world.ben.pk), [matter])
    assert rules.subject(told) == "Makegood: 1 answer is due soon"
    said = rules.text(told, name="Ben", origin="")
    assert f"The answer is due soon:\n- #{lamp.number} The lamp flickers (yours)" in said
    assert news.matters(after=0, now=NOON + 25 * HOUR) == [], "then it is late, which is told by itself"
    world.reply(lamp, by=world.ben, at=NOON + 3 * HOUR)
    assert news.matters(after=0, now=NOON + 3 * HOUR) == []


def test_an_alarm_is_told_to_admins(world: World, lamp: Conversation, sink: Sink) -> None:
    _alarm()
    _tell()
    assert set(_mails(sink)) == {"ada"}
    assert "help@harbour.example: It broke." in _mails(sink)["ada"].get_content()


def test_an_admin_reads_no_subject_that_is_not_theirs(world: World, lamp: Conversation, sink: Sink) -> None:
    with transaction.atomic():
        about = {"why": "strangers", "words": "Several strangers write here."}
        record(Kind.ALARM_RAISED, at=LATER, conversation=lamp.pk, team=lamp.team_id, about=about)
    _tell()
    text = _mails(sink)["ada"].get_content()
    assert f"#{lamp.number}: Several strangers write here." in text and "lamp" not in text


def test_twice_is_one_mail_and_more_waits_half_an_hour_in_one_bundle(
    world: World, lamp: Conversation, sink: Sink
) -> None:
    _alarm()
    _tell()
    _tell(now=LATER + MINUTE)
    assert len(sink.taken) == 1
    for n in range(3):
        _alarm(why=f"Again {n}.")
    assert _tell(now=LATER + 2 * MINUTE) == {"Ada": LATER + rules.EVERY}
    assert _tell(now=LATER + 3 * MINUTE) == {}
    assert len(sink.taken) == 1
    _tell(now=LATER + rules.EVERY)
    assert len(sink.taken) == 2
    text = _read(sink.taken[1].content).get_content()
    assert [f"Again {n}." in text for n in range(3)] == [True] * 3 and "It broke" not in text


def test_what_was_settled_meanwhile_is_not_told(world: World, lamp: Conversation, sink: Sink) -> None:
    _miss(lamp)
    _alarm()
    with transaction.atomic():
        record(Kind.ALARM_CLEARED, at=LATER, about={"mailbox": 1})
    world.reply(lamp, at=LATER)
    assert _tell() == {}
    assert sink.taken == []


def test_who_switched_it_off_or_was_deactivated_gets_nothing(world: World, lamp: Conversation, sink: Sink) -> None:
    Agent.objects.filter(pk=world.ana.pk).update(is_told_by_mail=False)
    Agent.objects.filter(pk=world.ben.pk).update(is_active=False)
    _miss(lamp)
    _tell()
    assert set(_mails(sink)) == {"lea"}


def test_without_any_server_nothing_is_planned_and_nothing_old_is_told_later(
    world: World, lamp: Conversation, settings: Any
) -> None:
    settings.SMTP_URL = ""
    _alarm()
    assert _tell() == {}
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    assert _tell() == {}
    assert not Turn.objects.filter(kind="tell").exists()


def test_a_mailboxs_own_server_will_do(world: World, lamp: Conversation, sink: Sink, settings: Any) -> None:
    port, settings.SMTP_URL = sink.port, ""
    Access.objects.create(
        mailbox=world.help, smtp_host="127.0.0.1", smtp_port=port, smtp_security="none", created_at=NOON
    )
    _alarm()
    _tell()
    assert _mails(sink)["ada"]["From"].addresses[0].addr_spec == "help@harbour.example"


def test_a_server_that_is_away_is_tried_again_and_a_refusal_is_shelved(
    world: World, lamp: Conversation, sink: Sink, settings: Any
) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    _alarm()
    due.notice(Turn(), now=LATER)
    turn = Turn.objects.get(kind="tell")
    with pytest.raises(TryAgain):
        due.tell(turn, now=LATER)
    settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
    sink.answer_recipient = "550 5.1.1 Nobody here"
    with pytest.raises(GiveUp, match="Ada Example could not be told"):
        due.tell(turn, now=LATER)
    sink.answer_recipient = ""
    assert due.tell(turn, now=LATER) is None
    assert len(sink.taken) == 1


def test_nothing_leaves_while_sending_is_switched_off(world: World, lamp: Conversation, sink: Sink) -> None:
    mail_settings.halt("We moved house.", by=world.ada, now=NOON)
    _alarm()
    with pytest.raises(TryAgain, match="We moved house"):
        _tell()
    assert sink.taken == []


def test_an_agent_at_an_address_of_our_own_is_not_written_to(world: World, lamp: Conversation, sink: Sink) -> None:
    Mailbox.objects.filter(pk=world.help.pk).update(address=world.ada.email)
    _alarm()
    with pytest.raises(GiveUp, match="our own desk"):
        _tell()
    assert sink.taken == []


def test_a_turn_that_waits_is_not_hurried_by_more_news(world: World, lamp: Conversation, sink: Sink) -> None:
    _alarm()
    due.notice(Turn(), now=LATER)
    agenda.plan("tell", f"tell:{world.ada.pk}", run_at=LATER + HOUR, about={"agent": world.ada.pk})
    _alarm()
    due.notice(Turn(), now=LATER + MINUTE)
    assert Turn.objects.get(kind="tell").run_at == LATER + HOUR


def test_whom_nothing_concerns_is_not_asked_about_it_again(world: World, lamp: Conversation, sink: Sink) -> None:
    before = Told.objects.get(agent=world.mo).up_to
    _alarm()
    due.notice(Turn(), now=LATER)
    assert Told.objects.get(agent=world.mo).up_to > before
    assert Told.objects.get(agent=world.ada).up_to == before


@pytest.mark.parametrize(
    ("matter", "person", "told"),
    [
        (Matter(1, Kind.ALARM_RAISED, {}), Person(1, is_admin=True), True),
        (Matter(1, Kind.ALARM_RAISED, {}), Person(1, frozenset({7})), False),
        (Matter(1, Kind.CLOCK_MISSED, {}, 1042, None, 7), Person(1, is_admin=True), False),
        (Matter(1, Kind.CLOCK_MISSED, {}, 1042, None, 7), Person(1, frozenset({7})), True),
        (Matter(1, Kind.CLOCK_MISSED, {}, 1042, 2, 7), Person(1, frozenset({7})), False),
        (Matter(1, Kind.DELIVERY_BOUNCED, {}, 1042, 1, 7), Person(1), True),
    ],
)
def test_whom_it_concerns(matter: Matter, person: Person, told: bool) -> None:
    assert rules.concerns(matter, person) is told


def test_the_mail_is_plain_short_and_says_how_to_stop_it() -> None:
    news = News(
        late=[Line(1042, "The lamp", is_mine=True)],
        undelivered=[Line(1043)],
        alarms=[f"Alarm {n}" for n in range(60)],
        stuck_arrivals=2,
    )
    text = rules.text(news, name="Ana", origin="https://desk.example")
    assert text.startswith(
        "Hello Ana,\n\nThe answer is late:\n- #1042 The lamp (yours)\n  https://desk.example/c/1042\n"
    )
    assert "and 21 more" in text and "switch them off" in text
    assert rules.subject(news) == "Makegood: 1 answer is late, 1 mail did not arrive, 61 alarms"


def test_who_covers_is_told_and_the_absent_owner_is_not(world: World, lamp: Conversation, sink: Sink) -> None:
    conversations.claim(lamp, by=world.ana, at=NOON)
    duty.begin_absence(world.ana, since=NOON, until=LATER + DAY, by=world.lea, at=NOON)
    _miss(lamp)
    assert sorted(_tell()) == ["Ben", "Lea"]
    assert "(you are asked now)" in _mails(sink)["lea"].get_content()
    assert "you cover for Ana Example" in _mails(sink)["ben"].get_content()


def test_who_is_away_is_not_told_of_what_is_nobody_s_yet(world: World, lamp: Conversation, sink: Sink) -> None:
    duty.begin_absence(world.ana, since=NOON, until=None, by=world.lea, at=NOON)
    _miss(lamp)
    assert sorted(_tell()) == ["Ben", "Lea"]


def test_whoever_is_offered_something_is_told_and_its_owner_when_it_comes_back(world: World, sink: Sink) -> None:
    from makegood.clocks.models import Kind as ClockKind
    from makegood.handoffs import acts as handoffs
    from makegood.handoffs import due as handoffs_due

    due.notice(Turn(), now=NOON)
    conversation = world.receive(at=NOON)
    conversations.claim(conversation, by=world.ana, at=NOON)
    conversation.refresh_from_db()
    handoffs.offer(conversation, handoffs.Words("Hill has it"), to=world.mo, by=world.ana, at=NOON)
    _tell(now=NOON + MINUTE)
    said = _mails(sink)["mo"]
    assert said["subject"] == "Makegood: 1 offer to you" and set(_mails(sink)) == {"mo"}
    assert f"#{conversation.pk} The lamp flickers (please accept or decline)" in said.get_content()
    sink.taken.clear()
    clock = Clock.objects.get(kind=ClockKind.OFFER, ended_at=None)
    handoffs_due.offer(Turn(about={"clock": clock.pk}), now=NOON + 2 * HOUR)
    _tell(now=NOON + 2 * HOUR)
    assert set(_mails(sink)) == {"ana", "lea"}  # one rung up is noticed, too
    assert "(Mo Example did not answer in time)" in _mails(sink)["ana"].get_content()


def test_a_promise_that_comes_due_or_is_broken_is_told_to_whoever_keeps_it(world: World, sink: Sink) -> None:
    due.notice(Turn(), now=NOON)
    lamp = world.receive()
    conversations.claim(lamp, by=world.ana, at=NOON)
    word = promises.Word("I ring you", NOON + 10 * HOUR, keeper=world.ben)
    promise = promises.make(lamp, word, by=world.ana, at=NOON)
    promises.warn(promise.pk, at=NOON + 5 * HOUR)
    _tell(now=NOON + 5 * HOUR)
    subjects = sorted(_subjects(sink))
    assert subjects == [("ana", "Makegood: 1 promise comes due"), ("ben", "Makegood: 1 promise comes due")]
    promises.run_out(Clock.objects.get(kind="promise").pk, at=NOON + 10 * HOUR)
    sink.taken.clear()
    _tell(now=NOON + 10 * HOUR)
    assert ("ben", "Makegood: 1 promise is broken") in _subjects(sink)


def test_what_was_kept_meanwhile_is_not_told(world: World, sink: Sink) -> None:
    due.notice(Turn(), now=NOON)
    lamp = world.receive()
    promise = promises.make(lamp, promises.Word("I ring you", NOON + 10 * HOUR), by=world.ana, at=NOON)
    promises.warn(promise.pk, at=NOON + 5 * HOUR)
    promises.keep(promise, by=world.ana, at=NOON + 5 * HOUR)
    _tell(now=NOON + 5 * HOUR)
    assert _subjects(sink) == []


def _subjects(sink: Sink) -> list[tuple[str, str]]:
    return [(one.recipients[0].partition("@")[0], str(_read(one.content)["Subject"])) for one in sink.taken]
