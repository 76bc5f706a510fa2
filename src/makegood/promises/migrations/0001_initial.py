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
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="conversations.conversation",
                    ),
                ),
                ("path", models.JSONField(blank=True, default=list)),
                ("what", models.CharField(max_length=300)),
                ("event", models.CharField(blank=True, max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("kept", "kept"),
                            ("broken", "broken"),
                            ("made_good", "made good"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("first_due_at", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_in",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "told_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.message",
                    ),
                ),
                ("warned_at", models.DateTimeField(blank=True, null=True)),
                ("broken_at", models.DateTimeField(blank=True, null=True)),
                ("kept_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kept_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.message",
                    ),
                ),
                ("made_good_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("corrected_at", models.DateTimeField(blank=True, null=True)),
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
                ("how", models.CharField(blank=True, max_length=300)),
                ("owned_up_at", models.DateTimeField(blank=True, null=True)),
                ("once", models.CharField(blank=True, max_length=80, null=True, unique=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["conversation", "due_at"], name="promise_conversation"),
                    models.Index(condition=models.Q(("state", "open")), fields=["due_at", "id"], name="promise_open"),
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["keeper", "due_at"], name="promise_keeper_open"
                    ),
                    models.Index(
                        condition=models.Q(("state", "open"), _negated=True), fields=["due_at"], name="promise_came_due"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("broken_at", None),
                                ("kept_at", None),
                                ("made_good_at", None),
                                ("state", "open"),
                                ("withdrawn_at", None),
                            ),
                            models.Q(
                                ("kept_at__isnull", False),
                                ("made_good_at", None),
                                ("state", "kept"),
                                ("withdrawn_at", None),
                            ),
                            models.Q(
                                ("broken_at__isnull", False),
                                ("kept_at", None),
                                ("made_good_at", None),
                                ("state", "broken"),
                                ("withdrawn_at", None),
                            ),
                            models.Q(
                                ("broken_at__isnull", False),
                                ("kept_at", None),
                                ("state", "made_good"),
                                ("withdrawn_at", None),
                                ("made_good_at__gte", models.F("broken_at")),
                            ),
                            models.Q(
                                ("broken_at", None),
                                ("kept_at", None),
                                ("made_good_at", None),
                                ("state", "withdrawn"),
                                ("withdrawn_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="promise_state_says_what_happened",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "kept"), _negated=True),
                            models.Q(("broken_at", None), ("corrected_at", None), ("kept_at__lt", models.F("due_at"))),
                            models.Q(
                                ("broken_at__isnull", False),
                                ("corrected_at__isnull", False),
                                ("kept_at__lte", models.F("corrected_at")),
                            ),
                            _connector="OR",
                        ),
                        name="promise_kept_before_it_was_due",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None), ("withdrawn_at__lt", models.F("due_at")), _connector="OR"
                        ),
                        name="promise_withdrawn_before_it_was_due",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gt", models.F("made_at"))), name="promise_due_after_it_was_made"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("told_by", None), ("told_at__isnull", False), _connector="OR"),
                        name="promise_told_by_a_message_is_told",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quiet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "team",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.team"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="promises.promise"
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("was_due_at", models.DateTimeField(blank=True, null=True)),
                ("said_at", models.DateTimeField()),
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
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "told_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.message",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["promise", "id"], name="term_promise")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gt", models.F("said_at"))), name="term_lies_ahead"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("was_due_at", None), ("was_due_at__gt", models.F("said_at")), _connector="OR"
                        ),
                        name="term_replaces_one_not_yet_due",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("was_due_at", None), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="later_term_has_a_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("was_due_at", None)), fields=("promise",), name="one_first_term_a_promise"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Came",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conversations.conversation"
                    ),
                ),
                ("event", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
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
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("conversation", "event"), name="event_comes_once")],
            },
        ),
    ]
