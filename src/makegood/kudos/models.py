"""Thanks that customers said, in their own words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Kudos(models.Model):
    """A customer's thanks to the one of us who helped them, once a matter. `words` "": they only said thank you."""

    conversation = models.OneToOneField("conversations.Conversation", models.PROTECT, related_name="kudos")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    agent = models.ForeignKey("people.Agent", models.PROTECT, related_name="kudos", db_index=False)
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agent", "-at"], name="kudos_agent")]

    def __str__(self) -> str:
        return f"thanks to {self.agent_id} in #{self.conversation_id}"
