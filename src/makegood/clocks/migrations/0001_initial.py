import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OfficeHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True)),
                ("zone", models.CharField(default="UTC", max_length=64)),
                ("week", models.JSONField(blank=True, default=list)),
                ("special", models.JSONField(blank=True, default=dict)),
                ("country", models.CharField(blank=True, default="", max_length=2)),
                ("subdivision", models.CharField(blank=True, default="", max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("conversation_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("about_id", models.BigIntegerField(default=0)),
                ("team_id", models.BigIntegerField()),
                ("agent_id", models.BigIntegerField(null=True)),
                ("who", models.CharField(blank=True, default="", max_length=120)),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("turn_at", models.DateTimeField()),
                ("missed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("hours_id", models.BigIntegerField(null=True)),
                ("target_id", models.BigIntegerField(null=True)),
                ("warned_at", models.DateTimeField(null=True)),
                ("paused_at", models.DateTimeField(null=True)),
                ("left", models.DurationField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", False)), fields=["kind", "ended_at"], name="clock_ended"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("conversation_id", "kind", "about_id"),
                        name="one_running_clock_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("started_at__lte", models.F("due_at"))), name="clock_runs_forward"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.CharField(max_length=32)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_edition")],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("amount", models.PositiveIntegerField()),
                (
                    "unit",
                    models.CharField(choices=[("minutes", "working minutes"), ("days", "working days")], max_length=8),
                ),
                ("team_id", models.BigIntegerField(blank=True, null=True)),
                ("channel", models.CharField(blank=True, default="", max_length=12)),
                ("tag", models.CharField(blank=True, default="", max_length=60)),
                ("group_id", models.BigIntegerField(blank=True, null=True)),
                ("warn", models.PositiveIntegerField(default=0)),
                (
                    "warn_in",
                    models.CharField(
                        choices=[("minutes", "working minutes"), ("percent", "percent of its time")],
                        default="percent",
                        max_length=8,
                    ),
                ),
                ("pauses", models.BooleanField(default=False)),
                (
                    "at_end",
                    models.CharField(
                        choices=[
                            ("tell", "who has it is told, and told again"),
                            ("release", "it also goes back to its team"),
                        ],
                        default="tell",
                        max_length=8,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("kind"),
                        django.db.models.functions.comparison.Coalesce("team_id", 0),
                        models.F("channel"),
                        models.F("tag"),
                        django.db.models.functions.comparison.Coalesce("group_id", 0),
                        name="target_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="target_takes_time"),
                ],
            },
        ),
    ]
