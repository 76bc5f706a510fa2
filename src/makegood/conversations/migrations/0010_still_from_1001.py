from django.db import migrations

TABLE = "conversations_conversation"


def start_at_1001(apps, schema_editor):
    """SQLite forgets where an empty table's numbers begin when the table is made anew, as 0006 does."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [TABLE])
        if cursor.fetchone()[0] < 1000:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [TABLE])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, 1000)", [TABLE])


class Migration(migrations.Migration):
    dependencies = [("conversations", "0009_covered_indexes")]
    operations = [migrations.RunPython(start_at_1001, migrations.RunPython.noop)]
