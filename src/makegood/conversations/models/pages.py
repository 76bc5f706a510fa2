"""The customer's page of a conversation, and the links that open it."""

from __future__ import annotations

from django.db import models

from makegood.conversations.models.conversation import Conversation
from makegood.conversations.models.said import Delivery


class PageLink(models.Model):
    """A link to the page of a conversation, in one mail to its customer. Whoever holds it is taken for them.

    `hashed` is its token's hash, `sealed` the token until the mail has left, so that another try is the same mail.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    delivery = models.OneToOneField(Delivery, models.CASCADE, related_name="+")
    address = models.CharField(max_length=320)
    hashed = models.CharField(max_length=64, unique=True)
    sealed = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"link to the page of #{self.conversation_id}"
