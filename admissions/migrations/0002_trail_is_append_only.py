"""Triggers that keep the trail of steps append-only, on both engines."""

from django.db import migrations

TABLE = "admissions_stageevent"
MESSAGE = "trail is append-only"


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"""
            CREATE FUNCTION {TABLE}_append_only() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$;
        """)
        schema_editor.execute(f"""
            CREATE TRIGGER {TABLE}_guard BEFORE UPDATE OR DELETE ON {TABLE}
            FOR EACH ROW EXECUTE FUNCTION {TABLE}_append_only();
        """)
        return
    for act in ("UPDATE", "DELETE"):
        schema_editor.execute(f"""
            CREATE TRIGGER {TABLE}_guard_{act.lower()} BEFORE {act} ON {TABLE}
            BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END;
        """)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {TABLE}_guard ON {TABLE};")
        schema_editor.execute(f"DROP FUNCTION {TABLE}_append_only();")
        return
    for act in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_guard_{act};")


class Migration(migrations.Migration):
    dependencies = [("admissions", "0001_people_trail_editions")]
    operations = [migrations.RunPython(guard, unguard)]
