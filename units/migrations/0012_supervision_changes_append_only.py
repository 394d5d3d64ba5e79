"""What was done to assignments is added to, and neither changed nor removed."""

from django.db import migrations

from units import append_only

TABLE = "units_supervisionchange"


def guard(apps, schema_editor):
    append_only.guard(schema_editor, TABLE)
    append_only.guard_truncate(schema_editor, TABLE)


def unguard(apps, schema_editor):
    append_only.unguard_truncate(schema_editor, TABLE)
    append_only.unguard(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("units", "0011_supervision_changes")]
    operations = [migrations.RunPython(guard, unguard)]
