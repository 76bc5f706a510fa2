from django.db import migrations


def start_at_1001(apps, schema_editor):
    """A first customer should not read that they are number 1."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DELETE FROM sqlite_sequence WHERE name = 'conversations_conversation'")
        schema_editor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('conversations_conversation', 1000)")
    else:
        schema_editor.execute("ALTER TABLE conversations_conversation ALTER COLUMN id RESTART WITH 1001")


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]
    operations = [migrations.RunPython(start_at_1001, migrations.RunPython.noop)]
