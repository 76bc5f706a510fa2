"""What the acts of this package share: who may, and what really changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from makegood.people.models import Agent, Rank, Role
from makegood.people.rules import NotAllowed, Taken

Made = TypeVar("Made")


def admit(by: Agent | None) -> int | None:
    """The id of the admin who acts; None is the command line, run by whoever owns the data. Raises NotAllowed."""
    if by is None:
        return None
    # Asked of the database each time: what the instance remembers may be older than the change that took the role away.
    if not Role.objects.filter(agent=by.pk, agent__is_active=True, rank=Rank.ADMIN).exists():
        raise NotAllowed(_("Only an admin may change the settings."))
    return by.pk


def alter(thing: models.Model, **new: Any) -> dict[str, list[Any]]:
    """What really changed, as {column: [before, after]}; only these columns are written. Raises Taken."""
    changed = {name: [getattr(thing, name), value] for name, value in new.items() if getattr(thing, name) != value}
    for name, (_before, value) in changed.items():
        setattr(thing, name, value)
    if changed:
        once(lambda: thing.save(update_fields=list(changed)), taken=str(thing))
    return changed


def once(write: Callable[[], Made], *, taken: str) -> Made:
    """What the write returns. Raises Taken when there is one already; the transaction goes on."""
    try:
        with transaction.atomic():
            return write()
    except IntegrityError as error:
        raise Taken(_("There is already one named %(name)s.") % {"name": taken}) from error
