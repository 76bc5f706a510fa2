from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("only", models.BooleanField(default=True, editable=False, unique=True)),
                ("key", models.TextField()),
                ("hook_secret", models.TextField(blank=True)),
                ("slug", models.CharField(max_length=32, unique=True)),
                ("is_live", models.BooleanField()),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("only", True)), name="account_is_the_only_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("remedy", models.BigIntegerField()),
                ("attempt", models.PositiveSmallIntegerField(default=1)),
                ("key", models.CharField(max_length=64, unique=True)),
                ("payment", models.CharField(max_length=64)),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "about to be sent"),
                            ("sending", "being sent"),
                            ("sent", "on its way"),
                            ("arrived", "paid out"),
                            ("failed", "failed"),
                            ("unsure", "held up"),
                            ("called_off", "called off"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("stripe", models.CharField(blank=True, max_length=64)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("planned_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("moved_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["planned", "sending"])),
                        fields=["state"],
                        name="refund_going_out",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("remedy", "attempt"), name="refund_attempt_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["failed", "called_off"]), _negated=True),
                        fields=("remedy",),
                        name="refund_once_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("stripe", ""), _negated=True), fields=("stripe",), name="refund_known_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="refund_pays_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["sent", "arrived"]), _negated=True),
                            models.Q(("stripe", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="refund_sent_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                ("content", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("kept", "kept"),
                            ("taken", "taken in"),
                            ("passed", "passed over"),
                            ("stuck", "stuck"),
                        ],
                        default="kept",
                        max_length=6,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "taken"), _negated=True), fields=["at"], name="told_untaken"
                    )
                ],
            },
        ),
    ]
