import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import makegood.channels.mail.servers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Access",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mailbox",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="access", to="people.mailbox"
                    ),
                ),
                ("imap_host", models.CharField(blank=True, max_length=255)),
                ("imap_port", models.PositiveIntegerField(default=993)),
                (
                    "imap_security",
                    models.CharField(
                        choices=[
                            (makegood.channels.mail.servers.Security["TLS"], "TLS"),
                            (makegood.channels.mail.servers.Security["STARTTLS"], "STARTTLS"),
                            (makegood.channels.mail.servers.Security["NONE"], "none (this machine only)"),
                        ],
                        default=makegood.channels.mail.servers.Security["TLS"],
                        max_length=8,
                    ),
                ),
                ("imap_user", models.CharField(blank=True, max_length=320)),
                ("imap_sealed", models.TextField(blank=True)),
                ("folder", models.CharField(default="INBOX", max_length=255)),
                ("with_history", models.BooleanField(default=False)),
                ("smtp_host", models.CharField(blank=True, max_length=255)),
                ("smtp_port", models.PositiveIntegerField(default=587)),
                (
                    "smtp_security",
                    models.CharField(
                        choices=[
                            (makegood.channels.mail.servers.Security["TLS"], "TLS"),
                            (makegood.channels.mail.servers.Security["STARTTLS"], "STARTTLS"),
                            (makegood.channels.mail.servers.Security["NONE"], "none (this machine only)"),
                        ],
                        default=makegood.channels.mail.servers.Security["STARTTLS"],
                        max_length=8,
                    ),
                ),
                ("smtp_user", models.CharField(blank=True, max_length=320)),
                ("smtp_sealed", models.TextField(blank=True)),
                (
                    "sign_in",
                    models.CharField(
                        choices=[("password", "password"), ("oauth", "OAuth")], default="password", max_length=8
                    ),
                ),
                (
                    "provider",
                    models.CharField(
                        blank=True,
                        choices=[("microsoft", "Microsoft"), ("google", "Google"), ("other", "another provider")],
                        max_length=9,
                    ),
                ),
                ("authorize_url", models.CharField(blank=True, max_length=500)),
                ("token_url", models.CharField(blank=True, max_length=500)),
                ("scope", models.CharField(blank=True, max_length=500)),
                ("client_id", models.CharField(blank=True, max_length=255)),
                ("client_sealed", models.TextField(blank=True)),
                ("refresh_sealed", models.TextField(blank=True)),
                ("consent_ends_at", models.DateTimeField(blank=True, null=True)),
                ("authserv_id", models.CharField(blank=True, max_length=255)),
                ("plus_proven_for", models.CharField(blank=True, max_length=320)),
                ("plus_proven_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "access",
            },
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                (
                    "agent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("up_to", models.BigIntegerField()),
                ("at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "told",
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                (
                    "access",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="token",
                        serialize=False,
                        to="mail.access",
                    ),
                ),
                ("sealed", models.TextField()),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "access",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="watch",
                        serialize=False,
                        to="mail.access",
                    ),
                ),
                ("by", models.CharField(blank=True, max_length=120)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("ok_at", models.DateTimeField(blank=True, null=True)),
                ("failing_since", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.TextField(blank=True)),
                ("alarmed_at", models.DateTimeField(blank=True, null=True)),
                ("reconciled_at", models.DateTimeField(blank=True, null=True)),
                ("difference", models.TextField(blank=True)),
            ],
            options={
                "verbose_name_plural": "watches",
            },
        ),
        migrations.CreateModel(
            name="Automatic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=320)),
                ("conversation_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["address", "at"], name="automatic_address"),
                    models.Index(fields=["conversation_id", "at"], name="automatic_conversation"),
                    models.Index(fields=["at"], name="automatic_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Halt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300)),
                ("by_id", models.BigIntegerField(blank=True, null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_halt")],
            },
        ),
        migrations.CreateModel(
            name="Passed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=60)),
                ("position", models.CharField(max_length=120)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("same", "the same bytes are kept already"),
                            ("proof", "our own test mail"),
                            ("too_large", "too large to take"),
                        ],
                        max_length=9,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "passed",
                "constraints": [models.UniqueConstraint(fields=("source", "position"), name="passed_once")],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "access",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proofs", to="mail.access"
                    ),
                ),
                ("mark", models.CharField(max_length=32, unique=True)),
                ("sent_at", models.DateTimeField()),
                ("arrived_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "access",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="positions", to="mail.access"
                    ),
                ),
                ("source", models.CharField(max_length=60)),
                ("uidvalidity", models.BigIntegerField()),
                ("start_uid", models.BigIntegerField()),
                ("last_uid", models.BigIntegerField()),
                ("older_uid", models.BigIntegerField(blank=True, null=True)),
                ("since", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("source", "uidvalidity"), name="position_once")],
            },
        ),
    ]
