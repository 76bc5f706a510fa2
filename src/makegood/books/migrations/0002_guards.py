from django.db import migrations

# What the database itself refuses, whoever asks it. A later migration that makes one of these tables anew (as SQLite
# does to alter a column) loses its triggers and must put them back; doctor misses them.

SQLITE = """
CREATE TRIGGER books_leg_late BEFORE INSERT ON books_leg
WHEN EXISTS (SELECT 1 FROM books_transfer t WHERE t.id = NEW.transfer_id)
BEGIN SELECT RAISE(ABORT, 'books: this transfer is booked already'); END;

CREATE TRIGGER books_transfer_balanced AFTER INSERT ON books_transfer
WHEN (SELECT COUNT(*) FROM books_leg l WHERE l.transfer_id = NEW.id) < 2 OR EXISTS (
    SELECT 1 FROM books_leg l JOIN books_account a ON a.id = l.account_id WHERE l.transfer_id = NEW.id
    GROUP BY a.currency HAVING SUM(l.minor) <> 0)
BEGIN SELECT RAISE(ABORT, 'books: the legs of a transfer add up to nothing'); END;

CREATE TRIGGER books_transfer_open BEFORE INSERT ON books_transfer
WHEN EXISTS (SELECT 1 FROM books_closing c WHERE c.until > NEW.at)
BEGIN SELECT RAISE(ABORT, 'books: this period is closed'); END;

CREATE TRIGGER books_closing_onward BEFORE INSERT ON books_closing
WHEN EXISTS (SELECT 1 FROM books_closing c WHERE c.until >= NEW.until)
BEGIN SELECT RAISE(ABORT, 'books: this period is closed'); END
"""

POSTGRESQL = """
CREATE FUNCTION books_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'books: what is booked is never changed'; END $$;

CREATE FUNCTION books_leg_late() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM books_transfer t WHERE t.id = NEW.transfer_id) THEN
        RAISE EXCEPTION 'books: this transfer is booked already';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION books_balance(transfer bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT COUNT(*) FROM books_leg l WHERE l.transfer_id = transfer) < 2 OR EXISTS (
        SELECT 1 FROM books_leg l JOIN books_account a ON a.id = l.account_id WHERE l.transfer_id = transfer
        GROUP BY a.currency HAVING SUM(l.minor) <> 0)
    THEN RAISE EXCEPTION 'books: the legs of a transfer add up to nothing'; END IF;
END $$;

CREATE FUNCTION books_transfer_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM books_balance(NEW.id); RETURN NULL; END $$;

CREATE FUNCTION books_leg_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM books_balance(NEW.transfer_id); RETURN NULL; END $$;

CREATE FUNCTION books_transfer_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM books_closing c WHERE c.until > NEW.at) THEN
        RAISE EXCEPTION 'books: this period is closed';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION books_closing_onward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM books_closing c WHERE c.until >= NEW.until) THEN
        RAISE EXCEPTION 'books: this period is closed';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER books_leg_late BEFORE INSERT ON books_leg FOR EACH ROW EXECUTE FUNCTION books_leg_late();
CREATE TRIGGER books_transfer_balanced AFTER INSERT ON books_transfer
    FOR EACH ROW EXECUTE FUNCTION books_transfer_balanced();
CREATE CONSTRAINT TRIGGER books_leg_balanced AFTER INSERT ON books_leg DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION books_leg_balanced();
CREATE TRIGGER books_transfer_open BEFORE INSERT ON books_transfer FOR EACH ROW EXECUTE FUNCTION books_transfer_open();
CREATE TRIGGER books_closing_onward BEFORE INSERT ON books_closing FOR EACH ROW EXECUTE FUNCTION books_closing_onward()
"""

TABLES = ("account", "transfer", "leg", "closing")
FUNCTIONS = (
    "leg_late()", "transfer_balanced()", "leg_balanced()", "balance(bigint)", "transfer_open()", "closing_onward()", "refuse()",
)


def never_changed(vendor):
    if vendor == "postgresql":
        return [
            f"CREATE TRIGGER books_{table}_stays BEFORE UPDATE OR DELETE ON books_{table}"
            " FOR EACH ROW EXECUTE FUNCTION books_refuse()"
            for table in TABLES
        ]
    return [
        f"CREATE TRIGGER books_{table}_no_{verb.lower()} BEFORE {verb} ON books_{table}"
        " BEGIN SELECT RAISE(ABORT, 'books: what is booked is never changed'); END"
        for table in TABLES
        for verb in ("UPDATE", "DELETE")
    ]


def run(schema_editor, statements):
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def guard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    whole = POSTGRESQL if vendor == "postgresql" else SQLITE
    run(schema_editor, [one.strip() for one in whole.split("\n\n")] + never_changed(vendor))


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":  # its triggers go with their functions
        run(schema_editor, [f"DROP FUNCTION IF EXISTS books_{name} CASCADE" for name in FUNCTIONS])
        return
    names = ["leg_late", "transfer_balanced", "transfer_open", "closing_onward"]
    names += [f"{table}_no_{verb}" for table in TABLES for verb in ("update", "delete")]
    run(schema_editor, [f"DROP TRIGGER IF EXISTS books_{name}" for name in names])


class Migration(migrations.Migration):
    dependencies = [("books", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
