"""Many hands on the same thing at the same moment: one wins, the others are told, and nothing is lost or doubled."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from makegood.agenda import acts as agenda
from makegood.agenda.worker import work_one
from makegood.channels.mail.filing import Reader
from makegood.config.doctor import examine
from makegood.conversations import acts
from makegood.conversations.letter import Address, Attachment, Kind
from makegood.conversations.models import Conversation, Delivery, Draft, File, Link, Message, State, Tag
from makegood.conversations.rules import UNDO_WINDOW, Overtaken, Refused, TooLate
from makegood.customers.models import Customer
from makegood.intake import acts as intake
from makegood.intake.models import Arrival
from makegood.intake.models import State as Filed
from makegood.people.models import Mailbox
from tests.guarantees.at_once import at_once, many
from tests.guarantees.letters import correspondence
from tests.world import EVA, MINUTE, World, build

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


@pytest.fixture
def world(transactional_db: None) -> World:
    """The small world of all tests, for threads with connections of their own."""
    return build()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def _whole() -> None:
    """Doctor finds nothing, whatever just happened."""
    assert [finding.violations for finding in examine(now=timezone.now()) if not finding.ok] == []


def _asked(world: World, at: datetime) -> Conversation:
    return world.receive(at=at)


def _reply(world: World, conversation: Conversation, by: Any, seen: int, at: datetime, once: str, **more: Any) -> Any:
    words = acts.Words(to=[EVA], text=f"Says {by}.")
    return acts.reply(conversation, words, by=by, seen=seen, at=at, once=once, **more)


def _newest(conversation: Conversation) -> int:
    return Message.objects.filter(conversation=conversation).order_by("-pk").values_list("pk", flat=True)[0]


class TestMailIn:
    def test_eight_workers_file_the_same_arrivals_once(self, world: World, now: datetime) -> None:
        mails = correspondence(3, 60)
        for mail in mails:
            for mailbox in sorted(mail.mailboxes):
                intake.keep(mail.raw, source="test", mailbox=_mailbox(world, mailbox), at=now)
        arrivals = list(Arrival.objects.select_related("raw").order_by("pk"))
        shuffled = [random.Random(n).sample(arrivals, len(arrivals)) for n in range(8)]
        results = at_once(*(lambda some=some: intake.file_all(some, Reader().read, at=now) for some in shuffled))
        assert [result for result in results if isinstance(result, Exception)] == []
        assert set(Arrival.objects.values_list("state", flat=True)) == {Filed.FILED}
        wanted = Counter((mail.message_id, _mailbox(world, box)) for mail in mails for box in mail.mailboxes)
        assert Counter(Message.objects.values_list("message_id", "conversation__mailbox__address")) == wanted
        _whole()

    def test_threads_and_doubles_that_are_filed_apart_at_once_find_each_other(
        self, world: World, now: datetime
    ) -> None:
        for number in range(ROUNDS):
            first = world.letter(message_id=f"a{number}@post.example")
            answer = world.letter(message_id=f"b{number}@post.example", in_reply_to=first.message_id)
            letters = [first, answer, first, answer]
            filed = at_once(
                *(lambda letter=letter: acts.receive(letter, mailbox=world.help, at=now) for letter in letters)
            )
            assert len({one.conversation for one in filed}) == 1
            assert sorted(one.is_duplicate for one in filed) == [False, False, True, True]
        _whole()

    def test_one_mail_to_two_mailboxes_at_once_is_two_linked_conversations(self, world: World, now: datetime) -> None:
        for number in range(1, ROUNDS + 1):
            letter = world.letter()
            boxes = (world.help, world.hill_help)
            filed = at_once(*(partial(acts.receive, letter, mailbox=box, at=now) for box in boxes))
            assert len({one.conversation for one in filed}) == 2
            assert Link.objects.count() == number

    def test_fifty_letters_of_a_new_sender_at_once_are_one_customer(self, world: World, now: datetime) -> None:
        letters = [world.letter(sender=Address("Neu", "Neu@post.example")) for _ in range(50)]
        packs = [letters[place::10] for place in range(10)]
        results = at_once(
            *(lambda pack=pack: [acts.receive(one, mailbox=world.help, at=now) for one in pack] for pack in packs)
        )
        assert [result for result in results if isinstance(result, Exception)] == []
        assert Customer.objects.filter(identities__value="neu@post.example").count() == Customer.objects.count() == 1
        assert Message.objects.count() == 50

    def test_the_same_bytes_by_many_hands_at_once_are_one_arrival(self, world: World, now: datetime) -> None:
        raws = [b"Subject: %d\r\n\r\nHello.\r\n" % number for number in range(20)]
        orders = [random.Random(n).sample(raws, len(raws)) for n in range(6)]
        packs = [[intake.Bytes(raw, "test", now, mailbox=world.help.address) for raw in order] for order in orders]
        results = at_once(*(lambda pack=pack: intake.keep_all(pack) for pack in packs))
        assert [result for result in results if isinstance(result, Exception)] == []
        assert sum(kept.is_new for result in results for kept in result) == Arrival.objects.count() == len(raws)

    def test_a_mailbox_that_only_mails_name_is_added_once(self, world: World, now: datetime) -> None:
        raws = [f"To: new@harbour.example\r\nFrom: eva@post.example\r\n\r\n{n}\r\n".encode() for n in range(6)]
        kept = [intake.keep(raw, source="test", at=now).arrival for raw in raws]
        at_once(*(lambda one=one: intake.file_all([one], Reader().read, at=now) for one in kept))
        assert set(Arrival.objects.values_list("state", "reason")) == {(Filed.FILED, "")}
        assert Mailbox.objects.filter(address="new@harbour.example").count() == 1


def _mailbox(world: World, address: str) -> str:
    return world.help.address if address.startswith("help@") else world.hill_help.address


class TestAnswers:
    def test_of_two_agents_who_reply_at_once_one_is_told_what_came_in_between(
        self, world: World, now: datetime
    ) -> None:
        for number in range(ROUNDS):
            one = _asked(world, now)
            seen = _newest(one)
            by_ana, by_ben = (
                partial(_reply, world, one, by, seen, now, f"{by.pk}:{number}") for by in (world.ana, world.ben)
            )
            came = at_once(by_ana, by_ben)
            [lost], [won] = [[x for x in came if isinstance(x, kind)] for kind in (Overtaken, Message)]
            assert lost.newest == won.pk
            assert Message.objects.filter(conversation=one, direction="out").count() == 1
        _whole()

    def test_a_form_that_is_pressed_ten_times_at_once_is_one_reply(self, world: World, now: datetime) -> None:
        one = _asked(world, now)
        seen = _newest(one)
        came = many(10, lambda: _reply(world, one, world.ana, seen, now, "the-form"))
        assert len({message.pk for message in came}) == 1
        assert Delivery.objects.count() == 1

    def test_a_new_conversation_that_is_begun_ten_times_at_once_is_one(self, world: World, now: datetime) -> None:
        words = acts.Words(to=[EVA], text="We found your umbrella.")
        came = many(
            10,
            lambda: acts.start(words, mailbox=world.help, subject="Umbrella", by=world.ana, at=now, once="the-form"),
        )
        assert len({message.pk for message in came}) == 1
        assert (Conversation.objects.count(), Delivery.objects.count()) == (1, 1)
        _whole()

    def test_a_first_letter_that_is_saved_and_sent_from_many_pages_at_once_keeps_its_file_once(
        self, world: World, now: datetime
    ) -> None:
        attachment = Attachment("receipt.pdf", "application/pdf", b"%PDF")
        first = acts.First(world.help, "Umbrella")
        for number in range(ROUNDS):
            file = acts.attach_first(attachment, by=world.ana, at=now)
            words = acts.Words(to=[EVA], text="We found it.", files=[file.pk])
            came = at_once(
                *(
                    partial(
                        acts.start, words, mailbox=world.help, subject="U", by=world.ana, at=now, once=f"{number}-{n}"
                    )
                    for n in range(3)
                ),
                partial(acts.save_first, first, by=world.ana, text="We", at=now, once=f"{number}-0"),
                partial(acts.attach_first, attachment, by=world.ana, at=now),
            )
            assert [type(one) for one in came].count(Refused) == 2
            assert File.objects.get(pk=file.pk).message is not None
            assert Message.objects.count() == number + 1 and Draft.objects.filter(conversation=None).count() <= 1
        _whole()

    def test_a_note_that_is_pressed_ten_times_at_once_is_one_note(self, world: World, now: datetime) -> None:
        one = _asked(world, now)
        notes = many(10, lambda: acts.note(one, text="Looked.", by=world.ana, at=now, once="the-form"))
        assert len({note.pk for note in notes}) == 1

    def test_a_draft_that_is_saved_while_its_reply_goes_out_breaks_nothing(self, world: World, now: datetime) -> None:
        for number in range(ROUNDS):
            one = _asked(world, now)
            seen = _newest(one)
            acts.save(one, Draft.Kind.REPLY, by=world.ana, text="We", seen=seen, at=now)
            came = at_once(
                lambda one=one, seen=seen, n=number: _reply(world, one, world.ana, seen, now, f"draft-{n}"),
                *[lambda one=one, seen=seen: acts.save(one, Draft.Kind.REPLY, by=world.ana, seen=seen, at=now)] * 3,
            )
            assert [result for result in came if isinstance(result, Exception)] == []

    def test_undo_and_the_worker_that_sends_never_both_win_and_never_neither(self, world: World, now: datetime) -> None:
        for number in range(ROUNDS * 2):
            one = _asked(world, now)
            message = _reply(world, one, world.ana, _newest(one), now, f"undo-{number}")
            left: list[int] = []
            undone, _ = at_once(
                lambda message=message: acts.undo_reply(message, by=world.ana, at=now + UNDO_WINDOW),
                lambda left=left: _send(left, now + UNDO_WINDOW + timedelta(seconds=1)),
            )
            assert isinstance(undone, TooLate | Draft)
            assert len(left) == (1 if isinstance(undone, TooLate) else 0)
            assert Message.objects.filter(pk=message.pk).exists() == bool(left)
        _whole()

    def test_what_a_killed_worker_had_in_hand_can_no_longer_be_taken_back(self, world: World, now: datetime) -> None:
        one = _asked(world, now)
        message = _reply(world, one, world.ana, _newest(one), now, "killed")
        due = now + UNDO_WINDOW
        assert _claim_until(due, f"send:{message.deliveries.get().pk}")
        with pytest.raises(TooLate):
            acts.undo_reply(message, by=world.ana, at=due + 2 * MINUTE)

    def test_a_mail_that_comes_back_while_its_sending_is_noted_is_noted_too(self, world: World, now: datetime) -> None:
        for number in range(ROUNDS):
            one = _asked(world, now)
            message = _reply(world, one, world.ana, _newest(one), now, f"back-{number}")
            delivery = message.deliveries.get()
            back = world.letter(
                sender=Address("", "mailer-daemon@post.example"), kind=Kind.BOUNCE, about=message.message_id,
                bounce_permanent=True, bounce_status="5.1.1", about_address=EVA.address,
            )  # fmt: skip
            came = at_once(
                lambda delivery=delivery: acts.sent(delivery.pk, at=now),
                lambda back=back: acts.receive(back, mailbox=world.help, at=now),
            )
            assert [result for result in came if isinstance(result, Exception)] == []
            delivery.refresh_from_db()
            assert delivery.state == Delivery.State.SENT
            assert delivery.bounced_at == now


def _claim_until(now: datetime, key: str) -> bool:
    """A worker takes turns until it has this one, and is then killed."""
    while turns := agenda.claim(now, worker="killed"):
        if turns[0].key == key:
            return True
        agenda.done(turns[0])
    return False


def _send(left: list[int], now: datetime) -> None:
    """A worker that sends what is due into `left`."""

    def send(turn: Any, *, now: datetime) -> None:
        left.append(turn.about["delivery"])
        acts.sent(turn.about["delivery"], at=now)

    while work_one({"send": send, "file": lambda turn, now: None}, now=now, worker="sender"):
        pass


class TestWhoHasIt:
    def test_of_twenty_claims_at_once_one_wins(self, world: World, now: datetime) -> None:
        one = _asked(world, now)
        people = [world.ana, world.ben] * 10
        came = at_once(*(lambda by=by: acts.claim(one, by=by, at=now) for by in people))
        one.refresh_from_db()
        winners = {people[place] for place, result in enumerate(came) if not isinstance(result, Exception)}
        assert winners == {one.owner}
        assert all(isinstance(result, Refused) for result in came if isinstance(result, Exception))

    def test_closing_races_a_mail_and_nothing_is_closed_unseen(self, world: World, now: datetime) -> None:
        for number in range(ROUNDS * 2):
            one = _asked(world, now)
            _reply(world, one, world.ana, _newest(one), now, f"close-{number}")
            seen = _newest(one)
            first = Message.objects.filter(conversation=one).order_by("pk")[0]
            answer = world.letter(in_reply_to=first.message_id)
            closed, came = at_once(
                lambda one=one, seen=seen: acts.close(one, seen=seen, by=world.ana, at=now),
                lambda answer=answer: acts.receive(answer, mailbox=world.help, at=now),
            )
            assert came.conversation == one.pk
            assert not isinstance(closed, Exception) or isinstance(closed, Overtaken)
            one.refresh_from_db()
            assert one.state == State.OPEN
        _whole()

    def test_whatever_is_done_at_once_the_clocks_fit(self, world: World, now: datetime) -> None:
        chance = random.Random(5)
        several = [_asked(world, now) for _ in range(3)]
        for number in range(ROUNDS):
            wanted = [_any_act(world, chance.choice(several), now, f"{number}-{n}", chance) for n in range(8)]
            came = at_once(*wanted)
            assert [one for one in came if isinstance(one, Exception) and not isinstance(one, Refused)] == []
            _whole()

    def test_the_same_new_tags_on_many_conversations_at_once(self, world: World, now: datetime) -> None:
        several = [_asked(world, now) for _ in range(6)]
        names = ["lamp", "late", "broken", "gift", "umbrella"]
        orders = [random.Random(n).sample(names, len(names)) for n in range(6)]
        came = at_once(
            *(
                lambda one=one, order=order: acts.tag(one, order, by=world.ana, at=now)
                for one, order in zip(several, orders, strict=True)
            )
        )
        assert [result for result in came if isinstance(result, Exception)] == []
        assert Tag.objects.count() == len(names)
        assert [list(one.tags) for one in Conversation.objects.order_by("pk")] == orders


def _any_act(world: World, one: Conversation, now: datetime, once: str, chance: random.Random) -> Any:
    """Something that somebody may do to a conversation, with what they last saw of it."""
    seen, by = _newest(one), chance.choice([world.ana, world.ben, world.lea])
    first = Message.objects.filter(conversation=one).order_by("pk")[0].message_id
    letter = world.letter(in_reply_to=first)
    return chance.choice(
        [
            lambda: acts.hold(one, until=now + timedelta(days=2), by=by, at=now),
            lambda: acts.assign(one, to=chance.choice([world.ana, world.ben, None]), by=by, at=now),
            lambda: acts.tag(one, [once, "lamp"], by=by, at=now),
            lambda: acts.close(one, seen=seen, by=by, at=now),
            lambda: acts.reopen(one, by=by, at=now),
            lambda: acts.release(one, by=by, at=now),
            lambda: acts.nothing_to_answer(one, why=acts.Nothing.THANKS, seen=seen, by=by, at=now),
            lambda: _reply(world, one, by, seen, now, once),
            lambda: acts.receive(letter, mailbox=world.help, at=now),
        ]
    )
