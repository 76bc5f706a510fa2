from django.db import migrations

# FTS5 reads newest first by itself; PostgreSQL needs an index for it.
POSTGRESQL = "CREATE INDEX search_document_newest ON search_document (at, id)"
POSTGRESQL_BACK = "DROP INDEX search_document_newest"


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)


def unmake(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_terms")]
    operations = [migrations.RunPython(make, unmake)]
