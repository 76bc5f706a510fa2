"""Every change to a customer."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from makegood.customers import rules
from makegood.customers.models import Customer, Identity
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


def known_by(kind: str, value: str, *, name: str, at: datetime) -> Customer:
    """The customer known by the identity, new or old. A name that was missing is learned. One query for an old one."""
    value = rules.normalised(kind, value)
    identity = Identity.objects.select_related("customer").filter(kind=kind, value=value).first()
    customer = identity.customer if identity else _add(kind, value, name=name, at=at)
    if name and not customer.name:
        customer.name = name[:200]
        customer.save(update_fields=["name"])
    return customer


def without_identity(*, name: str, at: datetime) -> Customer:
    """A customer of whom nothing is known but perhaps a name."""
    return Customer.objects.create(name=name[:200], created_at=at)


def rename(customer: Customer, name: str, *, by: int, at: datetime) -> None:
    """The customer has this name."""
    with transaction.atomic():
        customer.name = name.strip()[:200]
        customer.save(update_fields=["name"])
        record(Kind.CUSTOMER_CHANGED, at=at, by=by, customer=customer.pk)


def block(customer_id: int, *, by: int | None, at: datetime) -> bool:
    """What this customer sends is kept and refused from now on. False when it was so before."""
    with transaction.atomic():
        changed = Customer.objects.filter(pk=customer_id, blocked_at=None).update(blocked_at=at)
        if changed:
            record(Kind.CUSTOMER_BLOCKED, at=at, by=by, customer=customer_id)
    return bool(changed)


def unblock(customer_id: int, *, by: int | None, at: datetime) -> bool:
    """What this customer sends is filed again. False when nothing was blocked."""
    with transaction.atomic():
        changed = Customer.objects.filter(pk=customer_id).exclude(blocked_at=None).update(blocked_at=None)
        if changed:
            record(Kind.CUSTOMER_UNBLOCKED, at=at, by=by, customer=customer_id)
    return bool(changed)


def _add(kind: str, value: str, *, name: str, at: datetime) -> Customer:
    try:
        with transaction.atomic():
            customer = Customer.objects.create(name=name[:200], created_at=at)
            Identity.objects.create(customer=customer, kind=kind, value=value)
            return customer
    except IntegrityError:  # another worker met the same person at the same moment
        return Identity.objects.select_related("customer").get(kind=kind, value=value).customer
