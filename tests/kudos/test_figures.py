"""Thanks through the API; what customers answered as figures, small groups hidden; what doctor finds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from makegood.config.doctor import examine
from makegood.conversations.acts.changing import tell
from makegood.kudos import acts
from makegood.kudos.acts import Giver
from makegood.kudos.models import Kudos, Question, Way
from makegood.people.models import Rank, Role
from makegood.reports.asked import LEAST, Said, asked, hidden
from makegood.reports.rules import By, period_of
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event
from tests.portal.common import NOW, answered
from tests.world import DAY, World

pytestmark = pytest.mark.django_db


def answer(world: World, team: object, *, solved: bool = True, work: str = "little") -> None:
    conversation = world.receive(at=NOW)
    fields = {"answered_at": NOW, "solved": solved, "work": work, "team": team}
    Question.objects.create(conversation=conversation, **fields)


def test_by_place_with_small_groups_hidden(world: World) -> None:
    Role.objects.create(agent=world.ada, rank=Rank.HEAD_OFFICE)
    for number in range(LEAST):
        answer(world, world.harbour, solved=number > 0, work="much" if number else "")
    period = period_of("", "", now=NOW + timedelta(minutes=1), zone=timezone.get_current_timezone())
    seen = asked(world.ada, period, by=By.LOCATION)
    assert (seen.total.answered, seen.total.solved, seen.total.work["much"]) == (LEAST, LEAST - 1, LEAST - 1)
    assert [(one.place, one.is_hidden) for one in seen.places] == [("Harbour", False)]
    assert asked(world.mo, period, by=By.TEAM).total.answered == 0
    answer(world, world.hill)
    assert [one.is_hidden for one in asked(world.ada, period, by=By.TEAM).places] == [True, True]


def test_one_hidden_alone_hides_the_next_smallest() -> None:
    some = [Said("a", 2, 2, {}, is_hidden=True), Said("b", 9, 9, {}), Said("c", 7, 7, {})]
    assert [one.is_hidden for one in hidden(some)] == [True, False, True]
    assert hidden(some[1:]) == some[1:]


def test_the_report_shows_it(world: World, client: object) -> None:
    for _ in range(LEAST):
        answer(world, world.harbour)
    client.force_login(world.lea)  # type: ignore[attr-defined]
    html = client.get("/reports/times").content.decode()  # type: ignore[attr-defined]
    assert f"{LEAST} of {LEAST} who answered said yes" in html


def test_doctor_finds_thanks_that_reached_nobody_and_a_no_that_nothing_came_of(world: World) -> None:
    conversation, _ = answered(world)
    acts.give(world.ana, words="", giver=Giver(Way.TOLD, by=world.ben), at=NOW)
    assert all(one.ok for one in examine(now=NOW))
    Kudos.objects.create(way=Way.TOLD, agent=world.ben, at=NOW)
    Kudos.objects.create(way=Way.PLACE, state=Kudos.State.WAITING, whom="x", at=NOW)
    Question.objects.create(conversation=conversation, answered_at=NOW, solved=False, team=world.harbour)
    words = " ".join(next(one for one in examine(now=NOW) if one.guarantee == 2).violations)
    assert "reached nobody" in words and "nobody may" in words and "nothing came of it" in words
    assert Event.objects.filter(kind="kudos.given").count() == 1


def test_doctor_finds_who_was_told_or_asked_twice_or_asked_after_thanks(world: World) -> None:
    conversation, _ = answered(world)
    for _ in range(2):
        kudos = acts.give(world.ana, words="", giver=Giver(Way.PAGE, once="1"), at=NOW - DAY, about=conversation)
        Question.objects.get_or_create(conversation=conversation, asked_at=NOW)
        tell(Kind.QUESTION_ASKED, conversation, at=NOW, about={})
    record(Kind.KUDOS_GIVEN, at=NOW, about={"kudos": kudos.pk, "agent": world.ana.pk})
    words = " ".join(next(one for one in examine(now=NOW) if one.guarantee == 2).violations)
    assert "were told 2 times" in words and "asked more than once" in words and "after they had said thanks" in words
