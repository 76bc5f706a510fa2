"""Customers, and the identities by which they are known."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Group(models.Model):
    """Customers to whom a service target may apply. An admin named it."""

    name = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name


class Customer(models.Model):
    """Someone who says something to us. No account, no password."""

    name = models.CharField(max_length=200, blank=True)
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="customers")
    created_at = models.DateTimeField()
    blocked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name or f"customer {self.pk}"


class IdentityKind(models.TextChoices):
    """How an identity reaches its owner."""

    MAIL = "mail"
    PHONE = "phone"


class Identity(models.Model):
    """One address that belongs to one customer. `value` is normalised, so it can be looked up."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=12, choices=IdentityKind.choices)
    value = models.CharField(max_length=320)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "value"], name="identity_once")]

    def __str__(self) -> str:
        return self.value
