"""A customer's mail comes in, the answer goes out, and its answer comes home: real servers, a real worker."""

from __future__ import annotations

import email
import email.policy
import re
import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

import pytest

from makegood.agenda.worker import work
from makegood.channels.mail import queries, watch
from makegood.channels.mail.acts import proving
from makegood.channels.mail.acts.settings import Reach, Wishes, reach
from makegood.channels.mail.models import Access
from makegood.channels.mail.servers import Security
from makegood.channels.mail.watch import Watchers
from makegood.config.turns import Handlers
from makegood.conversations import acts
from makegood.conversations.letter import Address
from makegood.conversations.models import Conversation, Delivery, Message
from makegood.people.models import Mailbox
from tests import world as worlds
from tests.mail_transport.post import HELP, imap_of, now
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.machine import HOST, PATIENCE, wait_until
from tests.servers.postfix import Postfix
from tests.world import NOON, World

EVA = "eva@example.test"


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("makegood.conversations.rules.UNDO_WINDOW", 0 * worlds.MINUTE)
    monkeypatch.setattr(watch, "SETTLE_EVERY", 0.1)
    return worlds.build()


@pytest.fixture
def access(world: World, dovecot: Dovecot, postfix: Postfix, monkeypatch: pytest.MonkeyPatch) -> Access:
    """The mailbox help@example.test: IMAP with Dovecot, submission with STARTTLS to Postfix."""
    monkeypatch.setattr("makegood.channels.mail.smtp.tls_context", dovecot.trust)
    box = Mailbox.objects.create(address=HELP, name="Tap & Son", team=world.harbour, created_at=NOON)
    smtp = Reach("localhost", postfix.submission, Security.STARTTLS, HELP, PASSWORD)
    return reach(box, Wishes(imap=imap_of(dovecot), smtp=smtp), by=None, now=now())


@contextmanager
def desk_at_work() -> Iterator[None]:
    """Watchers and a worker, as `makegood work` runs them."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=Watchers().run, args=(stop,)),
        threading.Thread(target=work, args=(Handlers(),), kwargs={"stop": stop}),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)


def write(postfix: Postfix, *, to: str = HELP, subject: str = "My tap drips", **headers: str) -> None:
    """Eva's mail program hands a mail to her server."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"Eva Stern <{EVA}>", to, subject
    message["Message-ID"] = headers.pop("message_id", f"<{subject.replace(' ', '.')}@example.test>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Since this morning.\n")
    with smtplib.SMTP(HOST, postfix.port) as server:
        server.send_message(message, to_addrs=[to])


def inbox(dovecot: Dovecot, person: str) -> list[Any]:
    return [email.message_from_bytes(raw, policy=email.policy.default) for raw in dovecot.mails(person)]


def answer(conversation: Conversation, world: World) -> None:
    newest = conversation.messages.latest("pk").pk
    words = acts.Words(to=[Address("Eva Stern", EVA)], html="<div>We send you a <b>new</b> washer.</div>")
    acts.reply(conversation, words, by=world.ana, seen=newest, at=now(), once="press")


def test_mail_in_answer_out_and_the_answer_to_it_home_again(
    access: Access, world: World, dovecot: Dovecot, postfix: Postfix
) -> None:
    with desk_at_work():
        proving.begin(access, now=now())
        proven = lambda: queries.plus_is_proven(Access.objects.get(), access.mailbox)  # noqa: E731
        wait_until("plus address proven", proven)
        write(postfix)
        wait_until("filed", Message.objects.exists)
        conversation = Conversation.objects.get()
        answer(conversation, world)
        [got] = wait_until("answered", lambda: inbox(dovecot, EVA))
        reply_to = got["reply-to"].addresses[0].addr_spec
        write(postfix, to=reply_to, subject="Thank you", message_id="<unrelated@example.test>")
        wait_until("home again", lambda: Message.objects.filter(direction=Message.IN).count() == 2)
    assert got["in-reply-to"] == got["references"] == "<My.tap.drips@example.test>"
    assert re.fullmatch(r"help\+c\d+\.\w+\.[a-z2-7]{26}@example\.test", reply_to)
    assert got.get_content_type() == "multipart/alternative"
    assert "new washer" in got.get_body(("plain",)).get_content()
    assert "<b>new</b>" in got.get_body(("html",)).get_content()
    assert Conversation.objects.count() == 1
    assert Delivery.objects.get().state == Delivery.State.SENT


def test_without_proof_the_answer_finds_home_by_its_ids(
    access: Access, world: World, dovecot: Dovecot, postfix: Postfix
) -> None:
    with desk_at_work():
        write(postfix)
        wait_until("filed", Message.objects.exists)
        answer(Conversation.objects.get(), world)
        [got] = wait_until("answered", lambda: inbox(dovecot, EVA))
        write(postfix, subject="Thank you", In_Reply_To=got["message-id"])
        wait_until("home again", lambda: Message.objects.filter(direction=Message.IN).count() == 2)
    assert got["reply-to"] is None
    assert Conversation.objects.count() == 1


def test_our_own_mail_is_never_taken_for_a_customers(access: Access, world: World, postfix: Postfix) -> None:
    with desk_at_work():
        proving.begin(access, now=now())
        wait_until("proven", lambda: queries.plus_is_proven(Access.objects.get(), access.mailbox))
    assert Conversation.objects.count() == 0
