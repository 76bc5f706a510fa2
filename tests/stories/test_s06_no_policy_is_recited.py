"""S6. "Our policy": a front line that looks at the company and not at the customer. Here what recites, blames, sends
away or is sorry for nothing is named before it is sent, offline, with what to say instead; it never stops a letter."""

from __future__ import annotations

import pytest
from django.test import Client

from makegood.coach import acts
from makegood.coach.kinds import Kind
from makegood.conversations.models import Message
from tests.desk_settings.opens import opens
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
HARSH = (
    "Dear Eva, our policy does not allow exchanges after thirty days. You should have written to us sooner. "
    "Please contact the manufacturer directly. We apologise for any inconvenience."
)
KIND = "Dear Eva, I am sorry that your lamp came broken. A new one leaves today, and you keep the old one. Ana"


def hints(ana: Client, number: int, text: str) -> list[dict[str, str]]:
    answer = ana.post(f"/c/{number}/coached", {"text": text})
    assert answer.status_code == 200
    found: list[dict[str, str]] = answer.json()["hints"]
    return found


def test_words_that_would_hurt_are_named_before_they_are_sent(world: World) -> None:
    conversation, ana = world.receive(), opens(world.ana)
    named = hints(ana, conversation.number, HARSH)
    assert [one["kind"] for one in named] == ["policy_recital", "blame", "brush_off", "empty_apology"]
    for one in named:
        assert one["phrase"] in HARSH and one["instead_of"] in HARSH
        assert one["why"].endswith(".") and one["better"]

    # Each better sentence stands instead of one that hurts; what is left to say is said by a person.
    better = HARSH
    for one in named:
        better = better.replace(one["instead_of"], one["better"])
    assert not hints(ana, conversation.number, better)
    assert not hints(ana, conversation.number, KIND)

    # The agent decides: what was named can be sent as it is.
    said = {"to": "Eva <eva@post.example>", "text": HARSH, "seen": 10**9, "once": "x"}
    assert ana.post(f"/c/{conversation.number}/reply", said).status_code == 302
    assert Message.objects.get(direction="out").text.startswith("Dear Eva, our policy")


def test_the_reason_is_in_the_agents_language_and_the_words_in_the_customers(world: World) -> None:
    conversation, ana = world.receive(), opens(world.ana)
    world.ana.language = "de"
    world.ana.save(update_fields=["language"])
    [one] = hints(ana, conversation.number, "Dear Eva, our policy does not allow exchanges after thirty days.")
    assert one["why"].startswith("Hier steht eine Regel") and one["better"].startswith("I know")


def test_a_team_that_has_switched_it_off_is_left_alone(world: World) -> None:
    conversation, ana = world.receive(), opens(world.ana)
    acts.leave_out(world.harbour, list(Kind), by=None, at=NOON)
    assert not hints(ana, conversation.number, HARSH)
