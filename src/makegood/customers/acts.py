"""Every change to a customer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.base.rows import among, new, write
from makegood.clocks.models import Target
from makegood.customers import rules
from makegood.customers.models import Customer, Group, Identity
from makegood.people.acts.common import admit, alter, once
from makegood.people.models import Agent
from makegood.people.rules import StillNeeded, Unfit
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


def known_by(kind: str, value: str, *, name: str, at: datetime) -> Customer:
    """The customer known by the identity, new or old. A name that was missing is learned."""
    return known_by_all(kind, {value: name}, at=at)[value]


def known_by_all(kind: str, named: Mapping[str, str], *, at: datetime) -> dict[str, Customer]:
    """The customers known by these identities, new or old, by the identity as it was given; `named` tells their names.

    Two queries when all are known; two more for the new ones.
    """
    values = {value: rules.normalised(kind, value) for value in named}
    known = _known(kind, set(values.values()))
    new = {values[value]: name for value, name in reversed(list(named.items())) if values[value] not in known}
    known |= _add_all(kind, new, at=at)
    for value, name in named.items():
        _learn(known[values[value]], name)
    return {value: known[normalised] for value, normalised in values.items()}


def _known(kind: str, values: set[str]) -> dict[str, Customer]:
    sql = "SELECT value, customer_id FROM customers_identity WHERE kind = %s AND value IN (?)"
    owners = dict(among(sql, values, kind))
    customers = Customer.objects.in_bulk(owners.values()) if owners else {}
    return {value: customers[customer] for value, customer in owners.items()}


def _learn(customer: Customer, name: str) -> None:
    """A name that was missing is the customer's."""
    if name and not customer.name:
        customer.name = name[:200]
        customer.save(update_fields=["name"])


def _add_all(kind: str, named: Mapping[str, str], *, at: datetime) -> dict[str, Customer]:
    """New customers, one an identity."""
    added = {value: new(Customer, name=name[:200], created_at=at) for value, name in named.items()}
    try:
        with transaction.atomic():
            write(added.values())
            write(new(Identity, customer=one, kind=kind, value=value) for value, one in added.items())
    except IntegrityError:  # another worker met one of them at the same moment: now known, so ask again
        return known_by_all(kind, named, at=at)
    return added


def learn_identity(customer: Customer, kind: str, value: str) -> bool:
    """The customer is known by this, too. False when it is "", or known already, be it as somebody else's."""
    value = rules.normalised(kind, value)
    if not value:
        return False
    return Identity.objects.get_or_create(kind=kind, value=value, defaults={"customer": customer})[1]


def without_identity(*, name: str, at: datetime) -> Customer:
    """A customer of whom nothing is known but perhaps a name."""
    return Customer.objects.create(name=name[:200], created_at=at)


def rename(customer: Customer, name: str, *, by: int, at: datetime) -> None:
    """The customer has this name."""
    with transaction.atomic():
        customer.name = name.strip()[:200]
        customer.save(update_fields=["name"])
        record(Kind.CUSTOMER_CHANGED, at=at, by=by, customer=customer.pk)


def put_in_group(customer: Customer, group: Group | None, *, by: int, at: datetime) -> None:
    """The customer is in this group (None: in none), and what is owed to them follows. Twice is once."""
    with transaction.atomic():
        if not alter(customer, group=group):
            return
        agenda.plan("recount", f"recount:customer:{customer.pk}", run_at=at, about={"customer": customer.pk})
        about = {"group": group.name if group else ""}
        record(Kind.CUSTOMER_CHANGED, at=at, by=by, customer=customer.pk, about=about)


@transaction.atomic
def add_group(name: str, *, by: Agent | None, at: datetime) -> Group:
    """A new group that nobody is in. Raises NotAllowed, Taken, Unfit."""
    actor, name = admit(by), _named(name)
    group: Group = once(lambda: Group.objects.create(name=name), taken=name)
    record(Kind.GROUP_CHANGED, at=at, by=actor, about={"group": group.pk, "name": name, "added": True})
    return group


@transaction.atomic
def rename_group(group: Group, name: str, *, by: Agent | None, at: datetime) -> None:
    """The group has this name. Raises NotAllowed, Taken, Unfit."""
    actor = admit(by)
    if changed := alter(group, name=_named(name)):
        about = {"group": group.pk, "name": group.name, "changed": changed}
        record(Kind.GROUP_CHANGED, at=at, by=actor, about=about)


@transaction.atomic
def remove_group(group: Group, *, by: Agent | None, at: datetime) -> None:
    """Nobody is in it any more, and it is gone. Raises NotAllowed, and StillNeeded while a service target names it."""
    actor, number = admit(by), group.pk
    if Target.objects.filter(group_id=number).exists():
        raise StillNeeded(_("A service target is for %(group)s. Remove the target first.") % {"group": group})
    Customer.objects.filter(group=number).update(group=None)
    group.delete()
    record(Kind.GROUP_CHANGED, at=at, by=actor, about={"group": number, "name": group.name, "removed": True})


def _named(name: str) -> str:
    name = " ".join(name.split())[:60]
    if not name:
        raise Unfit(_("Give the group a name."))
    return name


def block(customer_id: int, *, by: int | None, at: datetime) -> bool:
    """What this customer sends is kept and refused from now on. False when it was so before."""
    with transaction.atomic():
        changed = Customer.objects.filter(pk=customer_id, blocked_at=None).update(blocked_at=at)
        if changed:
            record(Kind.CUSTOMER_BLOCKED, at=at, by=by, customer=customer_id)
    return bool(changed)


def unblock(customer_id: int, *, by: int | None, at: datetime) -> bool:
    """What this customer sends is filed again, and what was refused meanwhile too. False when nothing was blocked."""
    with transaction.atomic():
        changed = Customer.objects.filter(pk=customer_id).exclude(blocked_at=None).update(blocked_at=None)
        if changed:
            agenda.plan("unblocked", f"unblocked:{customer_id}", run_at=at, about={"customer": customer_id})
            record(Kind.CUSTOMER_UNBLOCKED, at=at, by=by, customer=customer_id)
    return bool(changed)
