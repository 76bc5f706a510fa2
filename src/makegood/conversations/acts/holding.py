"""What hangs on a conversation: held together with it, and written only while it stands as its author saw it."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from django.db.models import Model

from makegood.base.prepared import Prepared
from makegood.conversations.acts.changing import lock
from makegood.conversations.models import Conversation

Row = TypeVar("Row", bound=Model)


@cache
def _one(model: type[Row]) -> Prepared[Row]:
    return Prepared(lambda: model._default_manager.filter(pk=0))


@cache
def _held(model: type[Row]) -> Prepared[Row]:
    return Prepared(lambda: model._default_manager.select_for_update().filter(pk=0))


def held(model: type[Row], pk: int) -> tuple[Row, Conversation]:
    """The row and its conversation, held until the transaction ends, the conversation first. Raises DoesNotExist."""
    number = _one(model).get(pk).serializable_value("conversation")
    conversation = lock(number)
    row = _held(model).get(pk)
    # Two may have been merged, or parted, while we waited for the lock.
    return (row, conversation) if row.serializable_value("conversation") == number else held(model, pk)


def stood(row: Model, *, was: str, **new: Any) -> bool:
    """The row has these values, if its state still was that; else it is as it is now, and this is false."""
    if not type(row)._default_manager.filter(pk=row.pk, state=was).update(**new):
        row.refresh_from_db()
        return False
    for name, value in new.items():
        setattr(row, name, value)
    return True
