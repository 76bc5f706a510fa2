"""Reads about customers that need no conversation."""

from __future__ import annotations

from makegood.customers.models import Group


def group_names() -> dict[int, str]:
    """The groups that admins have named, by name. One query."""
    return dict(Group.objects.order_by("name").values_list("pk", "name"))


def group(pk: int) -> Group:
    """One group. Raises Group.DoesNotExist."""
    return Group.objects.get(pk=pk)
