import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("conversations", "0001_initial"),
        ("customers", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Kudos",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("page", "on their page"),
                            ("mail", "in a mail"),
                            ("place", "at the place"),
                            ("colleague", "from a colleague"),
                            ("told", "told to one of us"),
                            ("mention", "elsewhere, in public"),
                        ],
                        default="page",
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("given", "Given"), ("waiting", "Waiting"), ("held", "Held"), ("dropped", "Dropped")],
                        default="given",
                        max_length=8,
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kudos",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="conversations.message",
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kudos",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.location"
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("whom", models.CharField(blank=True, max_length=300)),
                ("day", models.DateField(null=True)),
                ("source", models.CharField(blank=True, max_length=500)),
                ("once", models.CharField(max_length=100, null=True, unique=True)),
                ("is_shown", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agent", "-at"], name="kudos_agent"),
                    models.Index(fields=["-at"], name="kudos_at"),
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "held"])),
                        fields=["location"],
                        name="kudos_undecided",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("conversation"),
                        condition=models.Q(("way", "page"), models.Q(("state", "dropped"), _negated=True)),
                        name="kudos_once_a_matter",
                    ),
                    models.UniqueConstraint(
                        models.F("message"), condition=models.Q(("way", "mail")), name="kudos_once_a_mail"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "given"), _negated=True), ("agent__isnull", False), _connector="OR"
                        ),
                        name="kudos_given_to_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("way__in", ["page", "mail"]), _negated=True),
                            ("conversation__isnull", False),
                            _connector="OR",
                        ),
                        name="kudos_of_a_customer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conversation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="question",
                        to="conversations.conversation",
                    ),
                ),
                ("asked_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(db_index=True, null=True)),
                ("solved", models.BooleanField(null=True)),
                (
                    "work",
                    models.CharField(
                        blank=True,
                        choices=[("little", "hardly any"), ("some", "some"), ("much", "a lot")],
                        max_length=6,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"
                    ),
                ),
                (
                    "same_as",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kudos.question"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("solved__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False), ("solved__isnull", False), ("team__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="question_answered_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Table",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "location",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.location"
                    ),
                ),
                ("token", models.CharField(max_length=32, unique=True)),
                ("is_open", models.BooleanField(default=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Unnamed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kudos",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="added", to="kudos.kudos"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(models.F("kudos"), models.F("by"), name="kudos_word_once")],
            },
        ),
    ]
