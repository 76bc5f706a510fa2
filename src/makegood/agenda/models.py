"""What must happen later: each row is a turn that a worker takes when it is due."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class State(models.TextChoices):
    """Planned turns run by themselves; stuck ones wait for a person."""

    PLANNED = "planned", "planned"
    STUCK = "stuck", "stuck"


class Turn(models.Model):
    """Something to do at a time, once, however often it is planned. The row goes when it is done."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True)
    run_at = models.DateTimeField()
    about = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    mark = models.CharField(max_length=32)  # new with each plan: a running turn sees that it was planned again
    lease_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=120, default="", blank=True)  # unlike for every claim
    attempts = models.PositiveIntegerField(default=0)
    lost = models.PositiveIntegerField(default=0)  # how often a worker was stopped in the middle
    failing_since = models.DateTimeField(null=True)
    last_error = models.TextField(default="", blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "run_at", "lease_until"], name="turn_due"),
            models.Index(fields=["kind", "state"], name="turn_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Beat(models.Model):
    """A worker lives, or lived until then."""

    worker = models.CharField(max_length=120, primary_key=True)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
