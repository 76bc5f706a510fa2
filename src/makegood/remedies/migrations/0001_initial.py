import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("authority", "0001_initial"),
        ("conversations", "0001_initial"),
        ("orders", "0001_initial"),
        ("people", "0001_initial"),
        ("promises", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Remedy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("refund", "refund"),
                            ("store_credit", "store credit"),
                            ("voucher", "voucher"),
                            ("replacement", "replacement"),
                            ("parts", "parts"),
                            ("repair", "repair"),
                            ("waiver", "waiver"),
                            ("gift", "gift"),
                        ],
                        max_length=14,
                    ),
                ),
                ("cost", models.BigIntegerField()),
                ("value", models.BigIntegerField()),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("thing", models.CharField(blank=True, max_length=120)),
                ("thing_key", models.CharField(blank=True, max_length=120)),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.line",
                    ),
                ),
                (
                    "bearer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.location"
                    ),
                ),
                ("words", models.CharField(max_length=600)),
                ("reason", models.CharField(blank=True, max_length=600)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("path", models.JSONField(blank=True, default=list)),
                ("once", models.CharField(blank=True, max_length=80, null=True, unique=True)),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remedies",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("granted", "granted"),
                            ("fulfilled", "given"),
                            ("stuck", "stuck"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="granted",
                        max_length=10,
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("authority", "within their authority"),
                            ("yes", "with another's yes"),
                            ("silence", "by silence"),
                            ("itself", "by itself"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="authority.version"
                    ),
                ),
                ("case", models.JSONField()),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("granted_at", models.DateTimeField()),
                (
                    "answers_for",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="promises.promise",
                    ),
                ),
                ("told_at", models.DateTimeField(blank=True, null=True)),
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
                ("fulfilled_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("stuck_at", models.DateTimeField(blank=True, null=True)),
                ("why", models.CharField(blank=True, max_length=300)),
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["conversation", "id"], name="remedy_conversation"),
                    models.Index(fields=["answers_for", "granted_at"], name="remedy_answers_for"),
                    models.Index(fields=["bearer", "granted_at"], name="remedy_bearer"),
                    models.Index(
                        condition=models.Q(("thing_key", ""), _negated=True),
                        fields=["thing_key", "granted_at"],
                        name="remedy_thing",
                    ),
                    models.Index(condition=models.Q(("order__isnull", False)), fields=["order"], name="remedy_order"),
                    models.Index(condition=models.Q(("state", "stuck")), fields=["conversation"], name="remedy_stuck"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cost__gte", 0), ("value__gte", 0)), name="remedy_costs_nothing_less"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount", models.F("cost")), ("value__lte", models.F("cost"))),
                            models.Q(("amount", models.F("value")), ("cost__lte", models.F("value"))),
                            _connector="OR",
                        ),
                        name="remedy_counts_the_greater",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fulfilled_at", None), ("state", "granted"), ("withdrawn_at", None)),
                            models.Q(("fulfilled_at__isnull", False), ("state", "fulfilled"), ("withdrawn_at", None)),
                            models.Q(
                                ("fulfilled_at", None),
                                ("state", "stuck"),
                                ("stuck_at__isnull", False),
                                ("withdrawn_at", None),
                            ),
                            models.Q(("fulfilled_at", None), ("state", "withdrawn"), ("withdrawn_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="remedy_state_says_what_happened",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answers_for", models.F("granted_by")), ("how__in", ["authority", "itself"])),
                            models.Q(
                                ("how__in", ["yes", "silence"]),
                                models.Q(("answers_for", models.F("granted_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="remedy_of_ones_own_or_anothers",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("refund", "refund"),
                            ("store_credit", "store credit"),
                            ("voucher", "voucher"),
                            ("replacement", "replacement"),
                            ("parts", "parts"),
                            ("repair", "repair"),
                            ("waiver", "waiver"),
                            ("gift", "gift"),
                        ],
                        max_length=14,
                    ),
                ),
                ("cost", models.BigIntegerField()),
                ("value", models.BigIntegerField()),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("thing", models.CharField(blank=True, max_length=120)),
                ("thing_key", models.CharField(blank=True, max_length=120)),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.line",
                    ),
                ),
                (
                    "bearer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.location"
                    ),
                ),
                ("words", models.CharField(max_length=600)),
                ("reason", models.CharField(blank=True, max_length=600)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("path", models.JSONField(blank=True, default=list)),
                ("once", models.CharField(blank=True, max_length=80, null=True, unique=True)),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asks",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("granted", "granted"),
                            ("refused", "refused"),
                            ("unanswered", "not answered"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="authority.version"
                    ),
                ),
                ("case", models.JSONField()),
                ("rules", models.JSONField(default=list)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
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
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "answered_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="authority.version",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=300)),
                (
                    "remedy",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ask",
                        to="remedies.remedy",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["conversation", "id"], name="ask_conversation"),
                    models.Index(condition=models.Q(("state", "asked")), fields=["asked"], name="ask_asked"),
                    models.Index(condition=models.Q(("state", "asked")), fields=["by"], name="ask_by"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cost__gte", 0), ("value__gte", 0)), name="ask_costs_nothing_less"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount", models.F("cost")), ("value__lte", models.F("cost"))),
                            models.Q(("amount", models.F("value")), ("cost__lte", models.F("value"))),
                            _connector="OR",
                        ),
                        name="ask_counts_the_greater",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state", "asked")),
                            models.Q(models.Q(("state", "asked"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="ask_ended_says_so",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_by__isnull", False), ("remedy__isnull", False), ("state", "granted")),
                            models.Q(models.Q(("state", "granted"), _negated=True), ("remedy", None)),
                            _connector="OR",
                        ),
                        name="ask_granted_has_its_remedy",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked", models.F("by")), _negated=True),
                            models.Q(("answered_by", models.F("by")), _negated=True),
                        ),
                        name="ask_of_somebody_else",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ask",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="told", to="remedies.ask"
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("answer_by", models.DateTimeField()),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                ("hashed", models.CharField(max_length=64, unique=True)),
                ("sealed", models.TextField(blank=True)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("ask", "agent"), name="ask_told_once")],
            },
        ),
        migrations.CreateModel(
            name="LateGift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.source"
                    ),
                ),
                ("is_on", models.BooleanField(default=False)),
                ("days", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("refund", "refund"),
                            ("store_credit", "store credit"),
                            ("voucher", "voucher"),
                            ("replacement", "replacement"),
                            ("parts", "parts"),
                            ("repair", "repair"),
                            ("waiver", "waiver"),
                            ("gift", "gift"),
                        ],
                        max_length=14,
                    ),
                ),
                ("value", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "bearer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.location",
                    ),
                ),
                (
                    "answers_for",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("value__gt", 0)), name="late_gift_is_something")
                ],
            },
        ),
    ]
