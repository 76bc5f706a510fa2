from django.db import migrations

# A view of the index's own vocabulary; it holds nothing itself.
SQLITE = ["CREATE VIRTUAL TABLE search_text_term USING fts5vocab(search_text, instance)"]
SQLITE_BACK = ["DROP TABLE search_text_term"]


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            schema_editor.execute(statement)


def unmake(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE_BACK:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_full_text")]
    operations = [migrations.RunPython(make, unmake)]
