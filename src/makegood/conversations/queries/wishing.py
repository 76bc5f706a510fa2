"""What customers want of how we reach them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Q

from makegood.base.prepared import Prepared
from makegood.conversations.models import Conversation
from makegood.conversations.models.wishes import Wish
from makegood.conversations.wishes import NONE, Wishes
from makegood.people.models import Location
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event

TAKEN_BACK_WITHIN = timedelta(hours=1)
MOST_PLACES = 12


_HERE = Prepared(
    lambda: (
        Wish.objects.filter(customer=0)
        .filter(Q(conversation=0) | Q(conversation=None))
        .order_by(F("conversation").desc(nulls_last=True))
    )
)


def wishes_in(conversation: Conversation) -> Wishes:
    """What its customer wants here: what they said for this conversation, else for all of theirs. One query."""
    found = _HERE.first(conversation.customer_id, conversation.pk)
    return as_wishes(found) if found else NONE


def as_wishes(row: Wish) -> Wishes:
    """The row as plain values."""
    return Wishes(
        way=row.way,
        call_from=row.call_from,
        call_until=row.call_until,
        only_changes=row.only_changes,
        avoids=tuple(row.avoids),
        words=row.words,
        is_here=row.conversation_id is not None,
    )


def place_names(wishes: Wishes) -> dict[int, str]:
    """The names of the locations that they want nothing to do with. No query for none."""
    return dict(Location.objects.filter(pk__in=wishes.avoids).values_list("pk", "name")) if wishes.avoids else {}


def places_met(conversation: Conversation, wishes: Wishes) -> dict[int, str]:
    """The locations that the customer can name: those that had to do with this, and those already named.

    None where there is but one location. Two queries at most.
    """
    if Location.objects.filter(is_active=True)[:2].count() < 2:
        return {}
    met = Event.objects.filter(conversation_id=conversation.pk, location_id__isnull=False)
    ids = {*met.order_by().values_list("location_id", flat=True).distinct(), conversation.team.location_id}
    rows = Location.objects.filter(pk__in={*ids, *wishes.avoids}).order_by("name")
    return dict(rows.values_list("pk", "name")[: MOST_PLACES + len(wishes.avoids)])


def places_known() -> list[int]:
    """All locations. One query."""
    return list(Location.objects.values_list("pk", flat=True))


def avoided_names(conversation: Conversation) -> dict[int, str]:
    """The locations that the customer wants nothing to do with here, by id. Two queries at most."""
    return place_names(wishes_in(conversation))


def last_change(conversation: int) -> Event | None:
    """The last time that wishes were changed in it; None: never. One query."""
    changes = Event.objects.filter(conversation_id=conversation, kind=Kind.WISHES_CHANGED)
    return changes.order_by("-pk").first()
