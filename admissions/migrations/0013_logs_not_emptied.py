"""The trail and the logs cannot be emptied at once either (PostgreSQL)."""

from django.db import migrations

from units import append_only

TABLES = (
    "admissions_stageevent",
    "admissions_paper",
    "admissions_transfer",
    "admissions_override",
    "admissions_editionchange",
    "admissions_calendarchange",
)


def guard(apps, schema_editor):
    for table in TABLES:
        append_only.guard_truncate(schema_editor, table)


def unguard(apps, schema_editor):
    for table in TABLES:
        append_only.unguard_truncate(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("admissions", "0012_classes")]
    operations = [migrations.RunPython(guard, unguard)]
