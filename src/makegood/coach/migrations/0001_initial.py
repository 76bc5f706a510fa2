import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeftOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "team",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.team"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("policy_recital", "policy_recital"),
                            ("blame", "blame"),
                            ("brush_off", "brush_off"),
                            ("empty_apology", "empty_apology"),
                            ("hidden_responsibility", "hidden_responsibility"),
                            ("promise_without_time", "promise_without_time"),
                            ("known_question", "known_question"),
                            ("shouting", "shouting"),
                            ("jargon", "jargon"),
                            ("too_long", "too_long"),
                            ("unanswered", "unanswered"),
                        ],
                        max_length=24,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("team", "kind"), name="left_out_once")],
            },
        ),
    ]
