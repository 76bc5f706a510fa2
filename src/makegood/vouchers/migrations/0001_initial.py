import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("books", "0001_initial"),
        ("conversations", "0001_initial"),
        ("customers", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Voucher",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hashed", models.CharField(max_length=32, unique=True)),
                ("sealed", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("issued", "not used yet"),
                            ("part_used", "used in part"),
                            ("used", "used up"),
                            ("expired", "run out"),
                            ("voided", "void"),
                        ],
                        default="issued",
                        max_length=9,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("value_minor", models.BigIntegerField()),
                ("balance_minor", models.BigIntegerField()),
                ("is_single", models.BooleanField(default=False)),
                (
                    "bearer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.location"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="vouchers", to="customers.customer"
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vouchers",
                        to="conversations.conversation",
                    ),
                ),
                ("remedy_id", models.BigIntegerField(blank=True, null=True)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("issued_at", models.DateTimeField()),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_with", models.BigIntegerField(blank=True, null=True)),
                ("once", models.CharField(max_length=120, unique=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("remedy_id__isnull", False)), fields=["remedy_id"], name="voucher_remedy"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("balance_minor__gte", 0),
                            ("balance_minor__lte", models.F("value_minor")),
                            ("value_minor__gt", 0),
                        ),
                        name="voucher_balance",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("balance_minor", models.F("value_minor")), ("state", "issued")),
                            models.Q(
                                ("balance_minor__gt", 0),
                                ("balance_minor__lt", models.F("value_minor")),
                                ("state", "part_used"),
                            ),
                            models.Q(("balance_minor", 0), ("state", "used")),
                            models.Q(("balance_minor__gt", 0), ("state__in", ["expired", "voided"])),
                            _connector="OR",
                        ),
                        name="voucher_state_fits_balance",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Redemption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "voucher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="redemptions", to="vouchers.voucher"
                    ),
                ),
                ("minor", models.BigIntegerField()),
                ("lapsed_minor", models.BigIntegerField(default=0)),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.location"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "transfer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="books.transfer"
                    ),
                ),
                ("once", models.CharField(max_length=120, unique=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("lapsed_minor__gte", 0), ("minor__gt", 0)),
                        name="redemption_takes_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Guess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agent",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=45)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agent", "at"], name="guess_agent"),
                    models.Index(fields=["address", "at"], name="guess_address"),
                ],
            },
        ),
    ]
