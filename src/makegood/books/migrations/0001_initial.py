import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("goodwill", "Given to put things right"),
                            ("voucher_liability", "Vouchers that are still to be spent"),
                            ("credit_liability", "Store credit that is still to be used"),
                            ("refunds_payable", "Refunds that are still to be paid"),
                            ("partner_recharge", "Owed to us by partners"),
                            ("cash", "Paid out"),
                            ("goods", "Goods and work given"),
                            ("waived", "Not charged"),
                            ("redeemed", "Vouchers taken at the till"),
                        ],
                        max_length=20,
                    ),
                ),
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
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.partner",
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("kind"),
                        django.db.models.functions.comparison.Coalesce("location", 0),
                        django.db.models.functions.comparison.Coalesce("partner", 0),
                        models.F("currency"),
                        name="account_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField(unique=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("granted", "Given to put it right"),
                            ("withdrawn", "Taken back before it was given"),
                            ("paid", "Refund paid out"),
                            ("recharged", "Charged to a partner"),
                            ("voucher_issued", "Voucher issued"),
                            ("voucher_redeemed", "Voucher spent"),
                            ("voucher_returned", "Spent voucher given back"),
                            ("voucher_expired", "Voucher ran out"),
                            ("voucher_revived", "Voucher valid again"),
                            ("voucher_voided", "Voucher made void"),
                            ("handed_over", "Handed over by another place"),
                            ("credit_used", "Store credit used"),
                            ("corrected", "Corrected"),
                        ],
                        max_length=20,
                    ),
                ),
                ("about_kind", models.CharField(blank=True, max_length=20)),
                ("about_id", models.BigIntegerField(blank=True, null=True)),
                ("once", models.CharField(max_length=120, unique=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("cause", models.CharField(blank=True, max_length=120)),
                ("product", models.CharField(blank=True, max_length=200)),
                ("conversation_id", models.BigIntegerField(blank=True, null=True)),
                ("customer_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "counter_of",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="countered_by",
                        to="books.transfer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["at", "id"], name="transfer_at"),
                    models.Index(fields=["about_kind", "about_id"], name="transfer_about"),
                    models.Index(
                        condition=models.Q(("conversation_id__isnull", False)),
                        fields=["conversation_id"],
                        name="transfer_conversation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Leg",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="legs", to="books.transfer"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="legs",
                        to="books.account",
                    ),
                ),
                ("minor", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["account", "minor"], name="leg_account")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("minor", 0), _negated=True), name="leg_moves_something")
                ],
            },
        ),
    ]
