"""Reads about customers that need no conversation."""

from __future__ import annotations

from makegood.base.plain import ask
from makegood.customers.models import Group


def group_names() -> dict[int, str]:
    """The groups that admins have named, by name. One query."""
    return dict(ask("SELECT id, name FROM customers_group ORDER BY name"))


def group(pk: int) -> Group:
    """One group. Raises Group.DoesNotExist."""
    return Group.objects.get(pk=pk)
