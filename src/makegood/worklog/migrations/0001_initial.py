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
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work",
                        to="conversations.conversation",
                    ),
                ),
                ("path", models.JSONField(blank=True, default=list)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("did", models.TextField()),
                ("on", models.DateField()),
                ("minutes", models.PositiveIntegerField(blank=True, null=True)),
                ("used", models.TextField(blank=True)),
                ("cost", models.BigIntegerField(blank=True, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("written_at", models.DateTimeField()),
                ("corrected_at", models.DateTimeField(blank=True, null=True)),
                ("shown_at", models.DateTimeField(blank=True, null=True)),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                (
                    "struck_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("struck_why", models.CharField(blank=True, max_length=300)),
                ("tells", models.BooleanField(default=False)),
                (
                    "told_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="conversations.message",
                    ),
                ),
                ("once", models.CharField(blank=True, max_length=80, null=True, unique=True)),
            ],
            options={
                "indexes": [models.Index(fields=["conversation", "on", "id"], name="work_conversation")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cost", None), models.Q(("currency", ""), _negated=True), _connector="OR"),
                        name="work_cost_has_currency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost", None), ("cost__gte", 0), _connector="OR"),
                        name="work_cost_is_a_cost",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("struck_at", None), ("struck_by__isnull", False), _connector="OR"),
                        name="work_struck_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="receipts", to="worklog.entry"
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("type", models.CharField(max_length=120)),
                ("size", models.PositiveBigIntegerField()),
                ("stored", models.CharField(max_length=32)),
            ],
        ),
    ]
