"""A till in a process of its own, so that tests can kill it half-way: DATABASE CODE LOCATION AGENT DIARY.

It takes five euros off the voucher, writes into the diary when all is done but committed, and then waits for ever.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import NoReturn

import django


def main(database: str, code: str, location: int, agent: int, diary: Path) -> NoReturn:
    """Ends only by being killed."""
    django.setup()
    from django.db import connection, transaction

    from makegood.base.money import Money
    from makegood.people.models import Agent, Location
    from makegood.vouchers import acts
    from tests.world import NOON

    connection.settings_dict["NAME"] = database
    shop, ana = Location.objects.get(pk=location), Agent.objects.get(pk=agent)
    with transaction.atomic():
        acts.redeem(code, Money(500, "EUR"), at_location=shop, by=ana, once="sale-1", at=NOON)
        diary.write_text("all but committed")
        while True:
            time.sleep(1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
