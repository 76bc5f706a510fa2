"""How customers want to be reached."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from makegood.conversations.models.conversation import Conversation


class Way(models.TextChoices):
    """By what a customer wants to be reached."""

    ANY = "", _("by mail or by phone")
    MAIL = "mail", _("by mail, not by phone")
    PHONE = "phone", _("by phone")


class Wish(models.Model):
    """What a customer wants in all that is theirs, or in one conversation alone, where it counts instead.

    Times are those on the clock of the place that has it; null: any. `avoids` are ids of locations.
    """

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", db_index=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, null=True, blank=True, related_name="+")
    way = models.CharField(max_length=5, choices=Way.choices, blank=True)
    call_from = models.TimeField(null=True, blank=True)
    call_until = models.TimeField(null=True, blank=True)
    only_changes = models.BooleanField(default=False)
    avoids = models.JSONField(default=list, blank=True)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("customer", Coalesce("conversation", 0), name="wish_once"),
        ]

    def __str__(self) -> str:
        return f"wishes of customer {self.customer_id}"
