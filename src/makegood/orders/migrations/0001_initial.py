import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("conversations", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("program", "a program, or files"),
                            ("shopify", "Shopify"),
                            ("woocommerce", "WooCommerce"),
                            ("carrier", "a carrier"),
                        ],
                        default="program",
                        max_length=12,
                    ),
                ),
                ("slug", models.CharField(blank=True, max_length=32)),
                ("secret", models.TextField(blank=True)),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("slug", ""), _negated=True), fields=("slug",), name="source_slug_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="orders.source",
                    ),
                ),
                ("number", models.CharField(max_length=80)),
                ("key", models.CharField(blank=True, max_length=120)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("mail", models.CharField(blank=True, max_length=320)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("tongue", models.CharField(blank=True, max_length=12)),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.location",
                    ),
                ),
                ("placed_at", models.DateTimeField()),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("total", models.BigIntegerField(blank=True, null=True)),
                ("payment", models.CharField(blank=True, max_length=64)),
                ("expected_on", models.DateField(blank=True, null=True)),
                ("first_expected_on", models.DateField(blank=True, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("updated_at", models.DateTimeField()),
                ("kept_at", models.DateTimeField()),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("placed", "ordered"),
                            ("partly", "partly on its way"),
                            ("shipped", "on its way"),
                            ("delivered", "delivered"),
                            ("cancelled", "cancelled"),
                        ],
                        default="placed",
                        max_length=9,
                    ),
                ),
                ("is_back_ordered", models.BooleanField(default=False)),
                ("shipped_at", models.DateTimeField(blank=True, null=True)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("mail", ""), _negated=True), fields=["mail"], name="order_mail"),
                    models.Index(
                        condition=models.Q(("phone", ""), _negated=True), fields=["phone"], name="order_phone"
                    ),
                    models.Index(fields=["number"], name="order_number"),
                    models.Index(
                        condition=models.Q(("key", ""), _negated=True), fields=["source", "key"], name="order_key"
                    ),
                    models.Index(
                        condition=models.Q(("location__isnull", False)),
                        fields=["location", "id"],
                        name="order_location",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("source", "number"), name="order_once")],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.order",
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("name", models.CharField(max_length=300)),
                ("sku", models.CharField(blank=True, max_length=120)),
                ("quantity", models.PositiveIntegerField(default=1)),
                ("price", models.BigIntegerField(blank=True, null=True)),
                ("warranty_until", models.DateField(blank=True, null=True)),
                ("is_back_ordered", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("sku", ""), _negated=True), fields=["sku"], name="line_sku")
                ],
                "constraints": [models.UniqueConstraint(fields=("order", "key"), name="line_once")],
            },
        ),
        migrations.CreateModel(
            name="Shipment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shipments",
                        to="orders.order",
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("carrier", models.CharField(blank=True, max_length=80)),
                ("tracking", models.CharField(blank=True, max_length=120)),
                ("link", models.CharField(blank=True, max_length=500)),
                ("expected_on", models.DateField(blank=True, null=True)),
                ("shipped_at", models.DateTimeField(blank=True, null=True)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("moved_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("tracking", ""), _negated=True),
                        fields=["tracking"],
                        name="shipment_tracking",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("order", "key"), name="shipment_once")],
            },
        ),
        migrations.CreateModel(
            name="Packed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "shipment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="packed",
                        to="orders.shipment",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.line"),
                ),
                ("quantity", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("shipment", "line"), name="packed_once")],
            },
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "shipment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="movements",
                        to="orders.shipment",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("announced", "announced"),
                            ("shipped", "handed to the carrier"),
                            ("moving", "on its way"),
                            ("out", "out for delivery"),
                            ("delivered", "delivered"),
                            ("trouble", "held up"),
                            ("returned", "on its way back"),
                        ],
                        max_length=9,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300)),
                ("place", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("shipment", "at", "what"), name="movement_once")],
            },
        ),
        migrations.CreateModel(
            name="Posted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posted",
                        to="orders.source",
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("topic", models.CharField(blank=True, max_length=60)),
                ("content", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("kept", "kept"),
                            ("taken", "taken in"),
                            ("passed", "passed over"),
                            ("waiting", "waiting for its order"),
                            ("stuck", "stuck"),
                        ],
                        default="kept",
                        max_length=8,
                    ),
                ),
                ("waits_for", models.CharField(blank=True, max_length=140)),
                ("why", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["waits_for"], name="posted_waiting"),
                    models.Index(
                        condition=models.Q(("state", "taken"), _negated=True), fields=["at"], name="posted_untaken"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("source", "key"), name="posted_once")],
            },
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ties",
                        to="orders.order",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conversations.conversation"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("order", "conversation"), name="tied_once")],
            },
        ),
    ]
