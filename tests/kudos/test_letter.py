"""The monthly letter: once a month in the company's zone, to head office alone, in each reader's language."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from makegood.agenda.models import Turn
from makegood.channels.mail import thanks
from makegood.channels.mail.acts.settings import Wishes, reach
from makegood.kudos import acts, letter
from makegood.kudos.acts import Giver
from makegood.kudos.models import Way
from makegood.people.models import Agent, Company, Rank, Role
from tests.mail_transport.post import smtp_of
from tests.servers.sink import Sink
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
DECEMBER = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)  # seven o'clock in Berlin


@pytest.fixture(autouse=True)
def head_office(world: World, smtp_sink: Sink) -> None:
    reach(world.help, Wishes(smtp=smtp_of(smtp_sink)), by=None, now=NOON)
    Company.objects.create(pk=1, name="Pine & Harbour", zone="Europe/Berlin")
    Role.objects.create(agent=world.mo, rank=Rank.HEAD_OFFICE)
    Role.objects.create(agent=world.ada, rank=Rank.HEAD_OFFICE)
    Agent.objects.filter(pk=world.ada.pk).update(language="de")


def turn_of_november() -> Turn:
    thanks.begin(now=NOON)
    thanks.begin(now=NOON)
    found = Turn.objects.get(kind="kudos_month")
    assert found.run_at == DECEMBER
    return found


def give(world: World, words: str, at: datetime = NOON, **more: Any) -> None:
    acts.give(world.ana, words=words, giver=Giver(Way.TOLD, by=world.ben, name="Gus"), at=at, **more)


def sent(sink: Sink, *, now: datetime = DECEMBER) -> dict[str, str]:
    for turn in Turn.objects.filter(kind="kudos_letter"):
        thanks.letter(turn, now=now)
    return {
        one.recipients[0]: "".join(
            part.get_payload(decode=True).decode() for part in one.message.walk() if not part.is_multipart()
        )
        for one in sink.taken
    }


def test_who_was_thanked_and_what_for_in_each_reader_s_language(world: World, smtp_sink: Sink) -> None:
    give(world, "You <b>stayed</b>.")
    give(world, "Of October", at=datetime(2026, 10, 31, 22, 59, tzinfo=UTC))
    give(world, "Of December", at=datetime(2026, 11, 30, 23, 0, tzinfo=UTC))
    thanks.month(turn_of_november(), now=DECEMBER)
    mails = sent(smtp_sink)
    assert set(mails) == {world.mo.email, world.ada.email}
    english, german = mails[world.mo.email], mails[world.ada.email]
    assert "Ana Example:" in english and "“You <b>stayed</b>.”" in english and "&lt;b&gt;stayed" in english
    assert "Gus, 19 November" in english and "Gus, 19. November 2026" in german and "in November 2026 these" in english
    assert not any(words in english for words in ("Of October", "Of December", "1 ", "most"))
    assert Turn.objects.get(key="kudos-month:2026-12").run_at == datetime(2027, 1, 1, 6, 0, tzinfo=UTC)


def test_stopped_half_way_the_month_s_letters_leave_once(world: World, smtp_sink: Sink) -> None:
    give(world, "Thanks")
    turn = turn_of_november()
    thanks.month(turn, now=DECEMBER)
    assert len(sent(smtp_sink)) == 2
    Turn.objects.filter(kind="kudos_letter").delete()  # both have left, and then the worker died
    thanks.begin(now=DECEMBER)
    thanks.month(turn, now=DECEMBER)
    assert list(Turn.objects.filter(kind__startswith="kudos_").exclude(pk=turn.pk).values_list("key", flat=True)) == [
        "kudos-month:2026-12"
    ]


def test_an_empty_month_has_no_letter(world: World, smtp_sink: Sink) -> None:
    thanks.month(turn_of_november(), now=DECEMBER)
    assert not sent(smtp_sink) and Turn.objects.filter(key="kudos-month:2026-12").exists()


def test_who_is_head_office_no_more_gets_none(world: World, smtp_sink: Sink) -> None:
    give(world, "Thanks")
    thanks.month(turn_of_november(), now=DECEMBER)
    Role.objects.filter(agent=world.mo, rank=Rank.HEAD_OFFICE).delete()
    Agent.objects.filter(pk=world.ada.pk).update(is_told_by_mail=False)
    assert not sent(smtp_sink, now=DECEMBER + timedelta(minutes=1))


def test_the_months_follow_each_other_over_the_year() -> None:
    assert letter.after(date(2026, 12, 1)) == date(2027, 1, 1) and letter.after(date(2026, 1, 1)) == date(2026, 2, 1)
