"""What happened, once and for good: rows are added and never changed."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models


class Immutable(RuntimeError):
    """Somebody tried to change or delete what happened."""


class Event(models.Model):
    """One thing that happened. Ids are plain numbers, for this floor knows nothing of those above it."""

    kind = models.CharField(max_length=40)  # one of timeline.kinds; no choices, so that a new kind needs no migration
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)  # the agent; null: a customer, or a clock
    conversation_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    location_id = models.BigIntegerField(null=True)
    about = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["conversation_id", "id"], name="event_conversation"),
            models.Index(fields=["customer_id", "id"], name="event_customer"),
            models.Index(fields=["kind", "id"], name="event_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the row. Raises Immutable when it is there already."""
        if not self._state.adding:
            raise Immutable("An event is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises Immutable, always."""
        raise Immutable("An event is never deleted.")
