"""Guards of the new tables that only grow; on SQLite the trail lost its own when its columns changed."""

from django.db import migrations

from units import append_only

TRAIL = "admissions_stageevent"
TABLES = ("admissions_paper", "admissions_transfer", "admissions_override")


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        append_only.guard(schema_editor, TRAIL)
    for table in TABLES:
        append_only.guard(schema_editor, table)


def unguard(apps, schema_editor):
    for table in TABLES:
        append_only.unguard(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("admissions", "0009_whole_road")]
    operations = [migrations.RunPython(guard, unguard)]
