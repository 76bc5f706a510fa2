"""Our account at Stripe, the refunds that go out through it, and what it posted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from makegood.base.money import Money


class Account(models.Model):
    """The company's account at Stripe: one at most. `key` and `hook_secret` are sealed, and no page shows them again.

    `slug` ends the address that it posts to. `tried_at` is when the key was tried last, `trouble` what was wrong with
    it then, "" nothing.
    """

    only = models.BooleanField(default=True, unique=True, editable=False)
    key = models.TextField()
    hook_secret = models.TextField(blank=True)
    slug = models.CharField(max_length=32, unique=True)
    is_live = models.BooleanField()
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="account_is_the_only_one", condition=Q(only=True))]

    def __str__(self) -> str:
        return "Stripe"


class State(models.TextChoices):
    """How far a refund has come. Closed list: see rules.GOES."""

    PLANNED = "planned", _("about to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("on its way")
    ARRIVED = "arrived", _("paid out")
    FAILED = "failed", _("failed")
    UNSURE = "unsure", _("held up")
    CALLED_OFF = "called_off", _("called off")


class Refund(models.Model):
    """Money on its way back to a customer for a remedy, by its number; `attempt` counts those that came back.

    `key` is what Stripe knows this attempt by: the same, however often it is sent. `payment` is what it is taken from,
    `stripe` Stripe's own id of it, "" not known yet. `sent_at`: when it was first tried; `moved_at`: when its state
    changed last. UNSURE: it was sent, and nobody could say for days what became of it.
    """

    remedy = models.BigIntegerField()
    attempt = models.PositiveSmallIntegerField(default=1)
    key = models.CharField(max_length=64, unique=True)
    payment = models.CharField(max_length=64)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    stripe = models.CharField(max_length=64, blank=True)
    tries = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True)
    planned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["remedy", "attempt"], name="refund_attempt_once"),
            models.UniqueConstraint(
                fields=["remedy"], condition=~Q(state__in=["failed", "called_off"]), name="refund_once_at_a_time"
            ),
            models.UniqueConstraint(fields=["stripe"], condition=~Q(stripe=""), name="refund_known_once"),
            models.CheckConstraint(name="refund_pays_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="refund_sent_is_known", condition=~Q(state__in=["sent", "arrived"]) | ~Q(stripe="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state"], condition=Q(state__in=["planned", "sending"]), name="refund_going_out"),
        ]

    def __str__(self) -> str:
        return f"{self.money} for remedy {self.remedy}: {self.state}"

    @property
    def money(self) -> Money:
        """What is paid back."""
        return Money(self.amount, self.currency)


class Told(models.Model):
    """What Stripe posted, byte for byte, kept before it was told that we have it. `key` is its own id of the event."""

    class State(models.TextChoices):
        """kept → taken | passed over | stuck."""

        KEPT = "kept", _("kept")
        TAKEN = "taken", _("taken in")
        PASSED = "passed", _("passed over")
        STUCK = "stuck", _("stuck")

    key = models.CharField(max_length=120, unique=True)
    content = models.BinaryField()
    at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=State.choices, default=State.KEPT)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], condition=~Q(state="taken"), name="told_untaken")]

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"
