"""Orders, what they consist of, and what became of it; and who tells us of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    """How a source speaks to us."""

    PROGRAM = "program", _("a program, or files")
    SHOPIFY = "shopify", _("Shopify")
    WOOCOMMERCE = "woocommerce", _("WooCommerce")
    CARRIER = "carrier", _("a carrier")


class Source(models.Model):
    """Who tells us of orders: a shop, a program, a carrier.

    `slug` ends the address that it posts to, "" for what posts nothing; `secret` is what it signs with, sealed.
    `team` has what its orders bring; null: the oldest team.
    """

    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=SourceKind.choices, default=SourceKind.PROGRAM)
    slug = models.CharField(max_length=32, blank=True)
    secret = models.TextField(blank=True)
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug"], condition=~Q(slug=""), name="source_slug_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Posted(models.Model):
    """What a source posted, byte for byte, kept before it was told that we have it.

    `key` is the source's own id of the posting. `waits_for` names what must come first: "order:<key>" or
    "tracking:<number>"; `why` says why it is stuck, or was passed over.
    """

    class State(models.TextChoices):
        """kept → taken | passed over | waiting (→ kept once what it waits for has come) | stuck."""

        KEPT = "kept", _("kept")
        TAKEN = "taken", _("taken in")
        PASSED = "passed", _("passed over")
        WAITING = "waiting", _("waiting for its order")
        STUCK = "stuck", _("stuck")

    source = models.ForeignKey(Source, models.PROTECT, related_name="posted", db_index=False)
    key = models.CharField(max_length=120)
    topic = models.CharField(max_length=60, blank=True)
    content = models.BinaryField()
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.KEPT)
    waits_for = models.CharField(max_length=140, blank=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "key"], name="posted_once")]
        indexes: ClassVar = [
            models.Index(fields=["waits_for"], condition=Q(state="waiting"), name="posted_waiting"),
            models.Index(fields=["at"], condition=~Q(state="taken"), name="posted_untaken"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.topic} {self.key}"


class Standing(models.TextChoices):
    """How far an order has come. It follows from its lines and shipments (rules.standing)."""

    PLACED = "placed", _("ordered")
    PARTLY = "partly", _("partly on its way")
    SHIPPED = "shipped", _("on its way")
    DELIVERED = "delivered", _("delivered")
    CANCELLED = "cancelled", _("cancelled")


class Order(models.Model):
    """What somebody bought at once. Whose it is follows from `mail` and `phone`: see queries.customer_of.

    `number` is what the customer knows, `key` the source's own id ("" none). `expected_on` is the day that was named
    to the customer last, `first_expected_on` the first. `payment` is Stripe's id of what was paid, a payment intent
    or a charge, "" unknown. `updated_at` is the source's time: older news never write over newer. `standing`,
    `shipped_at`, `delivered_at`, `is_back_ordered` repeat what lines and shipments say.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="orders", db_index=False)
    number = models.CharField(max_length=80)
    key = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200, blank=True)
    mail = models.CharField(max_length=320, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    tongue = models.CharField(max_length=12, blank=True)
    location = models.ForeignKey("people.Location", models.PROTECT, null=True, blank=True, related_name="+")
    placed_at = models.DateTimeField()
    currency = models.CharField(max_length=3, blank=True)
    total = models.BigIntegerField(null=True, blank=True)
    payment = models.CharField(max_length=64, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    first_expected_on = models.DateField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()
    kept_at = models.DateTimeField()
    standing = models.CharField(max_length=9, choices=Standing.choices, default=Standing.PLACED)
    is_back_ordered = models.BooleanField(default=False)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "number"], name="order_once")]
        indexes: ClassVar = [
            models.Index(fields=["mail"], condition=~Q(mail=""), name="order_mail"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="order_phone"),
            models.Index(fields=["number"], name="order_number"),
            models.Index(fields=["source", "key"], condition=~Q(key=""), name="order_key"),
            models.Index(fields=["location", "id"], condition=Q(location__isnull=False), name="order_location"),
        ]

    def __str__(self) -> str:
        return self.number


class Line(models.Model):
    """One thing of an order. Prices are minor units of the order's currency, for one piece. Quantity 0: taken out."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", db_index=False)
    key = models.CharField(max_length=120)
    name = models.CharField(max_length=300)
    sku = models.CharField(max_length=120, blank=True)
    quantity = models.PositiveIntegerField(default=1)
    price = models.BigIntegerField(null=True, blank=True)
    warranty_until = models.DateField(null=True, blank=True)
    is_back_ordered = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["order", "key"], name="line_once")]
        indexes: ClassVar = [models.Index(fields=["sku"], condition=~Q(sku=""), name="line_sku")]

    def __str__(self) -> str:
        return self.name


class Shipment(models.Model):
    """A parcel of an order. Without a `Packed` it holds all of it. `moved_at`: when its carrier last told of it."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="shipments", db_index=False)
    key = models.CharField(max_length=120)
    carrier = models.CharField(max_length=80, blank=True)
    tracking = models.CharField(max_length=120, blank=True)
    link = models.CharField(max_length=500, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["order", "key"], name="shipment_once")]
        indexes: ClassVar = [models.Index(fields=["tracking"], condition=~Q(tracking=""), name="shipment_tracking")]

    def __str__(self) -> str:
        return self.tracking or self.key


class Packed(models.Model):
    """So many pieces of a line are in a shipment."""

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="packed", db_index=False)
    line = models.ForeignKey(Line, models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shipment", "line"], name="packed_once")]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.line_id}"


class Movement(models.Model):
    """What a carrier told of a parcel."""

    class What(models.TextChoices):
        """The carrier's word, as one of ours."""

        ANNOUNCED = "announced", _("announced")
        SHIPPED = "shipped", _("handed to the carrier")
        MOVING = "moving", _("on its way")
        OUT = "out", _("out for delivery")
        DELIVERED = "delivered", _("delivered")
        TROUBLE = "trouble", _("held up")
        RETURNED = "returned", _("on its way back")

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="movements", db_index=False)
    at = models.DateTimeField()
    what = models.CharField(max_length=9, choices=What.choices)
    words = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shipment", "at", "what"], name="movement_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"


class Tie(models.Model):
    """A conversation is about an order: one of us said so (`by`), or the watch began it."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="ties", db_index=False)
    conversation = models.ForeignKey("conversations.Conversation", models.CASCADE, related_name="+")
    by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["order", "conversation"], name="tied_once")]

    def __str__(self) -> str:
        return f"{self.order_id} in #{self.conversation_id}"
