import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=60)),
                ("position", models.CharField(blank=True, max_length=120)),
                ("mailbox", models.CharField(blank=True, max_length=320)),
                ("digest", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
                ("is_history", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("kept", "kept"), ("filed", "filed"), ("refused", "refused"), ("stuck", "stuck")],
                        default="kept",
                        max_length=8,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "new conversation"),
                            ("reply", "reply"),
                            ("duplicate", "duplicate"),
                            ("auto_reply", "automatic answer"),
                            ("bounce", "bounce"),
                            ("feedback", "feedback report"),
                            ("refused", "refused"),
                            ("stuck", "stuck"),
                            ("partner", "from a partner"),
                        ],
                        max_length=10,
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=12)),
                ("sender", models.CharField(blank=True, max_length=320)),
                ("reason", models.TextField(blank=True)),
                ("conversation_id", models.BigIntegerField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "refused")), fields=["sender"], name="arrival_refused"),
                    models.Index(
                        condition=models.Q(("state", "filed"), _negated=True),
                        fields=["state", "id"],
                        name="arrival_unfiled",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("position", ""), _negated=True),
                        fields=("source", "position"),
                        name="arrival_position",
                    ),
                    models.UniqueConstraint(fields=("mailbox", "digest"), name="arrival_digest"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Raw",
            fields=[
                (
                    "arrival",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="raw",
                        serialize=False,
                        to="intake.arrival",
                    ),
                ),
                ("content", models.BinaryField()),
                ("stored", models.CharField(blank=True, max_length=32)),
            ],
        ),
    ]
