"""Rows written many at a time are the rows that the ORM would have written one by one."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model
from django.forms.models import model_to_dict

from makegood.agenda.models import Turn
from makegood.base.rows import keep, new, write
from makegood.clocks.models import Clock
from makegood.conversations.models import Conversation, Message, NextClock, State
from makegood.customers.models import Customer, Identity
from makegood.intake.models import Arrival, Raw
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event
from tests.world import DAY, NOON, World


def test_rows_know_their_ids_and_read_back_as_written(world: World) -> None:
    for model in (Conversation, Message, Clock, NextClock, Customer, Identity, Event):
        world.receive()
        one = model.objects.order_by("-pk")[0]
        values = {field.attname: getattr(one, field.attname) for field in model._meta.concrete_fields}
        model.objects.filter(pk=one.pk).delete() if model in (Clock, NextClock, Identity) else None
        again = model(**{name: value for name, value in values.items() if name != "id"} | _unlike(model))
        [written] = write([again])
        read = model.objects.get(pk=written.pk)
        expected = model_to_dict(again) | {"id": written.pk}
        assert model_to_dict(read) == {name: expected[name] for name in model_to_dict(read)}


def _unlike(model: type) -> dict[str, object]:
    return {"once": None, "message_id": "x@y"} if model is Message else {}


def test_many_come_back_in_order(db: None) -> None:
    names = [f"customer {number}" for number in range(15_000)]
    written = write(Customer(name=name, created_at=NOON) for name in names)
    assert [one.name for one in Customer.objects.order_by("pk")] == names
    assert [one.pk for one in written] == sorted(one.pk for one in written)


def test_children_learn_the_ids_of_their_parents(db: None) -> None:
    customer = Customer(name="Eva", created_at=NOON)
    identity = Identity(customer=customer, kind="mail", value="eva@post.example")
    write([customer])
    write([identity])
    assert Identity.objects.get().customer == customer


def test_nothing_is_nothing(db: None) -> None:
    assert write([]) == []
    assert Event.objects.filter(kind=Kind.ALARM_RAISED, at=NOON + DAY).count() == 0


@pytest.mark.parametrize(
    "model", [Arrival, Clock, Conversation, Customer, Event, Identity, Message, NextClock, Raw, Turn]
)
def test_a_new_row_is_what_the_constructor_makes(model: type[Model]) -> None:
    def said(row: Model) -> dict[str, object]:
        return {field.attname: row.__dict__[field.attname] for field in model._meta.concrete_fields}

    row, other = new(model), new(model)
    assert said(row) == said(model())
    shared = [
        name for name, value in said(row).items() if isinstance(value, list | dict) and value is said(other)[name]
    ]
    assert not shared and row._state.adding and row._state is not other._state


def test_a_new_row_knows_its_parents_as_the_constructor_does(db: None, django_assert_num_queries: Any) -> None:
    customer = Customer.objects.create(name="Eva", created_at=NOON)
    arrival = new(Arrival, source="test", digest="d", size=1, at=NOON)
    raw = new(Raw, arrival=arrival, content=b"x")
    early, late = new(Identity, customer=None), new(Identity, customer=customer)
    with django_assert_num_queries(0):
        assert (late.customer, late.customer_id, raw.arrival, arrival.raw) == (customer, customer.pk, arrival, raw)
        assert early.customer_id is None
    write([arrival])
    write([raw])
    assert Raw.objects.get().arrival_id == arrival.pk
    late.customer = other = Customer.objects.create(name="Tom", created_at=NOON)
    assert late.customer_id == other.pk


def test_a_new_row_has_only_fields() -> None:
    with pytest.raises(TypeError, match="Customer has no field nmae"):
        new(Customer, nmae="Eva")


def test_only_the_columns_that_are_named_are_written(world: World, django_assert_num_queries: Any) -> None:
    """Times, choices, what is empty and who it belongs to come back as the ORM would have kept them."""
    conversation, before = world.receive(), Conversation.objects.get()
    conversation.subject, conversation.state, conversation.next_due = "A lamp", State.WAITING, NOON + DAY
    conversation.owner, conversation.closed_at = world.ana, None
    with django_assert_num_queries(1):
        keep(conversation, "state", "next_due", "owner", "closed_at")
    after = Conversation.objects.get()
    assert (after.state, after.next_due, after.owner_id) == ("waiting", NOON + DAY, world.ana.pk)
    assert (after.closed_at, after.subject, after.version) == (None, before.subject, before.version)


def test_what_has_gone_is_not_kept(db: None) -> None:
    customer = Customer.objects.create(name="Eva", created_at=NOON)
    Customer.objects.all().delete()
    with pytest.raises(Customer.DoesNotExist):
        keep(customer, "name")
