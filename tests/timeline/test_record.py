"""What happened is written down once, together with the change it tells of, and stays."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from makegood.timeline import queries
from makegood.timeline.acts import OutsideTransaction, record
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event, Immutable

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_an_event_carries_what_who_when_and_its_audience() -> None:
    event = record(
        Kind.REPLY_WRITTEN, at=NOON, by=3, conversation=1042, customer=7, team=2, location=1, about={"message": 9}
    )
    kept = Event.objects.get(pk=event.pk)
    assert (kept.kind, kept.at, kept.by_id, kept.conversation_id) == ("reply.written", NOON, 3, 1042)
    assert (kept.customer_id, kept.team_id, kept.location_id, kept.about) == (7, 2, 1, {"message": 9})


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(OutsideTransaction):
        record(Kind.NOTE_WRITTEN, at=NOON)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_event_goes_with_the_change_that_fails() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(Kind.NOTE_WRITTEN, at=NOON)
        _ = 1 / 0
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_the_list_of_kinds_is_closed() -> None:
    with pytest.raises(ValueError, match=r"sun\.shone"):
        record("sun.shone", at=NOON)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_what_happened_cannot_be_changed() -> None:
    event = record(Kind.NOTE_WRITTEN, at=NOON)
    event.by_id = 4
    with pytest.raises(Immutable):
        event.save()
    with pytest.raises(Immutable):
        event.save(update_fields=["by_id"])
    assert Event.objects.get().by_id is None


@pytest.mark.django_db
def test_what_happened_cannot_be_deleted() -> None:
    event = record(Kind.NOTE_WRITTEN, at=NOON)
    with pytest.raises(Immutable):
        event.delete()
    assert Event.objects.exists()


@pytest.mark.django_db
def test_a_conversation_is_told_in_order(django_assert_num_queries: Any) -> None:
    first = record(Kind.CONVERSATION_STARTED, at=NOON, conversation=1001)
    record(Kind.CONVERSATION_STARTED, at=NOON, conversation=1002)
    second = record(Kind.CONVERSATION_CLOSED, at=NOON, conversation=1001)
    with django_assert_num_queries(1):
        told = queries.of_conversation(1001)
    assert [event.pk for event in told] == [first.pk, second.pk]


@pytest.mark.django_db
def test_whoever_asks_since_an_event_gets_the_later_ones_in_order() -> None:
    events = [record(Kind.NOTE_WRITTEN, at=NOON, conversation=n) for n in range(3)]
    assert [event.id for event in queries.since(events[0].pk)] == [events[1].pk, events[2].pk]
    assert [event.id for event in queries.since(events[0].pk, limit=1)] == [events[1].pk]
    assert queries.newest_id() == events[2].pk


def test_each_kind_says_what_happened_and_to_what() -> None:
    for kind in Kind:
        thing, _, verb = kind.value.partition(".")
        assert thing and verb and kind.label, kind
        assert len(kind.value) <= 40
