"""What happens to arrivals when their time comes."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda.models import Turn
from makegood.customers.models import Identity
from makegood.intake import acts


def unblocked(turn: Turn, *, now: datetime) -> None:
    """What a block refused of this customer is filed, now that it was lifted; nothing if it stands again."""
    identities = Identity.objects.filter(customer=turn.about["customer"], customer__blocked_at=None)
    acts.unrefuse(list(identities.values_list("value", flat=True)), at=now)
