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
            name="Endpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=500)),
                ("model", models.CharField(max_length=120)),
                ("key", models.TextField(blank=True)),
                ("is_inside", models.BooleanField(default=False)),
                ("is_on", models.BooleanField(default=True)),
                ("trouble", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("feed", "a feed (RSS, Atom)"),
                            ("masto_acct", "a Mastodon account"),
                            ("masto_find", "a search on Mastodon"),
                            ("bsky_acct", "a Bluesky account"),
                            ("bsky_find", "a search on Bluesky"),
                            ("table", "tables of reviews (CSV)"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"),
                ),
                ("address", models.CharField(max_length=500)),
                ("what", models.CharField(blank=True, max_length=200)),
                ("token", models.TextField(blank=True)),
                ("is_inside", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("mark", models.JSONField(blank=True, default=dict)),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                ("next_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                ("fails", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Fetched",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fetched",
                        to="mentions.source",
                    ),
                ),
                ("address", models.CharField(max_length=2000)),
                ("type", models.CharField(blank=True, max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("content", models.BinaryField()),
                ("stored", models.CharField(blank=True, max_length=32)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to="mentions.source",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=2000)),
                ("canonical", models.CharField(blank=True, max_length=64)),
                ("key", models.CharField(blank=True, max_length=200)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("author", models.CharField(blank=True, max_length=200)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("told", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                (
                    "fetched",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mentions.fetched",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mentions.fetched",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "being read"), ("waiting", "waits for you"), ("done", "done")],
                        default="new",
                        max_length=8,
                    ),
                ),
                ("tries", models.PositiveIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                (
                    "nothing_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "done"), _negated=True),
                        fields=["team", "id"],
                        name="mention_team_open",
                    ),
                    models.Index(
                        condition=models.Q(("state", "done"), _negated=True), fields=["id"], name="mention_open"
                    ),
                    models.Index(
                        condition=models.Q(("state", "done")), fields=["team", "id"], name="mention_team_done"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("canonical", ""), _negated=True),
                        fields=("canonical",),
                        name="mention_address_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source__isnull", False), models.Q(("key", ""), _negated=True)),
                        fields=("source", "key"),
                        name="mention_key_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Episode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="episodes", to="mentions.mention"
                    ),
                ),
                ("teller", models.CharField(blank=True, max_length=200)),
                ("about", models.CharField(blank=True, max_length=200)),
                ("place", models.CharField(blank=True, max_length=200)),
                (
                    "valence",
                    models.CharField(
                        choices=[("positive", "good"), ("negative", "bad"), ("mixed", "mixed")], max_length=8
                    ),
                ),
                ("trouble", models.BooleanField(default=False)),
                ("staff", models.JSONField(blank=True, default=list)),
                ("asked", models.TextField(blank=True)),
                ("remedy", models.CharField(blank=True, max_length=60)),
                ("promise", models.TextField(blank=True)),
                ("outcome", models.TextField(blank=True)),
                ("quotes", models.JSONField(blank=True, default=list)),
                ("passage", models.TextField()),
                ("offered", models.JSONField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "waits for you"),
                            ("answered", "confirmed"),
                            ("nothing", "nothing of ours"),
                        ],
                        default="proposed",
                        max_length=8,
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
                ("thanked", models.JSONField(blank=True, default=list)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
            ],
        ),
    ]
