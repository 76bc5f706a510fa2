"""Doctor finds each way in which a remedy could be beyond authority, or happen twice, or lie still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from makegood.agenda.models import Turn
from makegood.authority.models import Version
from makegood.clocks.models import Clock
from makegood.config.doctor import examine
from makegood.config.doctor.given import CHECKS
from makegood.conversations.models import Conversation
from makegood.people.models import Agent
from makegood.promises.models import Promise
from makegood.remedies import acts
from makegood.remedies.models import Ask, Asked, Remedy
from makegood.vouchers import acts as vouchers
from makegood.vouchers.models import Voucher
from tests.remedies.common import manager, owned, published, run_due, wish
from tests.world import DAY, HOUR, MINUTE, NOON, World


def broken() -> list[str]:
    """What is wrong with guarantee 4."""
    return [words for one in examine(now=NOON + HOUR) if one.guarantee == 4 for words in one.violations]


@pytest.fixture
def busy(world: World) -> World:
    """One granted alone, one by a yes, one by silence, one asked, one stuck, one that ships, one refund paid."""
    manager(world)
    published()
    conversation = owned(world)
    acts.grant(conversation, wish(2000, thing="alone"), by=world.ana, at=NOON)
    acts.say_yes(acts.ask(conversation, wish(8000, thing="yes"), by=world.ana, at=NOON), by=world.lea, at=NOON)
    acts.ask(conversation, wish(5500, thing="silence"), by=world.ana, at=NOON)
    run_due(NOON + 10 * MINUTE)
    later = NOON + 11 * MINUTE
    acts.grant(conversation, wish(1000, kind="gift", thing="ships", due_at=NOON + DAY), by=world.ana, at=later)
    paid = acts.grant(conversation, wish(1000, kind="refund", thing="paid"), by=world.ben, at=later)
    acts.fulfil(paid.pk, at=later)
    stuck = acts.grant(conversation, wish(1000, thing="stuck"), by=world.ben, at=later)
    acts.fail(stuck.pk, why="no stock", at=later)
    acts.grant(conversation, wish(500, kind="voucher", thing="code"), by=world.ben, at=later)
    acts.grant(conversation, wish(500, thing="soon"), by=world.ben, at=NOON + HOUR)
    acts.ask(conversation, wish(9000, thing="asked"), by=world.ben, at=NOON + HOUR)
    return world


def of(thing: str) -> int:
    return Remedy.objects.get(thing=thing).pk


def raised() -> None:
    Remedy.objects.filter(pk=of("alone")).update(cost=9000, value=9000, amount=9000)


def other_authority() -> None:
    one = Remedy.objects.get(pk=of("alone"))
    one.case["role"] = "nobody"
    one.case["action"]["amount"] = 5001.0
    Remedy.objects.filter(pk=one.pk).update(case=one.case, cost=500100, value=500100, amount=500100)


def not_in_force() -> None:
    Version.objects.update(ends_at=NOON - HOUR)


def published_later() -> None:
    Version.objects.update(published_at=NOON + DAY, starts_at=NOON + DAY)


def no_yes() -> None:
    Ask.objects.filter(thing="yes").update(state="refused", remedy=None)


def never_asked() -> None:
    Asked.objects.filter(ask__thing="yes").delete()


def not_there() -> None:
    Asked.objects.filter(ask__thing="silence").update(left_at=NOON)


def no_silence() -> None:
    for one in Version.objects.all():
        Version.objects.filter(pk=one.pk).update(text=one.text.replace(", silence is a yes up to: 60.00", ""))


def given_made_small() -> None:
    one = Remedy.objects.get(pk=of("soon"))
    one.case["facts"]["given"]["agent"]["day"] = 0
    Remedy.objects.filter(pk=one.pk).update(case=one.case)


def given_by_the_place_made_small() -> None:
    one = Remedy.objects.get(pk=of("soon"))
    one.case["facts"]["given"]["location"] = {"month": 0}
    Remedy.objects.filter(pk=one.pk).update(case=one.case)


def counted_made_small() -> None:
    one = Remedy.objects.get(pk=of("soon"))
    one.case["facts"]["counted"]["agent"]["day"] = 0
    Remedy.objects.filter(pk=one.pk).update(case=one.case)


def voucher_gone() -> None:
    Voucher.objects.update(remedy_id=None)


def voucher_left() -> None:
    Remedy.objects.filter(pk=of("code")).update(state="withdrawn", fulfilled_at=None, withdrawn_at=NOON + HOUR)


def slipped_in() -> None:
    one = Remedy.objects.get(pk=of("alone"))
    one.pk, one.thing, one.granted_at = None, "slipped", one.granted_at + timedelta(seconds=1)
    one.save(force_insert=True)


def taken_back_in_the_books_alone() -> None:
    Remedy.objects.filter(pk=of("alone")).update(state="withdrawn", fulfilled_at=None, withdrawn_at=NOON + HOUR)


def other_bearer() -> None:
    Remedy.objects.filter(pk=of("alone")).update(bearer=Agent.objects.get(name="Mo Example").roles.get().team.location)


def unpaid() -> None:
    Remedy.objects.filter(pk=of("paid")).update(state="granted", fulfilled_at=None, due_at=NOON + DAY)


def no_turn() -> None:
    Turn.objects.filter(kind="remedy").delete()


def no_promise() -> None:
    Promise.objects.all().update(state="kept", kept_at=F("made_at"))


def closed_over() -> None:
    Conversation.objects.update(state="waiting")


def no_clock() -> None:
    Clock.objects.filter(kind="ask").update(ended_at=NOON)


def clock_for_nothing() -> None:
    Ask.objects.filter(thing="asked").update(state="withdrawn", ended_at=NOON)


def test_nothing_is_wrong_with_what_was_done(busy: World) -> None:
    assert broken() == []
    assert Remedy.objects.filter(how="silence").count() == 1


BROKEN = (
    (raised, "is not what the policy was asked about"),
    (other_authority, "was beyond the authority of Ana Example"),
    (not_in_force, "was not in force then"),
    (published_later, "was not in force then"),
    (no_yes, "has no yes of Lea Example"),
    (never_asked, "Lea Example was never asked"),
    (not_there, "who was not there to the end"),
    (no_silence, "which its policy does not let be a yes"),
    (given_made_small, "more had been given"),
    (given_by_the_place_made_small, "more had been given"),
    (counted_made_small, "more had been given"),
    (voucher_gone, "has no voucher"),
    (voucher_left, "is taken back, its voucher not"),
    (slipped_in, "more had been given"),
    (slipped_in, "not in the books once"),
    (taken_back_in_the_books_alone, "not in the books once"),
    (other_bearer, "not in the books once"),
    (unpaid, "was paid out, but not fulfilled"),
    (no_turn, "nothing will give what was granted"),
    (no_promise, "no promise drives what was granted"),
    (closed_over, "is not open, and a remedy in it is stuck"),
    (closed_over, "is not open, and somebody is asked in it"),
    (no_clock, "no clock runs for what is asked"),
    (clock_for_nothing, "a clock runs for a question that has ended"),
)


def test_doctor_names_what_is_broken(busy: World) -> None:
    """Each by itself: what the one before broke is whole again."""
    for vandal, words in BROKEN:
        with transaction.atomic():
            vandal()
            found = [one for check in CHECKS for one in check(NOON + HOUR).violations]
            transaction.set_rollback(True)
        assert any(words in one for one in found), (vandal.__name__, words, found)
    assert broken() == []


@pytest.mark.parametrize(
    "vandal",
    [
        lambda: Remedy.objects.filter(pk=of("yes")).update(granted_by=F("answers_for")),
        lambda: Ask.objects.filter(thing="yes").update(by=F("answered_by")),
        lambda: Ask.objects.filter(thing="asked").update(by=F("asked")),
    ],
)
def test_nobody_s_own_yes_can_even_be_written_down(busy: World, vandal: Callable[[], int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        vandal()
    assert broken() == []


def test_a_voucher_that_a_lead_made_void_is_no_mistake(world: World) -> None:
    published()
    remedy = acts.grant(owned(world), wish(2000, kind="voucher"), by=world.ana, at=NOON)
    vouchers.void(Voucher.objects.get(remedy_id=remedy.pk), by=world.lea, at=NOON + MINUTE)
    run_due(NOON + 2 * MINUTE)
    assert broken() == []
