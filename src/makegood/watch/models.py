"""What is watched for, by source; and what was said of an order."""

from __future__ import annotations

from django.db import models


class Rule(models.Model):
    """What counts as trouble with the orders of a source. Days are of the calendar, `answer_days` working days.

    Orders that were placed before `since` are let be: history that was taken in says nothing to anyone.
    """

    source = models.OneToOneField("orders.Source", models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=False)
    since = models.DateField()
    grace_days = models.PositiveSmallIntegerField(default=0)
    no_date_days = models.PositiveSmallIntegerField(default=14)
    silent_days = models.PositiveSmallIntegerField(default=7)
    answer_days = models.PositiveSmallIntegerField(default=2)

    def __str__(self) -> str:
        return f"watch over {self.source_id}"


class Watched(models.Model):
    """What was said last of an order's trouble: `key` is which, "" nothing yet; `promise` what we gave our word for."""

    order = models.OneToOneField("orders.Order", models.CASCADE, related_name="+")
    key = models.CharField(max_length=40, blank=True)
    times = models.PositiveIntegerField(default=0)
    said_at = models.DateTimeField(null=True, blank=True)
    conversation = models.ForeignKey(
        "conversations.Conversation", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    promise = models.ForeignKey("promises.Promise", models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.order_id}: {self.key}"
