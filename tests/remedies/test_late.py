"""Whoever waits too long for an order gets something by itself: once, within the policy, in the mail that says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from makegood.config.doctor import given as doctor
from makegood.conversations.models import Message
from makegood.orders.models import Order, Source
from makegood.people.rules import NotAllowed, Unfit
from makegood.remedies import acts, queries
from makegood.remedies.models import LateGift, Remedy
from makegood.remedies.wish import Wish
from makegood.vouchers.models import Voucher
from makegood.vouchers.queries import code_of
from makegood.watch import acts as watch
from makegood.watch.rules import Limits
from tests.guarantees.at_once import at_once
from tests.orders.common import later, run_due, shop, told
from tests.remedies.common import eur, owned, published
from tests.remedies.common import run_due as run_remedies
from tests.remedies.test_books import balances
from tests.world import DAY, NOON, World, build

FIRST, SECOND, THIRD = date(2026, 11, 21), date(2026, 11, 24), date(2026, 12, 4)


def watched_shop(world: World, *, days: int = 3, value: int = 1000, kind: str = "voucher", on: bool = True) -> Source:
    source = shop(team=world.harbour)
    watch.set_up(source, Limits(date(2026, 11, 1)), on=True, by=world.ada, at=NOON)
    acts.set_late_gift(source, on=on, days=days, kind=kind, money=eur(value), bearer=world.hill.location,
                       answers_for=world.lea, by=world.ada, at=NOON)  # fmt: skip
    return source


def work(now: Any) -> None:
    run_due(now, "watch", "order_event")


def mails() -> list[str]:
    return list(Message.objects.filter(direction="out", by=None).order_by("pk").values_list("text", flat=True))


def test_the_mail_that_speaks_first_says_it_and_it_is_granted_like_any_other(world: World) -> None:
    published()
    source = watched_shop(world)
    order = told(source, expected_on=FIRST)
    told(source, expected_on=SECOND, at=later(hours=1))
    work(later(hours=1))
    [mail] = mails()
    assert "takes longer than we told you" in mail and "You get a voucher over €10 from us" in mail
    remedy = Remedy.objects.get()
    assert (remedy.how, remedy.answers_for, remedy.bearer, remedy.order) == (
        "itself",
        world.lea,
        world.hill.location,
        order,
    )
    assert remedy.told_by and remedy.told_by.text == mail and remedy.case["facts"]["order"]["days_late"] == 3
    assert balances() == {"goodwill": 1000, "voucher_liability": -1000}
    run_remedies(later(hours=2))
    assert code_of(Voucher.objects.get()) in mails()[1]
    assert all(not check(later(hours=2)).violations for check in doctor.CHECKS)


def test_once_an_order_however_often_its_day_moves(world: World) -> None:
    published()
    source = watched_shop(world)
    told(source, expected_on=FIRST)
    for hours, day in ((1, SECOND), (2, THIRD), (3, SECOND)):
        told(source, expected_on=day, at=later(hours=hours))
        work(later(hours=hours))
    assert Remedy.objects.count() == 1 and len(mails()) >= 3
    acts.withdraw(Remedy.objects.get(), reason="mistaken", by=world.lea, at=later(hours=3, minutes=1), told=True)
    told(source, expected_on=THIRD, at=later(hours=4))
    work(later(hours=4))
    assert Remedy.objects.count() == 1, "taken back, it is not given anew"


def test_too_few_days_late_gets_nothing_until_the_day_has_come(world: World) -> None:
    published()
    source = watched_shop(world, days=5)
    told(source, expected_on=FIRST)
    told(source, expected_on=SECOND, at=later(hours=1))
    work(later(hours=1))
    assert len(mails()) == 1 and not Remedy.objects.exists()
    told(source, expected_on=date(2026, 11, 29), at=later(hours=2))
    work(later(hours=2))
    assert Remedy.objects.count() == 1, "eight days late by what is known now"


def test_when_no_day_is_known_it_comes_on_the_day_that_is_too_late(world: World) -> None:
    published()
    told(watched_shop(world), expected_on=FIRST)
    work(later(days=3))
    assert len(mails()) == 1 and not Remedy.objects.exists()
    work(later(days=4, hours=21))
    assert len(mails()) == 2 and "still takes longer" in mails()[1] and "voucher over €10" in mails()[1]
    work(later(days=6))
    assert Remedy.objects.count() == 1


def test_what_the_policy_does_not_allow_is_not_given_and_we_read_why(world: World, client: Client) -> None:
    published()
    source = watched_shop(world, value=15001)
    told(source, expected_on=FIRST)
    told(source, expected_on=SECOND, at=later(hours=1))
    work(later(hours=1))
    assert len(mails()) == 1 and "voucher" not in mails()[0] and not Remedy.objects.exists()
    client.force_login(world.lea)
    number = Message.objects.get(direction="out").conversation_id
    assert (
        "What is given for late orders was not: A lead gives up to 150.00"
        in client.get(f"/c/{number}").content.decode()
    )


def test_whoever_put_it_right_already_was_first(world: World) -> None:
    published()
    source = watched_shop(world)
    order = told(source, expected_on=FIRST)
    acts.grant(owned(world), Wish("store_credit", eur(500), eur(500), order=order), by=world.ana, at=NOON)
    told(source, expected_on=SECOND, at=later(hours=1))
    work(later(hours=1))
    assert len(mails()) == 1 and Remedy.objects.count() == 1


def test_switched_off_or_without_a_say_nothing_is_given(world: World) -> None:
    published()
    source = watched_shop(world, on=False)
    told(source, expected_on=FIRST)
    told(source, expected_on=SECOND, at=later(hours=1))
    work(later(hours=1))
    LateGift.objects.update(is_on=True, answers_for=world.mo)
    told(source, expected_on=THIRD, at=later(hours=2))
    work(later(hours=2))
    assert not Remedy.objects.exists()


def test_only_an_admin_sets_it_and_nonsense_is_refused(world: World) -> None:
    source = watched_shop(world)
    said: dict[str, Any] = {"on": True, "days": 1, "kind": "voucher", "money": eur(1), "bearer": None,
                            "answers_for": world.lea, "at": NOON}  # fmt: skip
    with pytest.raises(NotAllowed):
        acts.set_late_gift(source, **said, by=world.ana)
    for wrong in ({"kind": "parts"}, {"money": eur(0)}):
        with pytest.raises(Unfit):
            acts.set_late_gift(source, **(said | wrong), by=world.ada)
    assert LateGift.objects.count() == 1


def test_the_preview_counts_the_last_thirty_days_and_changes_nothing(world: World) -> None:
    published()
    source = watched_shop(world)
    owned(world)
    for number, days in enumerate((2, 10, 28, 40)):
        told(source, f"10{number}", expected_on=(NOON - days * DAY).date(), placed_at=NOON - 60 * DAY)
    told(source, "109", placed_at=NOON - 20 * DAY)
    Order.objects.filter(number="101").update(shipped_at=NOON - 8 * DAY)
    ten = Wish("voucher", eur(1000), eur(1000))
    tried = queries.preview(source, world.harbour, ten, world.lea, days=3, no_date_days=14,
                            zone=NOON.tzinfo, at=NOON)  # type: ignore[arg-type]  # fmt: skip
    assert (tried.count, tried.total, set(tried.numbers), tried.why_not) == (2, eur(2000), {"102", "109"}, "")
    much = Wish("voucher", eur(99900), eur(99900))
    found = queries.preview(source, world.harbour, much, world.lea, days=3, no_date_days=14,
                            zone=NOON.tzinfo, at=NOON)  # type: ignore[arg-type]  # fmt: skip
    assert found.why_not and "600.00" in found.why_not and not Remedy.objects.exists()


def test_its_page_tries_and_keeps_it(world: World, client: Client) -> None:
    source = watched_shop(world, on=False)
    page = f"/settings/orders/{source.pk}/late"
    said = {
        "is_on": "on",
        "days": "4",
        "kind": "store_credit",
        "value": "12,50",
        "answers_for": world.lea.pk,
        "bearer": "",
    }
    client.force_login(world.ana)
    assert client.post(page, said).status_code == 403
    client.force_login(world.ada)
    assert "Lea Example" in client.get(page).content.decode()
    tried = client.post(page, said | {"do": "try"})
    assert tried.status_code == 200 and "It would have given 0 of these" in tried.content.decode()
    assert LateGift.objects.get().days == 3
    assert client.post(page, said).status_code == 302
    gift = LateGift.objects.get()
    assert (gift.is_on, gift.days, gift.money, gift.bearer) == (True, 4, eur(1250), None)
    assert client.post(page, said | {"value": "much", "answers_for": "99999999"}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_looked_at_twice_at_once_it_is_given_once(transactional_db: None) -> None:
    published()
    source = watched_shop(build())
    order = told(source, expected_on=FIRST)
    told(source, expected_on=SECOND, at=later(hours=1))
    at_once(*([lambda: watch.look(order.pk, at=later(hours=1))] * 2))
    assert Remedy.objects.count() == 1 and len(mails()) == 1
