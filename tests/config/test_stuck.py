"""What is stuck is listed with its reason in words, and tried again by its name."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from makegood.agenda import acts as agenda
from makegood.agenda import queries as turns
from makegood.agenda.rules import GiveUp
from makegood.config import cli
from makegood.conversations.acts import deliveries
from makegood.conversations.models import Delivery
from makegood.intake import acts as intake
from makegood.intake.models import Arrival, State
from tests.world import NOON, World

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def shelf(world: World) -> list[str]:
    """One of each kind is stuck; their names in the list."""
    arrival = intake.keep(b"Subject: ?\r\n\r\n", source="test", position="1", at=NOON).arrival
    Arrival.objects.filter(pk=arrival.pk).update(state=State.STUCK, outcome="stuck", reason="Nobody is named.")
    delivery = world.reply(world.receive()).deliveries.get()
    deliveries.stuck(delivery.pk, reason="Her mailbox is full.", at=NOON)
    agenda.plan("remind", "remind:1", run_at=NOON)
    now = timezone.now()
    for turn in agenda.claim(now, worker="w", limit=100):
        agenda.failed(turn, GiveUp("Nobody knows how."), now=now) if turn.kind == "remind" else agenda.done(turn)
    [stuck] = turns.stuck()
    return [f"arrival-{arrival.pk}", f"delivery-{delivery.pk}", f"turn-{stuck.id}"]


def test_all_that_is_stuck_is_listed_with_the_reason(shelf: list[str], capsys: Printed) -> None:
    assert cli.main(["stuck", "list", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == shelf
    assert [line["reason"] for line in lines] == ["Nobody is named.", "Her mailbox is full.", "Nobody knows how."]
    assert all(line["what"] and line["since"] for line in lines)
    assert cli.main(["stuck", "list"]) == 0
    assert f"{shelf[1]}: answer in #" in capsys.readouterr().out


def test_what_is_named_is_tried_again_and_nothing_else(shelf: list[str], capsys: Printed) -> None:
    assert cli.main(["stuck", "retry", shelf[1]]) == 0
    assert Delivery.objects.get().state == Delivery.State.PLANNED
    assert Arrival.objects.get(outcome="stuck").state == State.STUCK
    assert len(turns.stuck()) == 1


def test_all_is_all_and_twice_finds_nothing_left(shelf: list[str], capsys: Printed) -> None:
    assert cli.main(["stuck", "retry", "all"]) == 0
    assert capsys.readouterr().out == "3 tried again.\n"
    assert cli.main(["stuck", "list", "--json"]) == 0
    assert capsys.readouterr().out == ""
    assert cli.main(["stuck", "retry", "all"]) == 0
    assert capsys.readouterr().out == "0 tried again.\n"


@pytest.mark.parametrize(
    "name", ["arrival-999999999", "delivery-999999999", "turn-999999999", "lamp-1", "arrival-", "arrival-x", "٣", "7"]
)
def test_what_is_not_stuck_is_said_and_the_rest_is_done(shelf: list[str], capsys: Printed, name: str) -> None:
    assert cli.main(["stuck", "retry", name, shelf[0]]) == 1
    said = capsys.readouterr()
    assert f"{name} is not stuck" in said.err
    assert said.out == "1 tried again.\n"
