"""What a team leaves out, on the screen: tuned, switched off, by whom."""

from __future__ import annotations

import pytest
from django.test import Client

from makegood.coach import acts
from makegood.coach.kinds import Kind
from makegood.coach.queries import left_out
from makegood.people.rules import NotAllowed
from makegood.timeline.models import Event
from tests.desk_settings.opens import opens
from tests.world import NOON, World

TEXT = "Please be advised that our policy does not allow this."


def hints(client: Client, number: int, text: str = TEXT) -> list[str]:
    answer = client.post(f"/c/{number}/coached", {"text": text})
    assert answer.status_code == 200
    return [one["kind"] for one in answer.json()["hints"]]


def test_a_team_hears_only_what_it_wants(world: World) -> None:
    ana, conversation = opens(world.ana), world.receive()
    assert sorted(hints(ana, conversation.number)) == ["jargon", "policy_recital"]
    acts.leave_out(world.harbour, [Kind.JARGON], by=None, at=NOON)
    assert hints(ana, conversation.number) == ["policy_recital"]
    acts.leave_out(world.harbour, list(Kind), by=None, at=NOON)
    assert hints(ana, conversation.number) == []


def test_the_same_again_is_no_change(world: World) -> None:
    acts.leave_out(world.harbour, [Kind.JARGON], by=None, at=NOON)
    before = Event.objects.count()
    acts.leave_out(world.harbour, [Kind.JARGON], by=None, at=NOON)
    assert Event.objects.count() == before
    acts.leave_out(world.harbour, [], by=None, at=NOON)
    assert left_out(world.harbour.pk) == frozenset()


def test_only_an_admin_tunes_it(world: World) -> None:
    with pytest.raises(NotAllowed):
        acts.leave_out(world.harbour, [Kind.JARGON], by=world.ana, at=NOON)
    assert opens(world.ana).post(f"/settings/teams/{world.harbour.pk}/coach", {"coach": []}).status_code in (302, 403)
    assert left_out(world.harbour.pk) == frozenset()


def test_an_admin_ticks_what_is_named(world: World) -> None:
    ada, address = opens(world.ada), f"/settings/teams/{world.harbour.pk}"
    assert 'value="jargon" checked' in ada.get(address).content.decode()
    ada.post(f"{address}/coach", {"coach": ["blame", "nonsense"]})
    assert left_out(world.harbour.pk) == frozenset(Kind) - {Kind.BLAME}
    assert 'value="jargon">' in ada.get(address).content.decode()


def test_a_stranger_learns_nothing(world: World) -> None:
    conversation = world.receive()
    assert opens(world.mo).post(f"/c/{conversation.number}/coached", {"text": TEXT}).status_code == 404
    assert opens(world.ana).get(f"/c/{conversation.number}/coached").status_code == 405


def test_a_letter_of_ours_that_comes_first_is_read_too(world: World) -> None:
    ana = opens(world.ana)
    text = f"{TEXT} What is your order number?"

    def first(mailbox: int) -> list[str]:
        answer = ana.post("/new/coached", {"text": text, "mailbox": mailbox})
        return sorted(one["kind"] for one in answer.json()["hints"])

    assert first(world.help.pk) == ["jargon", "policy_recital"], "nothing is known of them, so asking is no fault"
    acts.leave_out(world.harbour, [Kind.JARGON], by=None, at=NOON)
    assert first(world.help.pk) == ["policy_recital"]
    assert first(world.hill_help.pk) == ["jargon", "policy_recital"], "no mailbox of hers: no team's wishes are told"
    assert ana.get("/new/coached").status_code == 405


def test_what_they_wrote_is_known(world: World) -> None:
    ana, conversation = opens(world.ana), world.receive()
    assert hints(ana, conversation.number, "What is your email address?") == ["known_question"]
    assert hints(ana, conversation.number, "What is your order number?") == []
