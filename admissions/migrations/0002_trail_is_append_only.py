"""Triggers that keep the trail of steps append-only, on both engines."""

from django.db import migrations

from units import append_only

TABLE = "admissions_stageevent"


def guard(apps, schema_editor):
    append_only.guard(schema_editor, TABLE)


def unguard(apps, schema_editor):
    append_only.unguard(schema_editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("admissions", "0001_people_trail_editions")]
    operations = [migrations.RunPython(guard, unguard)]
