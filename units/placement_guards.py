"""What the database itself keeps of the tree, on both engines: placements apart, and no unit below itself."""

OVERLAP = "placements of a unit overlap"
CIRCLE = "a unit hangs below itself"

NO_OVERLAP = "units_placement_apart"  # int8range and daterange have GiST classes of their own: no extension

# The way up from a row's parent on the days of the row. UNION, not UNION ALL: it ends even in a circle.
DAYS_UP = """
    WITH RECURSIVE up(id, since, until) AS (
        SELECT NEW.parent_id, NEW.since, COALESCE(NEW.until, {never})
        UNION
        SELECT p.parent_id, {latest}(p.since, up.since), {earliest}(COALESCE(p.until, {never}), up.until)
        FROM units_placement p JOIN up ON p.unit_id = up.id
        WHERE p.parent_id IS NOT NULL AND p.since < up.until AND up.since < COALESCE(p.until, {never})
    ) SELECT 1 FROM up WHERE id = NEW.unit_id
"""
ROWS_UP = """
    WITH RECURSIVE up(id) AS (
        SELECT NEW.parent_id
        UNION
        SELECT u.parent_id FROM units_unit u JOIN up ON u.id = up.id WHERE u.parent_id IS NOT NULL
    ) SELECT 1 FROM up WHERE id = NEW.id
"""
SQLITE_DAYS = {"never": "'9999-12-31'", "latest": "MAX", "earliest": "MIN"}
POSTGRES_DAYS = {"never": "DATE 'infinity'", "latest": "GREATEST", "earliest": "LEAST"}
SQLITE_OVERLAP = """
    SELECT 1 FROM units_placement p WHERE p.unit_id = NEW.unit_id AND p.id <> NEW.id
    AND p.since < COALESCE(NEW.until, '9999-12-31') AND NEW.since < COALESCE(p.until, '9999-12-31')
"""
WATCHED = {"units_placement": "unit_id, parent_id, since, until", "units_unit": "parent_id"}


def guard(schema_editor) -> None:
    """Let nothing in that overlaps or hangs below itself, however it is written."""
    if schema_editor.connection.vendor == "postgresql":
        _guard_postgres(schema_editor)
    else:
        _guard_sqlite(schema_editor)


def unguard(schema_editor) -> None:
    """Take the guards off again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE units_placement DROP CONSTRAINT {NO_OVERLAP};")
        for table in WATCHED:
            schema_editor.execute(f"DROP TRIGGER {table}_no_circle ON {table};")
            schema_editor.execute(f"DROP FUNCTION {table}_no_circle();")
        return
    for act in ("insert", "update"):
        schema_editor.execute(f"DROP TRIGGER units_placement_apart_{act};")
        for table in WATCHED:
            schema_editor.execute(f"DROP TRIGGER {table}_no_circle_{act};")


def _guard_postgres(schema_editor) -> None:
    schema_editor.execute(f"""
        ALTER TABLE units_placement ADD CONSTRAINT {NO_OVERLAP} EXCLUDE USING gist
        (int8range(unit_id, unit_id, '[]') WITH &&, daterange(since, until) WITH &&);
    """)
    walks = {"units_placement": DAYS_UP.format(**POSTGRES_DAYS), "units_unit": ROWS_UP}
    for table, columns in WATCHED.items():
        # The lock lets one writer after another through, so that two halves of a circle see each other.
        schema_editor.execute(f"""
            CREATE FUNCTION {table}_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF TG_OP = 'UPDATE' THEN PERFORM pg_advisory_xact_lock('{table}'::regclass::oid::bigint); END IF;
                IF EXISTS ({walks[table]}) THEN
                    RAISE EXCEPTION '{CIRCLE}' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NULL;
            END $$;
        """)
        schema_editor.execute(f"""
            CREATE TRIGGER {table}_no_circle AFTER INSERT OR UPDATE OF {columns} ON {table}
            FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION {table}_no_circle();
        """)


def _guard_sqlite(schema_editor) -> None:
    walks = {"units_placement": DAYS_UP.format(**SQLITE_DAYS), "units_unit": ROWS_UP}
    for act in ("INSERT", "UPDATE"):
        for table, columns in WATCHED.items():
            of = f" OF {columns}" if act == "UPDATE" else ""
            schema_editor.execute(f"""
                CREATE TRIGGER {table}_no_circle_{act.lower()} AFTER {act}{of} ON {table}
                WHEN NEW.parent_id IS NOT NULL AND EXISTS ({walks[table]})
                BEGIN SELECT RAISE(ABORT, '{CIRCLE}'); END;
            """)
        of = " OF unit_id, since, until" if act == "UPDATE" else ""
        schema_editor.execute(f"""
            CREATE TRIGGER units_placement_apart_{act.lower()} AFTER {act}{of} ON units_placement
            WHEN EXISTS ({SQLITE_OVERLAP})
            BEGIN SELECT RAISE(ABORT, '{OVERLAP}'); END;
        """)
