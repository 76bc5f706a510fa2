from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE search_text USING fts5(
        text, subject, people, marks,
        content='', columnsize=0, tokenize='porter unicode61 remove_diacritics 2', prefix='2 3')""",
    # A view of the index's own vocabulary; it holds nothing itself.
    "CREATE VIRTUAL TABLE search_text_term USING fts5vocab(search_text, instance)",
    # Room below, so that what is indexed later than it was said still gets a lower id than what is newer.
    "INSERT INTO sqlite_sequence (name, seq) VALUES ('search_document', 2147483648)",
]
SQLITE_BACK = ["DROP TABLE search_text_term", "DROP TABLE search_text"]

# English stems, as FTS5's porter has them, but no stop words: "what we owe" can be looked for.
POSTGRESQL = [
    "ALTER TABLE search_document ALTER COLUMN id RESTART WITH 2147483649",
    "CREATE TEXT SEARCH DICTIONARY makegood_stem (TEMPLATE = snowball, Language = english)",
    "CREATE TEXT SEARCH CONFIGURATION makegood (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION makegood ALTER MAPPING FOR asciiword, word, numword WITH makegood_stem",
    "ALTER TABLE search_document ADD COLUMN vector tsvector NOT NULL",
    "CREATE INDEX search_document_vector ON search_document USING gin (vector) WITH (gin_pending_list_limit = 512)",
    # FTS5 reads newest first by itself; PostgreSQL needs an index for it.
    "CREATE INDEX search_document_newest ON search_document (at, id)",
]
POSTGRESQL_BACK = [
    "DROP INDEX search_document_newest",
    "ALTER TABLE search_document DROP COLUMN vector",
    "DROP TEXT SEARCH CONFIGURATION makegood",
    "DROP TEXT SEARCH DICTIONARY makegood_stem",
]


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
