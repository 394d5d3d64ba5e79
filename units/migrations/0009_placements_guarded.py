"""The database itself keeps placements apart and lets no unit hang below itself on any day."""

from django.db import migrations

from units import placement_guards


def guard(apps, schema_editor):
    placement_guards.guard(schema_editor)


def unguard(apps, schema_editor):
    placement_guards.unguard(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("units", "0008_supervision_recorded_at")]
    operations = [migrations.RunPython(guard, unguard)]
