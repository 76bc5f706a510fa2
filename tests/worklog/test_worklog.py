"""What was done, as the customer may read it: written once, corrected out of sight, struck out in sight."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from makegood.agenda.models import Turn
from makegood.base import files
from makegood.base.money import Money
from makegood.config.doctor import examine
from makegood.config.turns import Handlers
from makegood.conversations import acts as conversations
from makegood.conversations.letter import Attachment
from makegood.conversations.models import Conversation, Message
from makegood.conversations.rules import Refused
from makegood.conversations.wishes import Wishes
from makegood.worklog import acts, queries, rules, words
from makegood.worklog.models import Entry, Receipt
from makegood.worklog.rules import Work
from tests.guarantees.at_once import at_once
from tests.world import HOUR, MINUTE, NOON, World, build

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
PAPER = Attachment("receipt.jpg", "image/jpeg", b"\xff\xd8\xff receipt")
ROSES = Work("Pruned the roses", TODAY, 90, "3 bags of compost", Money(4550, "EUR"), (PAPER,))


@pytest.fixture
def garden(world: World) -> Conversation:
    return world.receive(subject="The garden")


def once_more(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def test_it_says_who_did_what_when_and_what_it_comes_to(world: World, garden: Conversation) -> None:
    acts.write(garden, ROSES, by=world.ana, at=NOON)
    acts.write(garden, Work("Swept the paths", TODAY - timedelta(days=1), 45), by=world.ben, at=NOON)
    log = queries.log_of(garden.pk)
    assert [(one.who, one.did) for one in log.entries] == [("Ben", "Swept the paths"), ("Ana", "Pruned the roses")]
    assert words.facts(log.entries[1]) == ["1 h 30 min", "used: 3 bags of compost", "€45.50", "1 receipt"]
    assert words.altogether(log.total) == "2 h 15 min, €45.50"


def test_pressed_twice_it_is_there_once(world: World, garden: Conversation) -> None:
    first = acts.write(garden, ROSES, by=world.ana, at=NOON, once="press")
    assert acts.write(garden, ROSES, by=world.ana, at=NOON, once="press") == first
    assert Entry.objects.count() == Receipt.objects.count() == 1


@pytest.mark.parametrize(
    ("work", "why"),
    [
        (Work("  ", TODAY), "What was done"),
        (Work("x" * 2001, TODAY), "too long"),
        (Work("x", TODAY + timedelta(days=2)), "On which day"),
        (Work("x", TODAY - timedelta(days=400)), "On which day"),
        (Work("x", TODAY, 0), "How long"),
        (Work("x", TODAY, 24 * 60 + 1), "How long"),
        (Work("x", TODAY, cost=Money(-1, "EUR")), "less than nothing"),
        (Work("x", TODAY, receipts=(Attachment("a", "b", b""),)), "empty"),
        (Work("x", TODAY, receipts=(PAPER,) * 21), "20 receipts at most"),
    ],
)
def test_what_cannot_be_is_refused_in_words(work: Work, why: str) -> None:
    assert why in rules.why_not_this(work, now=NOON)


def test_until_they_may_have_read_it_it_is_corrected_out_of_sight(world: World, garden: Conversation) -> None:
    entry = acts.write(garden, ROSES, by=world.ana, at=NOON)
    right = Work("Pruned the roses and the hedge", TODAY, 120, "", None)
    acts.correct(entry, right, by=world.ben, at=NOON + MINUTE)
    acts.correct(entry, right, by=world.ben, at=NOON + HOUR)  # the same again changes nothing
    [done] = queries.log_of(garden.pk).entries
    assert (done.did, done.minutes, done.cost) == ("Pruned the roses and the hedge", 120, None)
    assert done.corrected_at == NOON + MINUTE and [one.name for one in done.receipts] == ["receipt.jpg"]
    [paper] = Receipt.objects.all()
    acts.remove_receipt(paper, by=world.ana, at=NOON + MINUTE)
    assert not Receipt.objects.exists()


def test_once_they_may_have_read_it_it_is_only_struck_out_with_a_reason(world: World, garden: Conversation) -> None:
    entry = acts.write(garden, ROSES, by=world.ana, at=NOON)
    acts.show(garden.pk, at=NOON + MINUTE)
    with pytest.raises(Refused, match="may have read this already"):
        acts.correct(entry, Work("Nothing", TODAY), by=world.ana, at=NOON + HOUR)
    with pytest.raises(Refused, match="may have read this already"):
        acts.remove_receipt(Receipt.objects.get(), by=world.ana, at=NOON + HOUR)
    with pytest.raises(Refused, match="Why is it struck out"):
        acts.strike(entry, why=" ", by=world.ana, at=NOON + HOUR)
    acts.strike(entry, why="It was the neighbour's", by=world.ben, at=NOON + HOUR)
    acts.strike(entry, why="once more", by=world.ana, at=NOON + HOUR)  # twice is once
    [done] = queries.told_to(garden.pk).entries
    assert done.is_struck and done.struck_why == "It was the neighbour's" and done.struck_by == "Ben Example"
    assert words.altogether(queries.told_to(garden.pk).total) == "" and Receipt.objects.exists()
    with pytest.raises(Refused, match="struck out"):
        acts.add_receipt(entry, PAPER, by=world.ana, at=NOON + HOUR)


def test_what_was_struck_before_they_could_read_it_never_comes_to_them(world: World, garden: Conversation) -> None:
    entry = acts.write(garden, ROSES, by=world.ana, at=NOON, tells=True)
    acts.strike(entry, why="", by=world.ana, at=NOON + MINUTE)
    acts.show(garden.pk, at=NOON + HOUR)
    run(NOON + HOUR)
    assert queries.told_to(garden.pk).entries == () and not ours(garden)


def test_several_of_one_visit_are_told_in_one_mail(world: World, garden: Conversation) -> None:
    acts.write(garden, ROSES, by=world.ana, at=NOON, tells=True)
    acts.write(garden, Work("Swept the paths", TODAY, 45), by=world.ben, at=NOON + 5 * MINUTE, tells=True)
    run(NOON + 19 * MINUTE)
    assert not ours(garden)  # it settles for a quarter of an hour after the last
    run(NOON + 21 * MINUTE)
    [mail] = ours(garden)
    for said in ("Ana: Pruned the roses (1 h 30 min", "Ben: Swept the paths (45 min)", "2 h 15 min, €45.50"):
        assert said in mail.text
    assert all(one.shown_at and one.is_told for one in queries.log_of(garden.pk).entries)
    acts.plan_mail(garden.pk, at=NOON + HOUR)
    run(NOON + 2 * HOUR)
    assert len(ours(garden)) == 1


def test_who_wants_no_mails_unless_something_changes_gets_none(world: World, garden: Conversation) -> None:
    conversations.wish(garden, Wishes(only_changes=True), by=world.ana, at=NOON)
    acts.write(once_more(garden), ROSES, by=world.ana, at=NOON, tells=True)
    run(NOON + HOUR)
    [done] = queries.log_of(garden.pk).entries
    assert not ours(garden) and not done.tells and done.shown_at is None


def test_it_goes_along_with_a_merge_and_comes_back(world: World, garden: Conversation) -> None:
    other = world.receive(subject="The hedge")
    acts.write(garden, ROSES, by=world.ana, at=NOON, tells=True)
    merged = conversations.merge(garden, other, by=world.ana, at=NOON + MINUTE)
    assert merged and [one.did for one in queries.log_of(other.pk).entries] == ["Pruned the roses"]
    with pytest.raises(Refused, match="merged into another"):
        acts.write(once_more(garden), ROSES, by=world.ana, at=NOON + MINUTE)
    run(NOON + HOUR)
    assert len(ours(other)) == 1 and not ours(garden)
    conversations.unmerge(once_more(garden), by=world.ana, at=NOON + HOUR)
    assert queries.log_of(other.pk).entries == () and len(queries.log_of(garden.pk).entries) == 1


def test_doctor_misses_a_receipt_that_is_gone(world: World, garden: Conversation) -> None:
    acts.write(garden, ROSES, by=world.ana, at=NOON)
    assert "receipt" not in violations()
    files.drop(Receipt.objects.get().stored)
    assert "receipt" in violations()


def test_no_stranger_gets_an_entry_or_a_receipt(world: World, garden: Conversation) -> None:
    entry = acts.write(garden, ROSES, by=world.ana, at=NOON)
    paper = Receipt.objects.get()
    assert queries.get_for(world.ben, entry.pk) == entry and queries.receipt_for(world.ben, paper.pk) == paper
    with pytest.raises(Entry.DoesNotExist):
        queries.get_for(world.mo, entry.pk)
    with pytest.raises(Receipt.DoesNotExist):
        queries.receipt_for(world.mo, paper.pk)


def violations() -> str:
    return " ".join(words for one in examine(now=NOON + MINUTE) for words in one.violations)


def ours(conversation: Conversation) -> list[Message]:
    return list(Message.objects.filter(conversation=conversation, direction=Message.OUT))


def run(until: Any) -> None:
    """The turns of the log that are due by then."""
    handlers = Handlers()
    for turn in Turn.objects.filter(kind="work", run_at__lte=until).order_by("run_at", "pk"):
        handlers["work"](turn, now=until)
        turn.delete()


@pytest.mark.django_db(transaction=True)
def test_of_who_reads_and_who_corrects_one_is_first(transactional_db: None) -> None:
    world = build()
    for number in range(3):
        garden = world.receive(subject=f"Garden {number}")
        entry = acts.write(garden, ROSES, by=world.ana, at=NOON)
        results = at_once(
            lambda entry=entry: acts.correct(entry, Work("Mowed", TODAY), by=world.ben, at=NOON + MINUTE),
            lambda garden=garden: acts.show(garden.pk, at=NOON + MINUTE),
        )
        [done] = queries.told_to(garden.pk).entries
        assert done.shown_at and (done.did == "Mowed") != isinstance(results[0], Refused)


@pytest.mark.django_db(transaction=True)
def test_the_mail_leaves_once_whichever_worker_takes_it(transactional_db: None) -> None:
    world = build()
    garden = world.receive()
    acts.write(garden, ROSES, by=world.ana, at=NOON, tells=True, once="o")
    at_once(*[lambda: acts.tell_by_mail(garden.pk, at=NOON + HOUR)] * 3)
    assert len(ours(garden)) == 1
