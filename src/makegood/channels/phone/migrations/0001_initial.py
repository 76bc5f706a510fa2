import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("calls", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hook", to="calls.line"
                    ),
                ),
                ("token", models.TextField()),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("account", models.CharField(max_length=64)),
                ("secret", models.TextField()),
                ("origin", models.CharField(max_length=255)),
                ("is_inside", models.BooleanField(default=False)),
                ("language", models.CharField(max_length=12)),
                ("greeting", models.CharField(blank=True, max_length=500)),
                ("made_at", models.DateTimeField()),
            ],
        ),
    ]
