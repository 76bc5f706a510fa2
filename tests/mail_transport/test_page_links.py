"""A mail to the customer carries a link to their page, and nobody else's copy does."""

from __future__ import annotations

import re
from typing import Any

import pytest

from makegood.agenda.models import Turn
from makegood.base import secrets
from makegood.channels.mail import due
from makegood.channels.mail.acts.settings import Wishes, reach
from makegood.config.environment import public_url
from makegood.conversations import acts
from makegood.conversations.letter import Address
from makegood.conversations.models import Conversation, Delivery, PageLink
from tests.mail_transport.post import smtp_of
from tests.servers.sink import Sink
from tests.world import EVA, HOUR, NOON, World

CARL = Address("Carl", "carl@post.example")
LINK = re.compile(r"https://desk\.example/t/([\w-]{22})\b")


@pytest.fixture(autouse=True)
def reached(world: World, smtp_sink: Sink, settings: Any) -> None:
    reach(world.help, Wishes(smtp=smtp_of(smtp_sink)), by=None, now=NOON)
    settings.PUBLIC_URL = public_url("https://desk.example")


def answer(world: World, **fields: Any) -> Conversation:
    """An answer to Eva, with Carl in copy, has left."""
    conversation = world.receive(**fields)
    words = acts.Words(to=[EVA], cc=[CARL], html="<div>On its way.</div>")
    seen = conversation.messages.latest("pk").pk
    acts.reply(conversation, words, by=world.ana, seen=seen, at=NOON, once=f"a{seen}")
    for one in Delivery.objects.filter(state="planned").order_by("pk"):
        due.send(Turn.objects.get(key=f"send:{one.pk}"), now=NOON + HOUR)
    return conversation


def copies(sink: Sink) -> dict[str, str]:
    """Each copy's whole words, plain and HTML, by its recipient."""
    return {
        one.recipients[0]: "".join(
            part.get_payload(decode=True).decode() for part in one.message.walk() if not part.is_multipart()
        )
        for one in sink.taken
    }


def test_the_customer_s_copy_alone_has_it_in_both_parts(world: World, smtp_sink: Sink) -> None:
    conversation = answer(world)
    sent, kept = copies(smtp_sink), PageLink.objects.get()
    found = LINK.findall(sent[EVA.address])
    assert len(found) == 3 and len(set(found)) == 1  # plain, then address and words of the HTML's
    assert "See where this stands:" in sent[EVA.address] and "/t/" not in sent[CARL.address]
    assert (kept.hashed, kept.sealed, kept.conversation) == (secrets.hashed(found[0]), "", conversation)


def test_each_mail_has_another(world: World, smtp_sink: Sink) -> None:
    answer(world)
    first = LINK.findall(copies(smtp_sink)[EVA.address])[0]
    answer(world)
    assert LINK.findall(copies(smtp_sink)[EVA.address])[0] != first  # of her two copies the newer


def test_it_is_said_in_their_language(world: World, smtp_sink: Sink) -> None:
    german = "Hallo, meine Lampe flackert noch immer. Können Sie mir bitte sagen, wann die neue kommt? Vielen Dank"
    answer(world, text=german, reply_text=german)
    assert "Sehen Sie, wie es steht:" in copies(smtp_sink)[EVA.address]


@pytest.mark.parametrize("why", ["no address", "switched off"])
def test_none_where_there_is_no_page(world: World, smtp_sink: Sink, settings: Any, why: str) -> None:
    if why == "no address":
        settings.PUBLIC_URL = None
    else:
        type(world.help).objects.update(gives_page=False)
    answer(world)
    assert "/t/" not in copies(smtp_sink)[EVA.address] and not PageLink.objects.exists()
