"""A post office that takes every mail: what the channel notes once the next server has it, without any server."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda.models import Turn
from makegood.agenda.worker import Handle
from makegood.conversations import acts
from makegood.handoffs import acts as handoffs
from makegood.handoffs import outgoing


def _taken(turn: Turn, *, now: datetime) -> None:
    acts.sent(turn.about["delivery"], at=now)


def _taken_by_partner(turn: Turn, *, now: datetime) -> None:
    handoffs.mail_sent(turn.about["mail"], at=now)


def _reminded(turn: Turn, *, now: datetime) -> None:
    for one in outgoing.reminders(turn.about["partner"]):
        (handoffs.mail_sent if outgoing.is_needed(one) else handoffs.mail_not_needed)(one.pk, at=now)


TAKES: dict[str, Handle] = {"send": _taken, "partner_mail": _taken_by_partner, "partner_reminders": _reminded}
