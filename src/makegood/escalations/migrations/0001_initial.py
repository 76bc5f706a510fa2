import django.db.models.deletion
import django.db.models.functions.comparison
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
            name="Escalation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("late_answer", "the answer is late"),
                            ("late_call", "the call back is late"),
                            ("broken_promise", "a promise was broken"),
                            ("silent_partner", "a partner does not answer"),
                            ("unanswered_offer", "a handoff was not answered"),
                            ("agent", "a colleague asked for it"),
                            ("effort", "it has cost the customer much"),
                            ("customer", "the customer asked for it"),
                        ],
                        max_length=16,
                    ),
                ),
                ("about_id", models.BigIntegerField(default=0)),
                ("reason", models.TextField(blank=True)),
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
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("needs", models.CharField(blank=True, max_length=120)),
                (
                    "needs_rank",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agent", "agent"),
                            ("lead", "lead"),
                            ("manager", "manager"),
                            ("regional", "regional manager"),
                            ("head_office", "head office"),
                            ("admin", "admin"),
                        ],
                        max_length=12,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("rung", models.PositiveSmallIntegerField(default=0)),
                (
                    "asked",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("answer_by", models.DateTimeField(blank=True, null=True)),
                ("pass_from", models.BigIntegerField(default=0)),
                ("is_remembered", models.BooleanField(default=True)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ended_why", models.CharField(blank=True, max_length=40)),
                ("ended_with", models.BigIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("ended_at", None)), fields=["asked"], name="escalation_asked"),
                    models.Index(fields=["conversation", "id"], name="escalation_conversation"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("conversation",), name="one_escalation"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("told_at", None), ("asked__isnull", False), _connector="OR"),
                        name="told_is_asked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "escalation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="asks", to="escalations.escalation"
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("rung", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "skipped",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("absent", "is away"),
                            ("off", "is off duty"),
                            ("asked", "was asked already"),
                            ("subject", "is whom it is about"),
                            ("avoided", "is of a place that the customer wants nothing to do with"),
                            ("owner", "has it already"),
                            ("power", "may not grant what is needed"),
                        ],
                        max_length=8,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["escalation", "id"], name="ask_escalation")],
            },
        ),
        migrations.CreateModel(
            name="Rung",
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
                ("place", models.PositiveSmallIntegerField()),
                (
                    "rank",
                    models.CharField(
                        choices=[
                            ("agent", "agent"),
                            ("lead", "lead"),
                            ("manager", "manager"),
                            ("regional", "regional manager"),
                            ("head_office", "head office"),
                            ("admin", "admin"),
                        ],
                        max_length=12,
                    ),
                ),
                ("minutes", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Coalesce("team", 0), models.F("place"), name="rung_place"
                    ),
                    models.CheckConstraint(condition=models.Q(("minutes__gt", 0)), name="rung_has_time"),
                    models.CheckConstraint(
                        condition=models.Q(("rank__in", ["lead", "manager", "regional", "head_office"])),
                        name="rung_is_above",
                    ),
                ],
            },
        ),
    ]
