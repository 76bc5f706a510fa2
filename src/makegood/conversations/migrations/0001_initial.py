import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import makegood.conversations.letter


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(blank=True, max_length=500)),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversations",
                        to="customers.customer",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conversations", to="people.team"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversations",
                        to="people.mailbox",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "mail"), ("phone", "phone"), ("mention", "a mention elsewhere")],
                        default="mail",
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("waiting", "waiting"), ("closed", "closed"), ("merged", "merged")],
                        default="open",
                        max_length=8,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="children",
                        to="conversations.conversation",
                    ),
                ),
                ("is_automatic", models.BooleanField(default=False)),
                ("lets_rest", models.BooleanField(default=False)),
                ("preview", models.CharField(blank=True, max_length=160)),
                (
                    "preview_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("tags", models.JSONField(blank=True, default=list)),
                ("next_due", models.DateTimeField(blank=True, null=True)),
                ("next_kind", models.CharField(blank=True, max_length=20)),
                ("next_started", models.DateTimeField(blank=True, null=True)),
                ("next_who", models.CharField(blank=True, default="", max_length=120)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)),
                        fields=["owner", "next_due", "id"],
                        name="conversation_mine",
                    ),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False)),
                        fields=["next_due", "id"],
                        name="conversation_all",
                    ),
                    models.Index(
                        condition=models.Q(("next_due__isnull", False), ("owner__isnull", True)),
                        fields=["team", "next_due", "id"],
                        name="conversation_unclaimed",
                    ),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["team", "next_due", "id"],
                        name="conversation_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["next_due", "id"],
                        name="conversation_all_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state", "closed")),
                        fields=["team", "closed_at", "id"],
                        name="conversation_closed",
                    ),
                    models.Index(
                        condition=models.Q(("state", "closed")),
                        fields=["closed_at", "id"],
                        name="conversation_all_closed",
                    ),
                    models.Index(
                        condition=models.Q(("is_automatic", True)), fields=["team", "id"], name="conversation_automatic"
                    ),
                    models.Index(
                        condition=models.Q(("is_automatic", True)), fields=["id"], name="conversation_all_automatic"
                    ),
                    models.Index(fields=["customer", "id"], name="conversation_customer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_due__isnull", False), ("state__in", ["open", "waiting"])),
                            models.Q(("next_due__isnull", True), ("state__in", ["closed", "merged"])),
                            _connector="OR",
                        ),
                        name="clock_fits_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "merged"), ("merged_into__isnull", True), _connector="XOR"),
                        name="merged_points",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conversation",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("reply", "reply"), ("note", "note"), ("first", "first letter")], max_length=5
                    ),
                ),
                ("html", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("to", models.JSONField(blank=True, default=list)),
                ("cc", models.JSONField(blank=True, default=list)),
                (
                    "mailbox",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.mailbox",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=500)),
                ("seen", models.BigIntegerField(default=0)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("conversation", "agent", "kind"), name="one_draft"),
                    models.UniqueConstraint(
                        condition=models.Q(("conversation__isnull", True)), fields=("agent",), name="one_first_draft"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("conversation__isnull", True), ("kind", "first")),
                            models.Q(("conversation__isnull", False), ("kind__in", ("reply", "note"))),
                            _connector="OR",
                        ),
                        name="draft_has_a_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Guest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guests",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                ("why", models.CharField(max_length=20)),
                ("about", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["why", "about"], name="guest_about")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agent__isnull", False), ("team", None)),
                            models.Q(("agent", None), ("team__isnull", False)),
                            _connector="OR",
                        ),
                        name="guest_is_one",
                    ),
                    models.UniqueConstraint(
                        models.F("conversation"),
                        models.F("why"),
                        models.F("about"),
                        django.db.models.functions.comparison.Coalesce("agent", 0),
                        django.db.models.functions.comparison.Coalesce("team", 0),
                        name="guest_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "one",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conversations.conversation"
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("same_mail", "the same mail, to another mailbox"),
                            ("continues", "goes on from a closed conversation"),
                            ("suggested", "perhaps the same matter"),
                            ("split", "was split off"),
                            ("related", "belongs beside it"),
                        ],
                        max_length=12,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="link_once"),
                    models.CheckConstraint(condition=models.Q(("one__lt", models.F("other"))), name="link_one_way"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conversations.conversation"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("moved", models.JSONField(default=dict)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["target", "id"], name="merge_target")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)), fields=("source",), name="one_merge_holds"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True), name="merge_of_two"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "direction",
                    models.CharField(choices=[("in", "from the customer"), ("out", "from us")], max_length=3),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "person"),
                            ("auto_reply", "auto_reply"),
                            ("bounce", "bounce"),
                            ("feedback", "feedback"),
                            ("list", "list"),
                            ("automatic", "automatic"),
                        ],
                        default=makegood.conversations.letter.Kind["PERSON"],
                        max_length=12,
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
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "mail"), ("phone", "phone"), ("mention", "a mention elsewhere")],
                        default="mail",
                        max_length=12,
                    ),
                ),
                ("arrival_id", models.BigIntegerField(blank=True, null=True)),
                ("sender_name", models.CharField(blank=True, max_length=200)),
                ("sender_address", models.CharField(blank=True, max_length=320)),
                ("reply_to", models.CharField(blank=True, max_length=320)),
                ("to", models.JSONField(blank=True, default=list)),
                ("cc", models.JSONField(blank=True, default=list)),
                ("subject", models.CharField(blank=True, max_length=500)),
                ("text", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                ("reply_text", models.TextField(blank=True)),
                ("reply_html", models.TextField(blank=True)),
                ("message_id", models.CharField(blank=True, max_length=500)),
                ("references", models.JSONField(blank=True, default=list)),
                ("at", models.DateTimeField()),
                ("written_at", models.DateTimeField(blank=True, null=True)),
                ("is_doubtful", models.BooleanField(default=False)),
                ("is_stranger", models.BooleanField(default=False)),
                ("may_autorespond", models.BooleanField(default=False)),
                ("problems", models.JSONField(blank=True, default=list)),
                ("once", models.CharField(blank=True, max_length=80, null=True, unique=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["conversation", "id"], name="message_conversation"),
                    models.Index(fields=["message_id"], name="message_by_id"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="conversations.message",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                ("address", models.CharField(max_length=320)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "on its way"),
                            ("retry", "trying again"),
                            ("sent", "delivered"),
                            ("stuck", "not delivered"),
                        ],
                        default="planned",
                        max_length=8,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("reason", models.TextField(blank=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("bounced_at", models.DateTimeField(blank=True, null=True)),
                ("bounce_status", models.CharField(blank=True, max_length=16)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "sent"), _negated=True),
                        fields=["state", "due_at"],
                        name="delivery_open",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("message", "address"), name="delivery_once")],
            },
        ),
        migrations.CreateModel(
            name="NextClock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.team"
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="next_clocks",
                        to="conversations.conversation",
                    ),
                ),
                ("due_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["team", "due_at", "conversation"], name="next_clock_order")],
                "constraints": [models.UniqueConstraint(fields=("conversation", "team"), name="next_clock_once")],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="conversations.conversation",
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
                ("text", models.TextField()),
                ("html", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("once", models.CharField(blank=True, max_length=80, null=True, unique=True)),
            ],
            options={
                "indexes": [models.Index(fields=["conversation", "id"], name="note_conversation")],
            },
        ),
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="conversations.message",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="conversations.note",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="conversations.draft",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="conversations.conversation",
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("type", models.CharField(max_length=120)),
                ("size", models.PositiveBigIntegerField()),
                ("stored", models.CharField(max_length=32)),
                ("cid", models.CharField(blank=True, max_length=255)),
                ("is_inline", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("draft__isnull", True), ("message__isnull", False), ("note__isnull", True)),
                            models.Q(("draft__isnull", True), ("message__isnull", True), ("note__isnull", False)),
                            models.Q(("draft__isnull", False), ("message__isnull", True), ("note__isnull", True)),
                            _connector="OR",
                        ),
                        name="file_has_one_home",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("conversation__isnull", False), ("draft__isnull", False), _connector="OR"),
                        name="file_has_conversation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PageLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conversations.conversation"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "delivery",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conversations.delivery"
                    ),
                ),
                ("address", models.CharField(max_length=320)),
                ("hashed", models.CharField(max_length=64, unique=True)),
                ("sealed", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conversations.conversation"
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("screen", models.CharField(max_length=16)),
                (
                    "doing",
                    models.CharField(
                        choices=[("reply", "writing a reply"), ("note", "writing a note"), ("looking", "looking")],
                        max_length=8,
                    ),
                ),
                ("until", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agent", "screen"), name="presence_once")],
            },
        ),
        migrations.CreateModel(
            name="Reference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=200)),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.mailbox"
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="references",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conversations.message"
                    ),
                ),
                ("is_own", models.BooleanField()),
            ],
            options={
                "indexes": [models.Index(fields=["ref", "mailbox"], name="reference_ref")],
            },
        ),
        migrations.CreateModel(
            name="Tagging",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taggings",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taggings",
                        to="conversations.tag",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("tag", "conversation"), name="tagged_once")],
            },
        ),
        migrations.CreateModel(
            name="Undo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="undos",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                ("before", models.JSONField()),
            ],
            options={
                "indexes": [models.Index(fields=["conversation", "version"], name="undo_version")],
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[("", "by mail or by phone"), ("mail", "by mail, not by phone"), ("phone", "by phone")],
                        max_length=5,
                    ),
                ),
                ("call_from", models.TimeField(blank=True, null=True)),
                ("call_until", models.TimeField(blank=True, null=True)),
                ("only_changes", models.BooleanField(default=False)),
                ("avoids", models.JSONField(blank=True, default=list)),
                ("words", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("customer"),
                        django.db.models.functions.comparison.Coalesce("conversation", 0),
                        name="wish_once",
                    )
                ],
            },
        ),
    ]
