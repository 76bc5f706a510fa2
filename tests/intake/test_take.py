"""Mail handed in by an admin: kept, then filed, once; what cannot be placed is on the shelf with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from email.message import EmailMessage
from itertools import count

import pytest

from makegood.agenda import acts as agenda
from makegood.agenda.models import Turn
from makegood.channels.mail.filing import Reader, file
from makegood.channels.mail.reading.lines import Found
from makegood.channels.mail.taking import take
from makegood.conversations.models import Conversation, Message
from makegood.customers import acts as customers
from makegood.customers.models import Customer
from makegood.intake import acts, queries
from makegood.intake.due import unblocked
from makegood.intake.models import Arrival, State
from makegood.people.models import Mailbox
from tests.world import HOUR, NOON, World


def mail(number: int = 1, **headers: str) -> bytes:
    """A plain mail by Eva."""
    message = EmailMessage()
    said = {
        "From": "Eva Stern <eva@post.example>",
        "To": "help@harbour.example",
        "Subject": f"Lamp {number}",
        "Message-ID": f"<take-{number}@post.example>",
        "Date": "Thu, 19 Nov 2026 10:00:00 +0100",
    }
    for name, value in (said | headers).items():
        if value:
            message[name.replace("_", "-")] = value
    message.set_content(f"Hello, lamp {number} flickers.")
    return message.as_bytes()


def taken(*raws: bytes, mailbox: str = "") -> list[dict[str, object]]:
    """The lines that `mail take` prints for these mails."""
    found: Iterable[Found] = [Found(f"file#{number}", raw) for number, raw in enumerate(raws, 1)]
    return list(take(found, mailbox=mailbox, at=NOON))


def test_each_mail_becomes_a_line_in_order(world: World) -> None:
    lines = taken(*(mail(number) for number in range(1, 121)))
    assert [line["outcome"] for line in lines] == ["new"] * 120
    assert len({line["conversation"] for line in lines}) == 120


def test_the_same_mail_twice_is_a_duplicate(world: World) -> None:
    one, again = taken(mail(), mail())
    assert (one["outcome"], again["outcome"]) == ("new", "duplicate")
    assert taken(mail())[0] == again
    assert Message.objects.count() == 1 and Arrival.objects.count() == 1


def test_the_same_mail_by_another_road_is_a_duplicate(world: World) -> None:
    taken(mail())
    by_imap = b"Received: from elsewhere.example\r\n" + mail()
    assert taken(by_imap)[0]["outcome"] == "duplicate"
    assert Message.objects.count() == 1


def test_an_answer_is_a_reply(world: World) -> None:
    one = taken(mail(1))[0]
    reply = taken(mail(2, In_Reply_To="<take-1@post.example>"))[0]
    assert reply["outcome"] == "reply" and reply["conversation"] == one["conversation"]


def test_without_a_recipient_it_is_stuck_with_the_reason_and_can_be_retried(world: World) -> None:
    line = taken(mail(To=""))[0]
    assert line["outcome"] == "stuck"
    arrival = queries.shelf().get()
    assert "recipient" in arrival.reason
    assert acts.retry(arrival.pk, by=None, at=NOON)
    assert not acts.retry(arrival.pk, by=None, at=NOON)
    assert Turn.objects.filter(key="file").exists()


def test_a_named_mailbox_takes_what_names_nobody(world: World) -> None:
    assert taken(mail(To=""), mailbox="help@harbour.example")[0]["outcome"] == "new"


def test_delivered_to_comes_before_to_and_an_unknown_mailbox_is_made(world: World) -> None:
    taken(mail(Delivered_To="repairs@harbour.example", To="list@else.example"))
    assert Conversation.objects.get().mailbox == Mailbox.objects.get(address="repairs@harbour.example")


def test_a_blocked_sender_is_refused_and_kept(world: World) -> None:
    taken(mail(1))
    Customer.objects.update(blocked_at=NOON)
    line = taken(mail(2))[0]
    assert line["outcome"] == "refused" and line["conversation"] is None
    assert acts.content(queries.refused().get()) == mail(2)
    customers.unblock(Customer.objects.get().pk, by=None, at=NOON)
    unblocked(Turn.objects.get(kind="unblocked"), now=NOON)
    file(Turn(kind="file", key="file", run_at=NOON), now=NOON)
    assert Message.objects.count() == 2


def test_a_reader_that_breaks_touches_no_other_mail(world: World) -> None:
    def breaks(raw: bytes, address: str) -> acts.Reading:
        if b"Lamp 2" in raw:
            raise RuntimeError("boom")
        return Reader().read(raw, address)

    came = [acts.Bytes(mail(n), "take", NOON, mailbox="help@harbour.example") for n in (1, 2, 3)]
    kept = acts.keep_all(came)
    filed = acts.file_all([one.arrival for one in kept], breaks, at=NOON)
    assert [one.state for one in filed] == [State.FILED, State.STUCK, State.FILED]
    assert "boom" in filed[1].reason


def test_large_mail_lies_in_a_file_and_comes_back_whole(world: World) -> None:
    raw = mail() + b"x" * acts.IN_DATABASE
    kept = acts.keep(raw, source="imap:1", position="7:1", at=NOON)
    assert acts.content(Arrival.objects.get(pk=kept.arrival.pk)) == raw


def test_the_same_position_is_the_same_arrival(world: World) -> None:
    one = acts.keep(mail(1), source="imap:1", position="7:1", mailbox="help@harbour.example", at=NOON)
    again = acts.keep(mail(2), source="imap:1", position="7:1", mailbox="help@harbour.example", at=NOON)
    assert again.arrival == one.arrival and not again.is_new
    assert queries.known_positions("imap:1") == {"7:1"}


@pytest.mark.parametrize("times", [2, 5])
def test_filing_an_arrival_again_changes_nothing(world: World, times: int) -> None:
    kept = acts.keep(mail(), source="take", mailbox="help@harbour.example", at=NOON)
    for _ in range(times):
        acts.file_all([kept.arrival], Reader().read, at=NOON)
    assert Message.objects.count() == 1


def test_a_mail_that_kills_workers_is_set_aside_and_the_others_go_on(world: World) -> None:
    came = [acts.Bytes(mail(n), "take", NOON, mailbox="help@harbour.example") for n in (1, 2, 3)]
    acts.keep_all(came)
    for _ in range(2):
        [first] = queries.waiting(1)
        acts.set_aside_deadly([first], at=NOON)  # and then the worker died over it
    file(Turn(kind="file", key="file", run_at=NOON, lost=1), now=NOON)
    assert [one.state for one in Arrival.objects.order_by("pk")] == [State.STUCK, State.FILED, State.FILED]
    assert "stopped the worker" in queries.shelf().get().reason
    assert not Arrival.objects.filter(state=State.FILED).exclude(reason="").exists()


@pytest.mark.parametrize("while_reading", [False, True])
def test_after_a_chance_death_nothing_is_set_aside(world: World, while_reading: bool) -> None:
    kept = acts.keep(mail(), source="take", mailbox="help@harbour.example", at=NOON)
    if while_reading:
        acts.set_aside_deadly([kept.arrival], at=NOON)
    file(Turn(kind="file", key="file", run_at=NOON, lost=1), now=NOON)
    assert Arrival.objects.get().state == State.FILED


class Killed(BaseException):
    """What no handler catches."""


def test_workers_that_get_somewhere_may_be_killed_as_often_as_you_like(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, calls = Reader.read, count()

    def dies_at_every_second(self: Reader, raw: bytes, address: str) -> acts.Reading:
        if next(calls) % 2:
            raise Killed
        return read(self, raw, address)

    monkeypatch.setattr(Reader, "read", dies_at_every_second)
    acts.keep_all([acts.Bytes(mail(n), "take", NOON, mailbox="help@harbour.example") for n in range(12)])
    for life in range(30):
        for turn in agenda.claim(NOON + life * HOUR, worker=f"life-{life}"):
            with suppress(Killed):
                file(turn, now=NOON)
                agenda.done(turn)
    assert not Turn.objects.filter(kind="file").exists()
    assert set(Arrival.objects.values_list("state", flat=True)) == {State.FILED}


def test_a_batch_is_bounded_in_bytes(world: World) -> None:
    for number in range(4):
        acts.keep(mail(number) + b"x" * 1000, source="take", mailbox="help@harbour.example", at=NOON)
    assert len(queries.waiting(50, most=2500)) == 1
    assert len(queries.waiting(50, most=1)) == 1
    assert len(queries.waiting(50)) == 4
