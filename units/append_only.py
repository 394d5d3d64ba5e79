"""Triggers that keep a table append-only on both engines; migrations put them on and take them off."""

MESSAGE = "trail is append-only"


def guard(schema_editor, table: str) -> None:
    """Let rows of a table be added, and neither changed nor removed."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"""
            CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$;
        """)
        schema_editor.execute(f"""
            CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_append_only();
        """)
        return
    for act in ("UPDATE", "DELETE"):
        schema_editor.execute(f"""
            CREATE TRIGGER {table}_guard_{act.lower()} BEFORE {act} ON {table}
            BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END;
        """)


def unguard(schema_editor, table: str) -> None:
    """Take the triggers of `guard` off again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {table}_guard ON {table};")
        schema_editor.execute(f"DROP FUNCTION {table}_append_only();")
        return
    for act in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER {table}_guard_{act};")
