"""By phone, as agents meet it: written down in seconds, called back, called in vain, called off."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from makegood.calls.acts import set_tries
from makegood.calls.models import Call, Callback, State
from makegood.calls.rules import Trying
from makegood.conversations.models import Conversation, Message
from makegood.people.models import Agent
from tests.calls.common import NUMBER, logged, newest
from tests.world import NOON, World


def test_ana_logs_a_call_in_one_go(world: World, ana: Client) -> None:
    assert "Their number" in ana.get("/call").content.decode()
    sent = {"number": NUMBER, "name": "Eva Stern", "text": "The lamp flickers.", "once": "a"}
    answer = ana.post("/call", sent)
    conversation = Conversation.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/c/{conversation.pk}")
    page = ana.get(f"/c/{conversation.pk}").content.decode()
    assert "The lamp flickers." in page and "They want to be called back on +49 30 123456" in page
    assert "by phone" in page and "written down by Ana Example" in page
    assert "call back" in ana.get("/inbox").content.decode()


def test_who_is_known_by_mail_is_answered_there(world: World, ana: Client) -> None:
    ana.post("/call", {"number": NUMBER, "name": "Eva Stern", "mail": "eva@post.example", "once": "d"})
    page = ana.get(f"/c/{Conversation.objects.get().pk}").content.decode()
    assert 'value="Eva Stern &lt;eva@post.example&gt;"' in page


def test_pressed_twice_it_is_one_and_what_was_typed_stays_when_refused(world: World, ana: Client) -> None:
    for _ in range(2):
        ana.post("/call", {"number": NUMBER, "once": "b"})
    assert Conversation.objects.count() == 1
    answer = ana.post("/call", {"number": "030 12", "text": "Typed with care", "once": "c"})
    assert answer.status_code == 422
    assert "country code" in answer.content.decode() and "Typed with care" in answer.content.decode()


def test_who_calls_is_known_as_the_number_is_typed(world: World, ana: Client, mo: Client) -> None:
    conversation = logged(world)
    page = ana.get("/call/caller", {"number": "+49 30 123456"}).content.decode()
    assert "Eva Stern" in page and f"#{conversation.pk}" in page
    assert f"#{conversation.pk}" not in mo.get("/call/caller", {"number": NUMBER}).content.decode()
    assert "This is" not in ana.get("/call/caller", {"number": "+49"}).content.decode()


def test_it_joins_by_choice_but_not_what_one_may_not_see(world: World, ana: Client, mo: Client) -> None:
    conversation = logged(world)
    ana.post("/call", {"number": NUMBER, "joins": str(conversation.pk), "then": "to_do", "once": "d"})
    assert conversation.messages.count() == 2
    answer = mo.post("/call", {"number": NUMBER, "joins": str(conversation.pk), "once": "e"})
    assert (answer.status_code, conversation.messages.count()) == (404, 2)


def test_called_in_vain_it_says_which_try_and_when_the_next_is(world: World, ana: Client) -> None:
    conversation = logged(world)
    ana.post(f"/c/{conversation.pk}/called", {"outcome": "no_answer", "once": "f"})
    page = ana.get(f"/c/{conversation.pk}").content.decode()
    assert "try 1 of 3" in page and "next try" in page and "tried 1 times" not in page
    assert Callback.objects.get().tries == 1


def test_after_the_one_try_that_we_make_it_says_once(world: World, ana: Client) -> None:
    set_tries(Trying(1), by=world.ada, at=NOON)
    conversation = logged(world)
    ana.post(f"/c/{conversation.pk}/called", {"outcome": "no_answer", "once": "f"})
    page = ana.get(f"/c/{conversation.pk}").content.decode()
    assert "Called once, nobody answered, and no mail reaches them" in page


def test_reached_and_taken_back(world: World, ana: Client) -> None:
    conversation = logged(world)
    sent = {"outcome": "spoke", "text": "A new lamp comes.", "seen": newest(conversation), "once": "g"}
    ana.post(f"/c/{conversation.pk}/called", sent)
    assert Callback.objects.get().state == State.REACHED
    page = ana.get(f"/c/{conversation.pk}").content.decode()
    assert "A new lamp comes." in page and "/undo/" in page


def test_what_was_typed_stays_when_it_is_refused(world: World, ana: Client) -> None:
    conversation = logged(world)
    at = f"/c/{conversation.pk}"
    sent = {"outcome": "spoke", "text": "She has the 2019 model.", "number": "none", "after": "close", "once": "h"}
    refused = ana.post(f"{at}/called", sent)
    page = refused.content.decode()
    assert refused.status_code == 422 and "is no telephone number" in page
    assert "She has the 2019 model.</textarea>" in page and '<option value="close" selected>' in page
    assert 'id="called" data-key="b" open' in page
    owed = Callback.objects.get()
    assert "Why is the call not wanted" in ana.post(f"{at}/call-backs/{owed.pk}/off", {"why": " "}).content.decode()
    mailed = world.receive()
    assert 'value="none"' in ana.post(f"/c/{mailed.pk}/call-backs", {"number": "none"}).content.decode()


def test_wanted_and_called_off(world: World, ana: Client) -> None:
    mailed = world.receive()
    ana.post(f"/c/{mailed.pk}/call-backs", {"number": "none"})
    assert not Callback.objects.exists()
    ana.post(f"/c/{mailed.pk}/call-backs", {"number": NUMBER})
    callback = Callback.objects.get()
    ana.post(f"/c/{mailed.pk}/call-backs/{callback.pk}/off", {"why": "She wrote instead."})
    callback.refresh_from_db()
    assert (callback.state, callback.why) == (State.CALLED_OFF, "She wrote instead.")
    assert "She wrote instead." in ana.get(f"/c/{mailed.pk}").content.decode()


def test_a_stranger_finds_nothing_and_a_get_changes_nothing(
    world: World, mo: Client, ana: Client, signed_in: Callable[[Agent], Client]
) -> None:
    conversation = logged(world)
    pk = Callback.objects.get().pk
    for path in ("called", "call-backs", f"call-backs/{pk}/off"):
        address = f"/c/{conversation.pk}/{path}"
        assert mo.post(address, {"outcome": "no_answer", "why": "x", "number": NUMBER}).status_code == 404
        assert ana.get(address).status_code == 405
        assert Client().post(address).status_code == 302
    other = world.receive()
    assert ana.post(f"/c/{other.pk}/call-backs/{pk}/off", {"why": "x"}).status_code == 404
    assert (Call.objects.count(), Message.objects.filter(direction="out").count()) == (1, 0)
