"""What can be found: one row for each message and note. The words are in the database's own full-text index."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

# Ids of what is said from now on are higher, those of what was said before it could be indexed are lower.
FIRST_ID = 2**31 + 1


class Document(models.Model):
    """A message or a note as the full-text index knows it, under the same id. A higher id is newer.

    `marks` and `known_as` are as they were indexed, so that the index can be told exactly what to forget.
    """

    conversation = models.ForeignKey("conversations.Conversation", models.CASCADE, related_name="+")
    message = models.OneToOneField("conversations.Message", models.CASCADE, null=True, blank=True, related_name="+")
    note = models.OneToOneField("conversations.Note", models.CASCADE, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    marks = models.TextField()
    known_as = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="document_of_one",
                condition=Q(message__isnull=False, note__isnull=True) | Q(message__isnull=True, note__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"document {self.pk} in #{self.conversation_id}"
