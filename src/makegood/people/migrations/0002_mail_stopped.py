"""The switch that keeps all outgoing mail back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="company", name="mail_stopped_at", field=models.DateTimeField(blank=True, null=True)
        )
    ]
