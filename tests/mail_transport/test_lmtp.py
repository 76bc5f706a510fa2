"""A mail server in front hands over mail: yes only when it is kept, and no in a way that loses nothing."""

from __future__ import annotations

import asyncio
import smtplib
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError

from makegood.channels.mail import lmtp, queries
from makegood.intake.models import Arrival
from tests import world as worlds
from tests.mail_transport.post import mail
from tests.servers.machine import HOST, PATIENCE, free_port, is_listening, wait_until
from tests.servers.postfix import Postfix
from tests.world import World


@pytest.fixture
def shared(transactional_db: None) -> World:
    """The world, for the receiver's threads too."""
    return worlds.build()


def _running(is_lmtp: bool) -> Iterator[int]:
    stop, port = threading.Event(), free_port()
    thread = threading.Thread(target=lambda: asyncio.run(lmtp.serve(HOST, port, stop=stop, is_lmtp=is_lmtp)))
    thread.start()
    wait_until("receiver", lambda: is_listening(port))
    yield port
    stop.set()
    thread.join(PATIENCE)


@pytest.fixture
def port(shared: World) -> Iterator[int]:
    yield from _running(is_lmtp=True)


@pytest.fixture
def smtp_port(shared: World) -> Iterator[int]:
    yield from _running(is_lmtp=False)


def deliver(
    port: int, recipients: list[str], raw: bytes, sender: str = "eva@post.example"
) -> dict[str, tuple[int, bytes]]:
    """The refused recipients."""
    with smtplib.LMTP(HOST, port, timeout=PATIENCE) as server:
        server.ehlo("mx.example.com")
        server.mail(sender)
        refused = {to: answer for to in recipients if (answer := server.rcpt(to))[0] >= 300}
        if len(refused) < len(recipients):
            _data(server, raw, [to for to in recipients if to not in refused], refused)
    return refused


def _data(server: smtplib.LMTP, raw: bytes, recipients: list[str], refused: dict[str, tuple[int, bytes]]) -> None:
    answers = [server.data(raw), *(server.getreply() for _ in recipients[1:])]
    refused.update({to: answer for to, answer in zip(recipients, answers, strict=True) if answer[0] >= 300})


def test_a_mail_is_kept_byte_for_byte_under_its_envelope(port: int) -> None:
    assert deliver(port, ["help@harbour.example"], mail(1)) == {}
    arrival = Arrival.objects.get()
    envelope = b"Return-Path: <eva@post.example>\r\nDelivered-To: help@harbour.example\r\n"
    assert bytes(arrival.raw.content) == envelope + mail(1)
    assert (arrival.source, arrival.mailbox) == ("lmtp", "help@harbour.example")


def test_a_mail_to_two_mailboxes_is_two_arrivals(port: int) -> None:
    assert deliver(port, ["help@harbour.example", "HELP+c1042.x@hill.example"], mail(1)) == {}
    assert set(Arrival.objects.values_list("mailbox", flat=True)) == {"help@harbour.example", "help@hill.example"}


def test_strangers_addresses_are_refused_at_once(port: int) -> None:
    refused = deliver(port, ["nobody@harbour.example", "help@harbour.example"], mail(1))
    assert list(refused) == ["nobody@harbour.example"]
    assert refused["nobody@harbour.example"][0] == 550
    assert Arrival.objects.count() == 1


def test_the_same_mail_again_is_the_same_arrival(port: int) -> None:
    for _ in range(2):
        assert deliver(port, ["help@harbour.example"], mail(1)) == {}
    assert Arrival.objects.count() == 1


def test_when_the_database_is_away_the_sender_keeps_the_mail(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any, **more: Any) -> bool:
        raise DatabaseError("no connection")

    with monkeypatch.context() as patch:
        patch.setattr(lmtp, "arrive", away)
        assert deliver(port, ["help@harbour.example"], mail(1))["help@harbour.example"][0] == 451
        patch.setattr(queries, "mailbox_for", away)
        assert deliver(port, ["help@harbour.example"], mail(1))["help@harbour.example"][0] == 451
    assert deliver(port, ["help@harbour.example"], mail(1)) == {}
    assert Arrival.objects.count() == 1


def test_one_recipient_may_fail_alone(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    arrive = lmtp.arrive

    def only_the_hill(raw: bytes, *, mailbox: str, **more: Any) -> bool:
        if mailbox != "help@hill.example":
            raise DatabaseError("no")
        return arrive(raw, mailbox=mailbox, **more)

    monkeypatch.setattr(lmtp, "arrive", only_the_hill)
    refused = deliver(port, ["help@harbour.example", "help@hill.example"], mail(1))
    assert {to: code for to, (code, _) in refused.items()} == {"help@harbour.example": 451}


def test_a_mail_too_large_is_refused_for_good(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lmtp, "LARGEST", 10_000)
    assert deliver(port, ["help@harbour.example"], mail(1, body="x\r\n" * 5000))["help@harbour.example"][0] == 552
    assert Arrival.objects.count() == 0


def test_lines_of_any_length_come_through(port: int) -> None:
    assert deliver(port, ["help@harbour.example"], mail(1, body="x" * 200_000)) == {}
    assert Arrival.objects.get().size > 200_000


def test_the_null_return_path_of_a_bounce_is_kept(port: int) -> None:
    deliver(port, ["help@harbour.example"], mail(1), sender="")
    assert bytes(Arrival.objects.get().raw.content).startswith(b"Return-Path: <>\r\n")


def test_by_smtp_it_is_one_yes_for_all(smtp_port: int) -> None:
    with smtplib.SMTP(HOST, smtp_port, timeout=PATIENCE) as server:
        server.sendmail("eva@post.example", ["help@harbour.example", "help@hill.example"], mail(1))
    assert Arrival.objects.count() == 2


def test_nothing_in_the_envelope_becomes_a_header() -> None:
    lines = lmtp.envelope_lines("a@x\r\nX: y", "b@x\nZ: 1").split(b"\r\n")
    assert lines == [b"Return-Path: <a@xX: y>", b"Delivered-To: b@xZ: 1", b""]


def test_a_real_mail_server_keeps_the_mail_until_we_can(
    port: int, postfix: Postfix, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive, tries = lmtp.arrive, []

    def away_at_first(raw: bytes, **more: Any) -> bool:
        tries.append(raw)
        if len(tries) < 3:
            raise DatabaseError("no connection")
        return arrive(raw, **more)

    monkeypatch.setattr(lmtp, "arrive", away_at_first)
    postfix.route("harbour.example", port)
    postfix.send(mail(1), ["help@harbour.example"])
    wait_until("kept", Arrival.objects.exists)
    assert len(tries) == 3
    assert Arrival.objects.count() == 1


def test_a_mail_to_nobody_comes_back_to_its_sender(port: int, postfix: Postfix) -> None:
    postfix.route("harbour.example", port)
    postfix.send(mail(1), ["nobody@harbour.example"])
    wait_until("bounced", lambda: "There is no such mailbox here" in postfix.said())
    assert Arrival.objects.count() == 0
