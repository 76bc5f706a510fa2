"""Giving our word on the screen, and what becomes of it: with a reply, alone, refused in words, by a stranger."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from makegood.conversations.models import Conversation, Message
from makegood.promises.models import Promise
from tests.promises.common import owned, promised
from tests.world import DAY, HOUR, MINUTE, NOON, World

NOW = NOON + 15 * MINUTE
EVENING = "2026-11-19T17:00:00+00:00"


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """It is a quarter past noon."""
    with time_machine.travel(NOW, tick=False):
        yield


def send(client: Client, conversation: Conversation, **more: object) -> object:
    said = {"to": "Eva <eva@post.example>", "text": "We see to it.", "seen": 10**9, "once": "x"}
    return client.post(f"/c/{conversation.number}/reply", said | more)


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_promise_goes_with_the_reply_and_stands_first_in_the_panel(world: World, ana: Client) -> None:
    conversation = world.receive()
    answer = send(ana, conversation, promise="A new lid, at the till", by=EVENING)
    assert answer.status_code == 302  # type: ignore[attr-defined]
    promise = Promise.objects.get()
    assert (promise.what, promise.due_at, promise.told_by_id) == (
        "A new lid, at the till",
        NOON + 5 * HOUR,
        Message.objects.latest("pk").pk,
    )
    page = text_of(ana, f"/c/{conversation.number}")
    assert '<span class="said word">A new lid, at the till</span>' in page and "by 17:00" in page
    assert "promised “A new lid, at the till”, by 17:00" in page
    assert "promise due 17:00" in text_of(ana, "/inbox")


def test_a_promise_without_a_time_sends_nothing_and_keeps_every_word(world: World, ana: Client) -> None:
    conversation = world.receive()
    answer = send(ana, conversation, promise="A new lid", by="other", by_at="")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert "By when? A promise has a time" in page and 'value="A new lid"' in page and "We see to it." in page
    assert not Message.objects.filter(direction="out").exists() and not Promise.objects.exists()


def test_among_ourselves_or_by_phone_without_a_mail(world: World, ana: Client) -> None:
    conversation = world.receive()
    for told in ("no", "yes"):
        ana.post(
            f"/c/{conversation.number}/promises",
            {"promise": f"told: {told}", "by": "other", "by_at": "2026-11-20T09:30", "told": told, "once": told},
        )
    quiet, loud = Promise.objects.order_by("pk")
    assert (quiet.told_at, loud.told_at) == (None, NOW)
    assert quiet.due_at == NOON + DAY - 2.5 * HOUR
    assert not Message.objects.filter(direction="out").exists()


def test_pressed_twice_it_is_one_promise(world: World, ana: Client) -> None:
    conversation = world.receive()
    for _ in range(2):
        ana.post(f"/c/{conversation.number}/promises", {"promise": "A lid", "by": EVENING, "once": "press"})
    assert Promise.objects.count() == 1


def test_what_is_due_within_a_day_is_ticked_and_the_reply_keeps_it(world: World, ana: Client) -> None:
    soon = promised(world)
    later = promised(world, conversation=soon.conversation, due_at=NOON + 3 * DAY, what="The invoice")
    page = text_of(ana, f"/c/{soon.conversation_id}")
    assert f'name="keeps" value="{soon.pk}" checked' in page and f'name="keeps" value="{later.pk}">' in page
    send(ana, soon.conversation, keeps=[soon.pk])
    soon.refresh_from_db()
    assert soon.state == "kept" and soon.kept_by == Message.objects.latest("pk")


def test_a_new_time_is_told_in_the_reply_that_names_it(world: World, ana: Client) -> None:
    promise = promised(world)
    page = text_of(ana, f"/c/{promise.conversation_id}?move={promise.pk}")
    assert f'name="moves" value="{promise.pk}"' in page and "A new time for" in page
    answer = send(ana, promise.conversation, moves=promise.pk, moves_by="2026-11-20T12:00:00+00:00", moves_why="")
    assert "Why is there a new time?" in answer.content.decode()  # type: ignore[attr-defined]
    send(ana, promise.conversation, moves=promise.pk, moves_by="2026-11-20T12:00:00+00:00", moves_why="Late part")
    promise.refresh_from_db()
    assert promise.due_at == NOON + DAY and promise.terms.latest("pk").told_by == Message.objects.latest("pk")


@pytest.mark.parametrize(
    ("verb", "said", "state"),
    [
        ("keep", {}, "kept"),
        ("move", {"by": "2026-11-20T12:00:00+00:00", "why": "late", "told": "yes"}, "open"),
        ("own-up", {"why": "The part is lost"}, "broken"),
        ("withdraw", {"why": "A slip", "told": "yes"}, "open"),
    ],
)
def test_each_verb_has_its_button_and_a_stranger_finds_nothing(
    world: World, ana: Client, mo: Client, verb: str, said: dict[str, str], state: str
) -> None:
    promise = promised(world)
    address = f"/c/{promise.conversation_id}/promises/{promise.pk}/{verb}"
    assert mo.post(address, said).status_code == 404
    assert ana.post(address, said).status_code == 302
    promise.refresh_from_db()
    assert promise.state == state
    assert (promise.due_at == NOON + DAY) is (verb == "move")


def test_what_is_broken_can_be_made_good_or_corrected(world: World, ana: Client) -> None:
    good, true = promised(world), promised(world, at=NOON - HOUR)
    for one in (good, true):
        ana.post(f"/c/{one.conversation_id}/promises/{one.pk}/own-up", {"why": "lost"})
    page = text_of(ana, f"/c/{good.conversation_id}")
    assert "Make good…" in page and "broken 1 min ago" in page and "I have this now" in page
    ana.post(f"/c/{good.conversation_id}/promises/{good.pk}/make-good", {"how": "Rang her"})
    ana.post(f"/c/{true.conversation_id}/promises/{true.pk}/correct", {"kept_at": "2026-11-19T12:05"})
    good.refresh_from_db()
    true.refresh_from_db()
    assert (good.state, true.state, true.kept_at) == ("made_good", "kept", NOON + 5 * MINUTE)


def test_closing_is_refused_with_what_can_be_done_instead(world: World, ana: Client) -> None:
    promise = promised(world)
    answer = ana.post(f"/c/{promise.conversation_id}/close", {"seen": 10**9})
    page = answer.content.decode()
    assert answer.status_code == 422 and "“I ring you back” is still open." in page
    assert page.index('class="not-closed') < page.index(f"/promises/{promise.pk}/keep")


def test_an_event_that_is_waited_for_has_its_button(world: World, ana: Client) -> None:
    promise = promised(world, event="shipped")
    page = text_of(ana, f"/c/{promise.conversation_id}")
    assert "when it ships, at the latest then" in page and 'name="event" value="shipped"' in page
    ana.post(f"/c/{promise.conversation_id}/event", {"event": "shipped"})
    promise.refresh_from_db()
    assert promise.state == "kept"


def test_today_lists_my_promises_by_time_and_what_i_kept(world: World, ana: Client) -> None:
    promise = promised(world)
    kept = promised(world, what="The plates are counted")
    ana.post(f"/c/{kept.conversation_id}/promises/{kept.pk}/keep?in=today")
    page = text_of(ana, "/today")
    assert "1 promise to keep today." in page
    afternoon, done = page.index("This afternoon"), page.index("Kept today")
    assert afternoon < page.index("I ring you back") < done < page.index("The plates are counted")
    assert ana.post(f"/c/{promise.conversation_id}/promises/{promise.pk}/keep?in=today").headers["Location"] == "/today"


def test_a_promise_binds_every_place_that_sees_the_customer(world: World, ana: Client) -> None:
    hers = owned(world)
    at_hill = world.receive(mailbox=world.hill_help)
    promised(world, conversation=at_hill, by=world.mo, what="A lamp from the hill")
    page = text_of(ana, f"/c/{hers.number}")
    assert "A lamp from the hill" in page and "promised at Hill" in page and "Mo Example keeps it" in page
    assert f"/c/{at_hill.number}/promises" not in page


def test_words_that_promise_offer_themselves_and_make_nothing(world: World, ana: Client, mo: Client) -> None:
    conversation = world.receive()
    address = f"/c/{conversation.number}/understood"
    said = {"text": "Dear Eva,\nI'll call you tomorrow before noon."}
    offers = json.loads(ana.post(address, said).content)["offers"]
    assert offers == [{"what": "I'll call you", "at": "2026-11-20T12:00", "words": "tomorrow 12:00"}]
    assert json.loads(ana.post(address, {"text": "We can't send it by Friday."}).content)["offers"] == []
    assert not Promise.objects.exists()
    assert mo.post(address, said).status_code == 404
