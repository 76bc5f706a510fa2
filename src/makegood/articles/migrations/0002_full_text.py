from django.db import migrations

# The words are stemmed before they come, alike for both databases, so that neither stems them again.
SQLITE = [
    """CREATE VIRTUAL TABLE articles_text USING fts5(
        title, other, text, tokenize='unicode61 remove_diacritics 2')""",
    "CREATE VIRTUAL TABLE articles_text_term USING fts5vocab(articles_text, row)",
]
SQLITE_BACK = ["DROP TABLE articles_text_term", "DROP TABLE articles_text"]
POSTGRESQL = [
    "ALTER TABLE articles_entry ADD COLUMN vector tsvector",
    "CREATE INDEX articles_entry_vector ON articles_entry USING gin (vector)",
]
POSTGRESQL_BACK = ["ALTER TABLE articles_entry DROP COLUMN vector"]


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
