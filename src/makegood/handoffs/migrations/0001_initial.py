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
            name="Handoff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handoffs",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "offered"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("returned", "returned"),
                            ("finished", "finished"),
                        ],
                        default="offered",
                        max_length=9,
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                        related_name="handoffs",
                        to="people.partner",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("reason", models.TextField()),
                ("told", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("is_lengthened", models.BooleanField(default=False)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                ("why", models.TextField(blank=True)),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("promised_at", models.DateTimeField(blank=True, null=True)),
                ("moves", models.PositiveSmallIntegerField(default=0)),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                ("failed", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("ended_at", None)), fields=["conversation"], name="handoff_open"),
                    models.Index(condition=models.Q(("ended_at", None)), fields=["agent"], name="handoff_to_agent"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agent__isnull", False), ("location", None), ("partner", None), ("team", None)),
                            models.Q(("agent", None), ("location", None), ("partner", None), ("team__isnull", False)),
                            models.Q(("agent", None), ("location__isnull", False), ("partner", None), ("team", None)),
                            models.Q(("agent", None), ("location", None), ("partner__isnull", False), ("team", None)),
                            _connector="OR",
                        ),
                        name="handoff_to_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("partner", None), ("state", "offered")),
                        fields=("conversation",),
                        name="one_inside_offer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state", "offered")),
                            models.Q(("ended_at", None), ("partner__isnull", False), ("state", "accepted")),
                            models.Q(("ended_at__isnull", False), ("partner", None), ("state", "accepted")),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("state__in", ["declined", "withdrawn", "returned", "finished"]),
                            ),
                            _connector="OR",
                        ),
                        name="handoff_ends_with_its_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Said",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "handoff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="said", to="handoffs.handoff"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("word", "wrote"), ("question", "asked"), ("answer", "answered")],
                        default="word",
                        max_length=8,
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
                ("name", models.CharField(blank=True, max_length=120)),
                ("address", models.CharField(blank=True, max_length=320)),
                ("text", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("is_doubtful", models.BooleanField(default=False)),
                ("arrival_id", models.BigIntegerField(blank=True, null=True)),
                ("once", models.CharField(blank=True, max_length=80, null=True, unique=True)),
            ],
            options={
                "indexes": [models.Index(fields=["handoff", "id"], name="handoff_said")],
            },
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "handoff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sent_mails", to="handoffs.handoff"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("offer", "offer"),
                            ("word", "word from us"),
                            ("reminder", "reminder"),
                            ("returned", "taken back by itself"),
                            ("taken_back", "taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "said",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="handoffs.said",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "on its way"), ("sent", "delivered"), ("stuck", "not delivered")],
                        default="planned",
                        max_length=7,
                    ),
                ),
                ("hashed", models.CharField(max_length=64, unique=True)),
                ("sealed", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(fields=["handoff", "id"], name="handoff_mail")],
            },
        ),
        migrations.CreateModel(
            name="SaidFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "said",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="handoffs.said"
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("type", models.CharField(max_length=120)),
                ("size", models.PositiveBigIntegerField()),
                ("stored", models.CharField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Shared",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "handoff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shared", to="handoffs.handoff"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.message",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.file",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", None), ("message__isnull", False)),
                            models.Q(("file__isnull", False), ("message", None)),
                            _connector="OR",
                        ),
                        name="shared_is_one",
                    ),
                    models.UniqueConstraint(
                        models.F("handoff"),
                        django.db.models.functions.comparison.Coalesce("message", 0),
                        django.db.models.functions.comparison.Coalesce("file", 0),
                        name="shared_once",
                    ),
                ],
            },
        ),
    ]
