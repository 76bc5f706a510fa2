"""What is given by itself for late orders is set, by an admin."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base.money import Money
from makegood.orders.models import Source
from makegood.people.acts.common import admit
from makegood.people.models import Agent, Location
from makegood.people.rules import Unfit
from makegood.remedies import rules
from makegood.remedies.models import LateGift
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


@transaction.atomic
def set_late_gift(
    source: Source,
    *,
    on: bool,
    days: int,
    kind: str,
    money: Money,
    bearer: Location | None,
    answers_for: Agent,
    by: Agent | None,
    at: datetime,
) -> LateGift:
    """Late orders of the source get this from now on, or nothing. Raises NotAllowed, Unfit."""
    actor = admit(by)
    if kind not in rules.FOR_LATE:
        raise Unfit(_("Choose from the list what you give."))
    if money.minor <= 0:
        raise Unfit(_("What is it worth to the customer? Type a sum of money."))
    if not answers_for.is_active:
        raise Unfit(_("%(name)s does not work here any more.") % {"name": answers_for})
    new = {"is_on": on, "days": days, "kind": kind, "value": money.minor, "currency": money.currency, "bearer": bearer,
           "answers_for": answers_for, "changed_at": at}  # fmt: skip
    gift = LateGift.objects.update_or_create(source=source, defaults=new)[0]
    about = {"source": source.pk, "gives": on, "kind": kind, "value": money.minor, "currency": money.currency}
    record(Kind.SOURCE_CHANGED, at=at, by=actor, team=source.team_id, about=about)
    return gift
