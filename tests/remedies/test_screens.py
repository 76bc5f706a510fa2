"""The desk's screens: what may be given, giving it with the reply and without, asking, answering, taking back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from makegood.authority.models import Version
from makegood.conversations.models import Conversation
from makegood.people.models import Agent
from makegood.remedies import acts
from makegood.remedies.models import Ask, Remedy
from tests.remedies.common import POLICY, manager, owned, published, wish
from tests.world import NOON, World


@pytest.fixture
def as_(world: World) -> Callable[[Agent], Client]:
    """A browser of that person."""

    def client(agent: Agent) -> Client:
        browser = Client(SERVER_NAME="localhost")
        browser.force_login(agent)
        return browser

    return client


def typed(**more: str) -> dict[str, str]:
    return {"right_kind": "store_credit", "right_value": "20", "right_by": "now", "once": "o1", **more}


def reply(conversation: Conversation, **more: str) -> dict[str, str]:
    return {"to": "eva@post.example", "text": "We are sorry.", "seen": "999999999", "write": "reply", **typed(**more)}


def page(client: Client, conversation: Conversation, **headers: Any) -> str:
    return client.get(f"/c/{conversation.pk}", **headers).content.decode()


def test_what_i_may_give_is_in_view_when_the_line_is_opened(world: World, as_: Callable[[Agent], Client]) -> None:
    published(POLICY, at=NOON)
    manager(world)
    conversation = owned(world)
    acts.grant(conversation, wish(1500, thing="lamp"), by=world.ana, at=timezone.now())
    elsewhere = world.receive(subject="Something else")
    Conversation.objects.filter(pk=elsewhere.pk).update(team=world.hill)
    elsewhere.refresh_from_db()
    acts.grant(elsewhere, wish(1200, reason="Between us on the hill"), by=world.mo, at=timezone.now())
    told = as_(world.ana).get(f"/c/{conversation.pk}/right", headers={"HX-Request": "true"}).content.decode()
    assert "You may give up to €50. Up to €150 with Lea Example, who is on duty." in told
    assert "€15 store credit" in told and "€12 store credit" in told and "Between us" not in told
    assert as_(world.mo).get(f"/c/{conversation.pk}/right").status_code == 404
    opened = as_(world.ana).get(f"/c/{conversation.pk}?right=yes").content.decode()
    assert "You may give up to €50" in opened


def test_without_a_policy_each_is_told_what_to_do(world: World, as_: Callable[[Agent], Client]) -> None:
    conversation = owned(world)
    htmx = {"HX-Request": "true"}
    assert (
        "Nobody has said yet what you may give"
        in as_(world.ana).get(f"/c/{conversation.pk}/right", headers=htmx).content.decode()
    )
    assert "An admin publishes it" in as_(world.lea).get(f"/c/{conversation.pk}/right", headers=htmx).content.decode()


def test_the_reason_stands_there_before_anyone_presses(world: World, as_: Callable[[Agent], Client]) -> None:
    published(at=NOON)
    conversation, client = owned(world), as_(world.ana)
    assert client.get(f"/c/{conversation.pk}/right/check", typed()).json() == {
        "may": True, "why": "You may give this alone.", "asks": False,
    }  # fmt: skip
    above = client.get(f"/c/{conversation.pk}/right/check", typed(right_value="60")).json()
    assert above["may"] is False and above["asks"] is True and "An agent gives up to 50.00." in above["why"]
    assert "sum of money" in client.get(f"/c/{conversation.pk}/right/check", typed(right_value="x")).json()["why"]
    assert not Remedy.objects.exists()


def test_it_goes_with_the_reply_which_says_it_plainly(world: World, as_: Callable[[Agent], Client]) -> None:
    published(at=NOON)
    conversation, client = owned(world), as_(world.ana)
    assert client.post(f"/c/{conversation.pk}/reply", reply(conversation)).status_code == 302
    remedy, message = Remedy.objects.get(), conversation.messages.latest("pk")
    assert remedy.told_by == message and message.text.endswith("We credit you €20, to use with us whenever you like.")
    assert "€20 store credit" in page(client, conversation)
    client.post(f"/c/{conversation.pk}/m/{message.pk}/undo")
    remedy.refresh_from_db()
    assert remedy.state == "withdrawn"


def test_above_the_limit_nothing_is_sent_and_what_was_typed_stays(world: World, as_: Callable[[Agent], Client]) -> None:
    published(at=NOON)
    conversation, client = owned(world), as_(world.ana)
    refused = client.post(f"/c/{conversation.pk}/reply", reply(conversation, right_value="60"))
    told = refused.content.decode()
    assert refused.status_code == 422 and "An agent gives up to 50.00." in told and 'value="60"' in told
    assert not Remedy.objects.exists() and not conversation.messages.filter(direction="out").exists()
    client.post(f"/c/{conversation.pk}/asks", reply(conversation, right_value="60"))
    assert Ask.objects.get().asked == world.lea
    assert "We are sorry." in page(client, conversation)


def test_without_a_mail_and_undone(world: World, as_: Callable[[Agent], Client]) -> None:
    published(at=NOON)
    conversation, client = owned(world), as_(world.ana)
    client.post(f"/c/{conversation.pk}/remedies", typed(told="yes"))
    remedy = Remedy.objects.get()
    assert remedy.told_at
    again = client.post(f"/c/{conversation.pk}/remedies", typed(once="o2"))
    assert (
        again.status_code == 422
        and "Give another?" in again.content.decode()
        and "right_again" in again.content.decode()
    )
    client.post(f"/c/{conversation.pk}/remedies", typed(once="o3", right_again="yes"))
    assert Remedy.objects.count() == 2
    client.post(f"/c/{conversation.pk}/remedies/{remedy.pk}/withdraw", {"why": "mistake", "told": "yes"})
    remedy.refresh_from_db()
    assert remedy.state == "withdrawn"


def test_who_is_asked_has_a_card_here_and_in_today(world: World, as_: Callable[[Agent], Client]) -> None:
    published(at=NOON)
    conversation = owned(world)
    ask = acts.ask(conversation, wish(10000, thing="lamp"), by=world.ana, at=timezone.now())
    lea, ana = as_(world.lea), as_(world.ana)
    for told in (page(lea, conversation), lea.get("/today").content.decode()):
        assert "Ana Example asks you: may I give this?" in told and "Yes, €100" in told
    assert "Lea Example is asked by Ana Example" in page(ana, conversation) and "Yes, €100" not in page(
        ana, conversation
    )
    ana.post(f"/c/{conversation.pk}/asks/{ask.pk}/yes")
    ask.refresh_from_db()
    assert ask.state == "asked"
    lea.post(f"/c/{conversation.pk}/asks/{ask.pk}/yes", {"do": "less", "less": "80"})
    ask.refresh_from_db()
    assert ask.state == "granted" and ask.remedy and ask.remedy.value == 8000
    told = page(ana, conversation)
    assert "This tells them:" in told and "said yes, but less: €80 store credit" in told
    ana.post(f"/c/{conversation.pk}/reply", {"to": "eva@post.example", "text": "Good news.", "seen": "999999999",
        "once": "r", "tells": str(ask.remedy.pk), f"tells_words_{ask.remedy.pk}": ask.remedy.words})  # fmt: skip
    assert "We credit you €80" in conversation.messages.latest("pk").text
    assert Remedy.objects.get().told_at


def test_a_no_is_read_with_its_reason(world: World, as_: Callable[[Agent], Client]) -> None:
    published(at=NOON)
    conversation = owned(world)
    ask = acts.ask(conversation, wish(10000, thing="lamp"), by=world.ana, at=timezone.now())
    as_(world.lea).post(f"/c/{conversation.pk}/asks/{ask.pk}/no", {"why": "Repair it instead"})
    assert "Lea Example said no: Repair it instead" in page(as_(world.ana), conversation)


def test_a_stranger_finds_none_of_it(world: World, as_: Callable[[Agent], Client]) -> None:
    published(at=NOON)
    conversation = owned(world)
    remedy = acts.grant(conversation, wish(), by=world.ana, at=timezone.now())
    ask = acts.ask(conversation, wish(10000, thing="lamp"), by=world.ana, at=timezone.now())
    mo = as_(world.mo)
    for way in (f"remedies/{remedy.pk}/withdraw", f"remedies/{remedy.pk}/fulfil", f"remedies/{remedy.pk}/fail",
                f"remedies/{remedy.pk}/retry", f"asks/{ask.pk}/yes", f"asks/{ask.pk}/no", f"asks/{ask.pk}/withdraw",
                "remedies", "asks"):  # fmt: skip
        assert mo.post(f"/c/{conversation.pk}/{way}", typed(why="x")).status_code == 404
        assert mo.get(f"/c/{conversation.pk}/{way}").status_code in (404, 405)
    ask.refresh_from_db()
    remedy.refresh_from_db()
    assert (ask.state, remedy.state) == ("asked", "granted")


def test_stuck_is_in_sight_and_tried_again(world: World, as_: Callable[[Agent], Client]) -> None:
    published(at=NOON)
    conversation, client = owned(world), as_(world.ana)
    remedy = acts.grant(conversation, wish(), by=world.ana, at=timezone.now())
    client.post(f"/c/{conversation.pk}/remedies/{remedy.pk}/fail", {"why": "Out of stock"})
    told = page(client, conversation)
    assert "Out of stock" in told and "Try again" in told
    client.post(f"/c/{conversation.pk}/remedies/{remedy.pk}/retry")
    remedy.refresh_from_db()
    assert remedy.state == "granted"


def test_the_usual_policy_is_published_with_one_click(world: World, as_: Callable[[Agent], Client]) -> None:
    ada = as_(world.ada)
    assert "Publish the usual one" in ada.get("/settings/policies").content.decode()
    assert as_(world.lea).post("/settings/policies/usual").status_code in (302, 403, 404)
    assert not Version.objects.exists()
    for _ in range(2):
        ada.post("/settings/policies/usual")
    version = Version.objects.get()
    assert version.published_at
    conversation = owned(world)
    assert acts.grant(conversation, wish(5000), by=world.ana, at=timezone.now()).version == version
