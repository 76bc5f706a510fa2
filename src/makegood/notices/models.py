"""A notice, and each of those it goes to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """draft → sending ⇄ paused → done | stopped. Closed list: see rules.MOVES."""

    DRAFT = "draft", _("not sent yet")
    SENDING = "sending", _("is being sent")
    PAUSED = "paused", _("paused")
    STOPPED = "stopped", _("stopped")
    DONE = "done", _("sent")


class Notice(models.Model):
    """What everyone concerned is told, in the name of a team. `words` by language; `wave` are told at a time.

    `once` makes a second press the same notice.
    """

    subject = models.CharField(max_length=200)
    words = models.JSONField(default=dict)
    team = models.ForeignKey("people.Team", models.PROTECT, related_name="+")
    mailbox = models.ForeignKey("people.Mailbox", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    wave = models.PositiveIntegerField(default=50)
    minutes = models.PositiveIntegerField(default=10)
    made_by = models.ForeignKey("people.Agent", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    once = models.CharField(max_length=60, null=True, blank=True, unique=True)

    def __str__(self) -> str:
        return self.subject


class Recipient(models.Model):
    """Somebody whom a notice concerns. `customer` null: nobody is known by the address yet. `why` says why not them."""

    class State(models.TextChoices):
        """waiting → told | left out."""

        WAITING = "waiting", _("waits")
        TOLD = "told", _("told")
        LEFT_OUT = "left_out", _("left out")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="recipients", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=320, blank=True)
    order = models.ForeignKey("orders.Order", models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=12, blank=True)
    message = models.ForeignKey("conversations.Message", models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "address"], condition=~Q(address=""), name="notice_address_once"),
            models.UniqueConstraint(
                fields=["notice", "customer"], condition=Q(customer__isnull=False), name="notice_customer_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["notice", "id"], condition=Q(state="waiting"), name="notice_waiting"),
            models.Index(fields=["notice", "state"], name="notice_state"),
        ]

    def __str__(self) -> str:
        return self.address or self.name
