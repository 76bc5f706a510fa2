"""Vouchers, what was taken off them and where, and codes that were tried and are none."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from makegood.base.money import Money


class State(models.TextChoices):
    """issued → part-used → used | expired | voided. An expired one may become what it was again."""

    ISSUED = "issued", _("not used yet")
    PART_USED = "part_used", _("used in part")
    USED = "used", _("used up")
    EXPIRED = "expired", _("run out")
    VOIDED = "voided", _("void")


LIVE = (State.ISSUED, State.PART_USED)


class Voucher(models.Model):
    """Money that a customer may spend at any location. The one that erred, `bearer`, pays for it.

    Its code is kept as a keyed hash, by which it is found, and sealed, to show it again. `balance` is what is left on
    it, or was when it ended. `expires_on` is its last good day at its bearer's (null: it never runs out).
    `ended_with` is the id of the transfer that took what was left off the books.
    """

    hashed = models.CharField(max_length=32, unique=True)
    sealed = models.TextField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.ISSUED)
    currency = models.CharField(max_length=3)
    value_minor = models.BigIntegerField()
    balance_minor = models.BigIntegerField()
    is_single = models.BooleanField(default=False)  # good for one purchase: what is not spent in it lapses
    bearer = models.ForeignKey("people.Location", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="vouchers")
    conversation = models.ForeignKey(
        "conversations.Conversation", models.PROTECT, null=True, blank=True, related_name="vouchers"
    )
    remedy_id = models.BigIntegerField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_with = models.BigIntegerField(null=True, blank=True)
    once = models.CharField(max_length=120, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="voucher_balance",
                condition=Q(balance_minor__gte=0, balance_minor__lte=F("value_minor"), value_minor__gt=0),
            ),
            models.CheckConstraint(
                name="voucher_state_fits_balance",
                condition=Q(state="issued", balance_minor=F("value_minor"))
                | Q(state="part_used", balance_minor__gt=0, balance_minor__lt=F("value_minor"))
                | Q(state="used", balance_minor=0)
                | Q(state__in=["expired", "voided"], balance_minor__gt=0),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["remedy_id"], condition=Q(remedy_id__isnull=False), name="voucher_remedy")
        ]

    def __str__(self) -> str:
        return f"voucher {self.pk}"

    @property
    def value(self) -> Money:
        """What it was worth when it was issued."""
        return Money(self.value_minor, self.currency)

    @property
    def balance(self) -> Money:
        """What is left on it."""
        return Money(self.balance_minor, self.currency)


class Redemption(models.Model):
    """Money that was taken off a voucher at a location. `lapsed_minor` went with it: the rest of a single-use one."""

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="redemptions")
    minor = models.BigIntegerField()
    lapsed_minor = models.BigIntegerField(default=0)
    location = models.ForeignKey("people.Location", models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Agent", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    transfer = models.OneToOneField("books.Transfer", models.PROTECT, related_name="+")
    once = models.CharField(max_length=120, unique=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="redemption_takes_something", condition=Q(minor__gt=0, lapsed_minor__gte=0))
        ]

    def __str__(self) -> str:
        return f"redemption {self.pk} of voucher {self.voucher_id}"

    @property
    def amount(self) -> Money:
        """What was taken off."""
        return Money(self.minor, self.voucher.currency)


class Guess(models.Model):
    """A code that somebody tried and that is none of ours. Too many of them, and they wait."""

    agent = models.ForeignKey("people.Agent", models.CASCADE, related_name="+", db_index=False)
    address = models.CharField(max_length=45, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agent", "at"], name="guess_agent"),
            models.Index(fields=["address", "at"], name="guess_address"),
        ]

    def __str__(self) -> str:
        return f"a guess by {self.agent_id}"
