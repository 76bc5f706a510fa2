"""What happens when a voucher's last day is over."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda.models import Turn
from makegood.vouchers import acts, rules
from makegood.vouchers.models import LIVE, Voucher


def voucher(turn: Turn, *, now: datetime) -> datetime | None:
    """It has run out; or its day was moved, and its turn comes then."""
    pk = int(turn.key.partition(":")[2])
    found = Voucher.objects.select_related("bearer").filter(pk=pk, state__in=LIVE).first()
    if found is None or acts.expire(pk, at=now):
        return None
    return rules.ends_at(found.expires_on, found.bearer.zone)
