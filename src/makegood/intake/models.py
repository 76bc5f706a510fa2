"""Raw bytes as they came in: stored before anything is told to anyone, and never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """kept → filed | refused (→ kept on unblock) | stuck → kept (retry)."""

    KEPT = "kept", _("kept")
    FILED = "filed", _("filed")
    REFUSED = "refused", _("refused")
    STUCK = "stuck", _("stuck")


class Outcome(models.TextChoices):
    """What became of an arrival."""

    NEW = "new", _("new conversation")
    REPLY = "reply", _("reply")
    DUPLICATE = "duplicate", _("duplicate")
    AUTO_REPLY = "auto_reply", _("automatic answer")
    BOUNCE = "bounce", _("bounce")
    FEEDBACK = "feedback", _("feedback report")
    REFUSED = "refused", _("refused")
    STUCK = "stuck", _("stuck")
    PARTNER = "partner", _("from a partner")


class Arrival(models.Model):
    """One arrival. Unique by its place at the source, and by (mailbox, digest): the same bytes are the same arrival.

    `mailbox` is the address it came to, "" until reading tells. `is_history` arrivals are filed closed and silent.
    """

    source = models.CharField(max_length=60)
    position = models.CharField(max_length=120, blank=True)
    mailbox = models.CharField(max_length=320, blank=True)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    is_history = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.KEPT)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    kind = models.CharField(max_length=12, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    reason = models.TextField(blank=True)
    conversation_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "position"], condition=~Q(position=""), name="arrival_position"),
            models.UniqueConstraint(fields=["mailbox", "digest"], name="arrival_digest"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["sender"], condition=Q(state="refused"), name="arrival_refused"),
            models.Index(fields=["state", "id"], condition=~Q(state="filed"), name="arrival_unfiled"),
        ]

    def __str__(self) -> str:
        return f"arrival {self.pk} ({self.state})"


class Raw(models.Model):
    """The bytes of an arrival: here, or in a file of ours when they are many."""

    arrival = models.OneToOneField(Arrival, models.CASCADE, primary_key=True, related_name="raw")
    content = models.BinaryField()
    stored = models.CharField(max_length=32, blank=True)

    def __str__(self) -> str:
        return f"raw of {self.arrival_id}"
