"""What a customer may be asked to bear before someone above is asked, and where that was reached."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class Measure(models.TextChoices):
    """What is counted. Closed list."""

    TOLD = "told", _("times told")
    WAITED = "waited", _("hours waited")
    TRANSFERS = "transfers", _("times passed on")


class Threshold(models.Model):
    """A team's conversations, or everyone's (team null), climb when the customer has borne as much of a measure."""

    team = models.ForeignKey("people.Team", models.CASCADE, null=True, blank=True, related_name="+")
    measure = models.CharField(max_length=10, choices=Measure.choices)
    amount = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Coalesce("team", 0), "measure", name="threshold_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="threshold_is_some"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.measure}"


class Reached(models.Model):
    """A conversation climbed because the customer had borne so much, which it does once for each amount."""

    conversation = models.ForeignKey("conversations.Conversation", models.CASCADE, related_name="+")
    measure = models.CharField(max_length=10, choices=Measure.choices)
    amount = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "measure", "amount"], name="reached_once")
        ]

    def __str__(self) -> str:
        return f"#{self.conversation_id}: {self.amount} {self.measure}"
