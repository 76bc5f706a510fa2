"""Somebody grants, the worker gives, a till takes, until it is killed: `-m tests.remedies.killable give|reckon`."""

from __future__ import annotations

import json
import os
import sys
from itertools import count
from typing import Any


def give() -> None:
    """Remedy after remedy, each step in a transaction of its own, until somebody kills this."""
    from makegood.base.money import Money
    from makegood.conversations.letter import Address
    from makegood.remedies import acts
    from makegood.vouchers import acts as vouchers
    from makegood.vouchers.models import Voucher
    from makegood.vouchers.queries import code_of
    from tests.remedies.common import manager, published, run_due, wish
    from tests.world import DAY, MINUTE, NOON, build

    published()
    world = build()
    max_ = manager(world)
    for number in count():
        at = NOON + number * 10 * MINUTE
        conversation = world.receive(at=at, sender=Address("", f"c{number}@post.example"))
        kind, later = ("voucher", "store_credit", "gift", "refund")[number % 4], at + 3 * MINUTE
        given = wish(2000, kind=kind, due_at=at + DAY if kind == "gift" else None)
        remedy = acts.grant(conversation, given, by=max_, at=at, told=True, once=f"g{number}")
        print(number, flush=True)
        run_due(at + 2 * MINUTE)
        till: dict[str, Any] = {"at_location": world.hill.location, "by": world.mo, "at": later}
        if kind == "gift":
            acts.hand_over(remedy.pk, to=conversation.customer_id, **till)
        if kind == "voucher":
            code = code_of(Voucher.objects.get(remedy_id=remedy.pk))
            vouchers.redeem(code, Money(1000, "EUR"), once=f"t{number}", **till)


def reckon() -> None:
    """What there is, and what is wrong, once another worker has caught up."""
    from django.db.models import Count, Max

    from makegood.books.models import Transfer
    from makegood.config.doctor import examine
    from makegood.conversations.models import Message
    from makegood.remedies.models import Remedy, State
    from makegood.vouchers.models import Voucher
    from tests.remedies.common import run_due
    from tests.world import HOUR
    from tests.year.giving import wrong

    now = Remedy.objects.aggregate(at=Max("granted_at"))["at"] + HOUR
    run_due(now)
    found = wrong() + [words for one in examine(now=now) for words in one.violations]
    at_once = Remedy.objects.filter(due_at=None).exclude(state=State.FULFILLED)
    found += [f"remedy {one.pk} was not given" for one in at_once]
    twice = Transfer.objects.values("about_kind", "about_id", "why").annotate(n=Count("pk")).filter(n__gt=1)
    found += [f"{row['why']} of {row['about_kind']} {row['about_id']} is booked {row['n']} times" for row in twice]
    codes = Message.objects.filter(direction="out", once__contains="voucher:").count()
    if codes != Voucher.objects.count():
        found.append(f"{codes} codes were sent for {Voucher.objects.count()} vouchers")
    print(json.dumps({"given": Remedy.objects.filter(state=State.FULFILLED).count(), "wrong": found}))


def main() -> None:
    """On the database that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "makegood.config.settings")
    import django

    django.setup()
    give() if sys.argv[1] == "give" else reckon()


if __name__ == "__main__":
    main()
