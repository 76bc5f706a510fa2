"""The invented customers answer in the same thread, a little, and only they."""

from __future__ import annotations

from makegood.agenda.models import Turn
from makegood.channels.mail.filing import file
from makegood.conversations.models import Conversation, Message
from makegood.demo.post_office import PATIENCE, Customers, hand_in
from tests.world import NOON, World

SENT = b"""From: Harbour <help@harbour.example>\r
To: Edwin Okoro <edwin.okoro@post.example>\r
Reply-To: help+c1.2.abc@harbour.example\r
Subject: Re: Oak table\r
Message-ID: <ours@harbour.example>\r
\r
We come on Saturday.\r
"""


def test_an_answer_arrives_at_the_mailbox(world: World) -> None:
    hand_in(Customers().answer(SENT))
    file(Turn(kind="file", key="file", run_at=NOON), now=NOON)
    assert Conversation.objects.get().mailbox == world.help
    assert Message.objects.get().references == ["ours@harbour.example"]


def test_customers_are_content_after_a_while(world: World) -> None:
    customers = Customers()
    answers = [customers.answer(SENT) for _ in range(PATIENCE + 2)]
    assert [answer is not None for answer in answers] == [True] * PATIENCE + [False, False]


def test_nobody_else_answers(db: None) -> None:
    assert Customers().answer(SENT.replace(b"edwin.okoro@post", b"somebody@else")) is None
    assert Customers().answer(b"no mail at all") is None
    hand_in(None)
