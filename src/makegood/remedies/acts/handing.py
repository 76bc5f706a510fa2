"""Any place makes good on what another granted: it is handed over the counter, and the books show who bears it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.conversations import acts as conversations
from makegood.conversations.acts.changing import change, undoable
from makegood.conversations.models import Undo
from makegood.conversations.rules import Refused
from makegood.people.models import Agent, Location
from makegood.promises import acts as promises
from makegood.promises.acts.common import opening
from makegood.promises.models import State as PromiseState
from makegood.remedies import rules
from makegood.remedies.acts.booking import book_hand_over
from makegood.remedies.acts.common import held
from makegood.remedies.acts.fulfilling import fulfil_
from makegood.remedies.models import Remedy, State
from makegood.vouchers.queries import is_till


def hand_over(pk: int, *, to: int, at_location: Location, by: Agent, at: datetime) -> Remedy:
    """The customer `to`, whom the agent has looked up, has it from this location's shelf; its promise is kept.

    Twice is once. Whoever did it can take it back for ten minutes. Raises Remedy.DoesNotExist when it is not theirs,
    Refused in words.
    """
    with transaction.atomic():
        remedy, conversation = held(pk)
        if conversation.customer_id != to:
            raise Remedy.DoesNotExist
        if remedy.state == State.FULFILLED:
            return remedy
        if not is_till(by, at_location):
            raise Refused(_("You do not work at %(place)s.") % {"place": at_location.name})
        if why := rules.why_not_hand_over(remedy.kind, remedy.state, due_at=remedy.due_at):
            raise Refused(why)
        promise, broke, kept = remedy.promise, False, {}
        if promise is not None and promise.state in (PromiseState.OPEN, PromiseState.BROKEN):
            was_broken = promise.state == PromiseState.BROKEN
            how = _("Handed over at %(place)s.") % {"place": at_location.name}
            broke = promises.done_in_person(promise, conversation, by=by, how=how, at=at)
            kept = {"promise_ended" if broke or was_broken else "promise_kept": promise.pk}
            remedy.refresh_from_db()  # the kept promise has fulfilled it
        if remedy.state == State.GRANTED:
            fulfil_(remedy, conversation, by=by, at=at)
        book_hand_over(remedy, at_location, by=by, at=at)
        before = change(conversation, at=at, by=by, **(opening(conversation) if broke else {}))
        undoable(conversation, before, by=by, at=at, remedy_handed=remedy.pk, **kept)
    return remedy


def hand_back(pk: int, *, to: int, by: Agent, at: datetime) -> Remedy:
    """The customer `to` does not have it after all: it is on the shelf again, owed as before, and nobody owes anybody.

    Only by who handed it over, within ten minutes, while nothing else has happened there. Twice is once. Raises
    Remedy.DoesNotExist when it is not theirs, Refused in words.
    """
    with transaction.atomic():
        remedy, conversation = held(pk)
        if conversation.customer_id != to:
            raise Remedy.DoesNotExist
        if remedy.state == State.GRANTED:
            return remedy
        rows = Undo.objects.filter(conversation=conversation, by=by, before__remedy_handed=pk)
        kept = rows.order_by("-pk").values_list("pk", flat=True).first()
        if kept is None:
            raise Refused(_("Only who handed it over can take that back, within ten minutes."))
        conversations.undo(kept, by=by, at=at)
        remedy.refresh_from_db()
    return remedy
