"""Rows written many at a time are the rows that the ORM would have written one by one."""

from __future__ import annotations

from django.forms.models import model_to_dict

from makegood.base.rows import write
from makegood.clocks.models import Clock
from makegood.conversations.models import Conversation, Message, NextClock
from makegood.customers.models import Customer, Identity
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
