"""A voucher is issued once, runs out on its day, is made valid again or void by a lead, and is shown without a name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from makegood.agenda.models import Turn
from makegood.books import queries as books
from makegood.books.queries import Dimension, Sight
from makegood.books.rules import Matter
from makegood.channels.mail.telling.rules import Matter as Happened
from makegood.channels.mail.telling.rules import alarm_words
from makegood.timeline.models import Event
from makegood.vouchers import acts, due, queries, rules, showing
from makegood.vouchers.codes import draw
from makegood.vouchers.models import Guess, State, Voucher
from makegood.vouchers.rules import NoSuchVoucher, Refused, TooManyGuesses
from tests.vouchers.issuing import code, eur, issue
from tests.world import DAY, HOUR, MINUTE, NOON, World

ALL = Sight(everything=True)
LAST = date(2026, 11, 30)
AFTER = NOON.replace(day=1, month=12, hour=0)


def costs() -> list[tuple[str, int]]:
    found = books.costs(ALL, Dimension.CAUSE, since=NOON - DAY, until=NOON + 60 * DAY)
    return [(one.name, one.amount.minor) for one in found]


def test_one_key_issues_one_voucher_and_books_it(world: World) -> None:
    conversation = world.receive()
    said = {"conversation": conversation, "customer": conversation.customer, "by": world.ana, "once": "remedy:1"}
    known = Matter("Late", "Oak table", world.ana.pk)
    one = issue(bearer=world.harbour.location, remedy=1, known=known, **said)
    assert issue(bearer=world.harbour.location, **said) == one and costs() == [("Late", 2000)]
    assert not Event.objects.filter(kind="voucher.issued").exists(), "what its remedy says is not said twice"
    alone = issue(bearer=world.harbour.location, **said | {"once": "alone"})
    assert Event.objects.get(kind="voucher.issued").about["voucher"] == alone.pk
    assert queries.of_remedies([1, 2]) == {1: one} and queries.of_customer(conversation.customer_id) == [alone, one]
    assert code(one).replace("-", "") not in (one.sealed, one.hashed) and len(one.hashed) == 26


def test_what_cannot_be_is_refused(world: World) -> None:
    for minor, last in ((0, None), (-5, None), (5, NOON.date() - DAY), (5, NOON.date() + timedelta(days=9999))):
        with pytest.raises(Refused):
            issue(minor, bearer=world.harbour.location, expires_on=last)
    assert not Voucher.objects.exists()


def test_it_runs_out_when_its_last_day_is_over_and_what_was_left_costs_nothing(world: World) -> None:
    voucher = issue(bearer=world.harbour.location, expires_on=LAST, known=Matter("Late"))
    acts.redeem(code(voucher), eur(500), at_location=world.hill.location, by=world.mo, once="1", at=NOON)
    turn = Turn.objects.get(key=f"voucher:{voucher.pk}")
    assert turn.run_at == AFTER and due.voucher(turn, now=AFTER - MINUTE) == AFTER
    assert due.voucher(turn, now=AFTER) is None and due.voucher(turn, now=AFTER + DAY) is None
    voucher.refresh_from_db()
    assert (voucher.state, voucher.balance) == (State.EXPIRED, eur(1500)) and costs() == [("Late", 500)]
    assert Event.objects.filter(kind="voucher.expired").count() == 1


def test_a_lead_makes_it_what_it_was(world: World) -> None:
    voucher = issue(bearer=world.hill.location, expires_on=LAST, known=Matter("Late"))
    acts.redeem(code(voucher), eur(500), at_location=world.hill.location, by=world.mo, once="1", at=NOON)
    with pytest.raises(Refused):
        acts.revive(voucher, expires_on=None, by=world.lea, at=NOON)
    acts.expire(voucher.pk, at=AFTER)
    for someone, last in ((world.mo, None), (world.ada, None), (world.lea, LAST)):
        with pytest.raises(Refused):
            acts.revive(voucher, expires_on=last, by=someone, at=AFTER)
    again = acts.revive(voucher, expires_on=date(2026, 12, 5), by=world.lea, at=AFTER)
    assert (again.state, again.balance) == (State.PART_USED, eur(1500)) and costs() == [("Late", 2000)]
    acts.redeem(code(voucher), eur(500), at_location=world.hill.location, by=world.mo, once="2", at=AFTER)
    assert acts.expire(voucher.pk, at=AFTER + 6 * DAY) and costs() == [("Late", 1000)]
    acts.revive(voucher, expires_on=None, by=world.lea, at=AFTER + 6 * DAY)
    assert not Turn.objects.filter(key=f"voucher:{voucher.pk}").exists() and costs() == [("Late", 2000)]


def test_a_lead_of_the_place_that_gave_it_makes_it_void_once(world: World) -> None:
    voucher = issue(bearer=world.harbour.location, expires_on=LAST)
    for someone in (world.ana, world.mo, world.ada):
        with pytest.raises(Refused):
            acts.void(voucher, by=someone, at=NOON)
    acts.void(voucher, by=world.lea, at=NOON)
    assert acts.void(voucher, by=world.lea, at=NOON + HOUR).ended_at == NOON and books.shelves(ALL) == []
    assert not Turn.objects.filter(key=f"voucher:{voucher.pk}").exists()
    used = issue(100, bearer=world.harbour.location)
    acts.redeem(code(used), eur(100), at_location=world.harbour.location, by=world.ana, once="1", at=NOON)
    with pytest.raises(Refused):
        acts.take_back(used, by=world.ana, at=NOON)


def test_a_look_is_on_record_and_tells_no_more_than_a_till_needs(world: World) -> None:
    voucher = issue(bearer=world.harbour.location, expires_on=LAST)
    seen = acts.look(code(voucher), by=world.mo, at=NOON)
    assert (seen.first_name, seen.balance, seen.why_not, seen.bearer) == ("Eva", eur(2000), "", "Harbour")
    [look] = Event.objects.filter(kind="look.taken")
    assert (look.by_id, look.customer_id, look.about) == (world.mo.pk, voucher.customer_id, {"voucher": voucher.pk})
    assert "30 November 2026" in acts.look(code(voucher), by=world.mo, at=AFTER).why_not


def test_who_tries_too_many_codes_waits_and_the_admins_hear_of_it(world: World) -> None:
    for number in range(rules.GUESSES):
        acts.refuse_guesser(by=world.mo, address="192.0.2.1", at=NOON)
        with pytest.raises(NoSuchVoucher):
            acts.look(draw(), by=world.mo, at=NOON)
        acts.guessed(by=world.mo, address="192.0.2.1", at=NOON + number * MINUTE / 2)
    with pytest.raises(TooManyGuesses):
        acts.refuse_guesser(by=world.mo, address="", at=NOON + 5 * MINUTE)
    acts.refuse_guesser(by=world.ana, address="192.0.2.1", at=NOON + 5 * MINUTE)
    [alarm] = Event.objects.filter(kind="alarm.raised")
    told = alarm_words(Happened(alarm.pk, alarm.kind, alarm.about))
    assert told.startswith("192.0.2.1: Too many codes") and told.endswith("the last by Mo Example.")
    acts.refuse_guesser(by=world.mo, address="", at=NOON + 20 * MINUTE)
    acts.guessed(by=world.mo, address="", at=NOON + DAY)
    assert Guess.objects.count() == 1


@pytest.mark.django_db
def test_it_can_be_printed_and_scanned(world: World) -> None:
    voucher = issue(bearer=world.harbour.location, expires_on=LAST)
    voucher.customer.name = "#Eva *Œuvre* $x$ Ωμέγα"
    page = showing.pdf(voucher, language="de")
    assert page.startswith(b"%PDF-") and len(page) < 100_000
    picture = showing.qr(voucher)
    assert picture.startswith("<svg") and code(voucher) in picture
    assert showing.terms(voucher)[-1] == "Valid until 30 November 2026."
