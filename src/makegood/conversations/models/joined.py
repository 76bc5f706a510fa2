"""How conversations came to be one, so that it can be taken apart again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from makegood.conversations.models.conversation import Conversation


class Merge(models.Model):
    """The source was merged into the target. `moved` names what went along, by table and id; so does `clocks`.

    A source has one merge at a time that holds; `undone_at` says when it was taken apart.
    """

    source = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    target = models.ForeignKey(Conversation, models.CASCADE, related_name="+", db_index=False)
    by = models.ForeignKey("people.Agent", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    moved = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source"], condition=Q(undone_at=None), name="one_merge_holds"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="merge_of_two"),
        ]
        indexes: ClassVar = [models.Index(fields=["target", "id"], name="merge_target")]

    def __str__(self) -> str:
        return f"#{self.source_id} into #{self.target_id}"
