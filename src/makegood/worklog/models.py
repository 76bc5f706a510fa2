"""What one of us, or a partner, did in a customer's matter: the day, how long, with what, at what cost; receipts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One piece of work. `minutes` None: nobody said how long; `cost` None: nobody said what it cost.

    `by` wrote it, or, None, somebody of the `partner`, who is called `name`. `shown_at`: since when the customer may
    have read it, by a mail or on their page; from then on its words stay as they are. `tells`: they are to hear of it
    by mail, unless they wish otherwise; `told_by` is that mail. `path` is the conversations that it was in before it
    came along with a merge.
    """

    conversation = models.ForeignKey("conversations.Conversation", models.PROTECT, related_name="work", db_index=False)
    path = models.JSONField(default=list, blank=True)
    by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey("people.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    did = models.TextField()
    on = models.DateField()
    minutes = models.PositiveIntegerField(null=True, blank=True)
    used = models.TextField(blank=True)
    cost = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    written_at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    struck_why = models.CharField(max_length=300, blank=True)
    tells = models.BooleanField(default=False)
    told_by = models.ForeignKey("conversations.Message", models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="work_cost_has_currency", condition=Q(cost=None) | ~Q(currency="")),
            models.CheckConstraint(
                name="work_by_one",
                condition=Q(by__isnull=False, partner__isnull=True) | Q(by__isnull=True, partner__isnull=False),
            ),
            models.CheckConstraint(name="work_cost_is_a_cost", condition=Q(cost=None) | Q(cost__gte=0)),
            models.CheckConstraint(
                name="work_struck_by_somebody", condition=Q(struck_at=None) | Q(struck_by__isnull=False)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["conversation", "on", "id"], name="work_conversation")]

    def __str__(self) -> str:
        return f"work {self.pk} in #{self.conversation_id}"


class Receipt(models.Model):
    """A file that bears an entry out. `stored` is our own name on disk; `name` and `type` are only shown."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="receipts")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    stored = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.name
