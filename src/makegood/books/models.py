"""The books: accounts, transfers and their legs. Rows are added and never changed; the database sees to it.

Legs are written before their transfer, which closes them: triggers (migrations/0002_guards.py) let no transfer in whose
legs do not add up to nothing, and no leg into a transfer that is there already.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an account counts. Goodwill and what is owed to us stand above zero, what we owe or gave below."""

    GOODWILL = "goodwill", _("Given to put things right")
    VOUCHER_LIABILITY = "voucher_liability", _("Vouchers that are still to be spent")
    CREDIT_LIABILITY = "credit_liability", _("Store credit that is still to be used")
    REFUNDS_PAYABLE = "refunds_payable", _("Refunds that are still to be paid")
    PARTNER_RECHARGE = "partner_recharge", _("Owed to us by partners")
    CASH = "cash", _("Paid out")
    GOODS = "goods", _("Goods and work given")
    WAIVED = "waived", _("Not charged")
    REDEEMED = "redeemed", _("Vouchers taken at the till")


class Why(models.TextChoices):
    """What a transfer is for: the closed list. The label follows its date."""

    GRANTED = "granted", _("Given to put it right")
    WITHDRAWN = "withdrawn", _("Taken back before it was given")
    PAID = "paid", _("Refund paid out")
    RECHARGED = "recharged", _("Charged to a partner")
    VOUCHER_ISSUED = "voucher_issued", _("Voucher issued")
    VOUCHER_REDEEMED = "voucher_redeemed", _("Voucher spent")
    VOUCHER_RETURNED = "voucher_returned", _("Spent voucher given back")
    VOUCHER_EXPIRED = "voucher_expired", _("Voucher ran out")
    VOUCHER_REVIVED = "voucher_revived", _("Voucher valid again")
    VOUCHER_VOIDED = "voucher_voided", _("Voucher made void")
    HANDED_OVER = "handed_over", _("Handed over by another place")
    CREDIT_USED = "credit_used", _("Store credit used")
    CORRECTED = "corrected", _("Corrected")


class Account(models.Model):
    """One kind of money, of one place or partner, in one currency. Without both it is the company's."""

    kind = models.CharField(max_length=20, choices=Kind.choices)
    location = models.ForeignKey("people.Location", models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey("people.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    currency = models.CharField(max_length=3)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "kind", Coalesce("location", 0), Coalesce("partner", 0), "currency", name="account_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.currency} of {self.location or self.partner or 'the company'}"


class Transfer(models.Model):
    """Money that went from some accounts to others, once. `about_kind` and `about_id` name what caused it.

    `person` is who gave it, `by` who booked it (null: a clock); `counter_of` is the transfer that this one takes back.
    """

    at = models.DateTimeField()
    why = models.CharField(max_length=20, choices=Why.choices)
    about_kind = models.CharField(max_length=20, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    once = models.CharField(max_length=120, unique=True)
    by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    person = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    cause = models.CharField(max_length=120, blank=True)
    product = models.CharField(max_length=200, blank=True)
    conversation_id = models.BigIntegerField(null=True, blank=True)
    customer_id = models.BigIntegerField(null=True, blank=True)
    counter_of = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="countered_by")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["at", "id"], name="transfer_at"),
            models.Index(fields=["about_kind", "about_id"], name="transfer_about"),
            models.Index(
                fields=["conversation_id"], condition=Q(conversation_id__isnull=False), name="transfer_conversation"
            ),
        ]

    def __str__(self) -> str:
        return f"transfer {self.pk}: {self.why}"


class Leg(models.Model):
    """What a transfer adds to an account (above zero) or takes from it (below), in minor units of its currency."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="legs")
    account = models.ForeignKey(Account, models.PROTECT, related_name="legs", db_index=False)
    minor = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(minor=0), name="leg_moves_something")]
        indexes: ClassVar = [models.Index(fields=["account", "minor"], name="leg_account")]

    def __str__(self) -> str:
        return f"{self.minor:+} in account {self.account_id}"


class Closing(models.Model):
    """Somebody closed the books: nothing is booked any more at a time before `until`."""

    until = models.DateTimeField(unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Agent", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"closed until {self.until}"
