"""The past of a base committee's powers cannot be emptied at once either (PostgreSQL)."""

from django.db import migrations

from units import append_only

TABLES = ("units_powerschange",)


def guard(apps, schema_editor):
    for table in TABLES:
        append_only.guard_truncate(schema_editor, table)


def unguard(apps, schema_editor):
    for table in TABLES:
        append_only.unguard_truncate(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("units", "0004_powers_changes")]
    operations = [migrations.RunPython(guard, unguard)]
