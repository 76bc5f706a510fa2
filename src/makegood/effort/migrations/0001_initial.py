import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("conversations", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reached",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conversations.conversation"
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[("told", "times told"), ("waited", "hours waited"), ("transfers", "times passed on")],
                        max_length=10,
                    ),
                ),
                ("amount", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("conversation", "measure", "amount"), name="reached_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Threshold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.team",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[("told", "times told"), ("waited", "hours waited"), ("transfers", "times passed on")],
                        max_length=10,
                    ),
                ),
                ("amount", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Coalesce("team", 0),
                        models.F("measure"),
                        name="threshold_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="threshold_is_some"),
                ],
            },
        ),
    ]
