"""Policies as they were written, kept for good: last month's grants are judged by last month's policy."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from makegood.people.models import Agent


class Version(models.Model):
    """One version of a policy: its text, and the cases that it must answer rightly.

    A draft may be changed. Once published it never is: it is in force from `starts_at` until `ends_at` (None: open),
    unless a later one for the same places is. `locations` and `brands` are those of its text; none: everywhere.
    """

    name = models.CharField(max_length=200)
    text = models.TextField()
    cases = models.TextField(blank=True)
    locations = models.JSONField(default=list)
    brands = models.JSONField(default=list)
    written_by = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()
    published_by = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="policy_published_has_start",
                condition=Q(published_at=None, starts_at=None) | Q(published_at__isnull=False, starts_at__isnull=False),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["starts_at"], name="policy_starts")]

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"
