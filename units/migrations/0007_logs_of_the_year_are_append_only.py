"""What was done to the tree, to reviews, follow-ups and year rules is added to, and neither changed nor removed."""

from django.db import migrations

from units import append_only

TABLES = (
    "units_reorganisation",
    "units_reviewstep",
    "units_followupchange",
    "units_yearrulechange",
)


def guard(apps, schema_editor):
    for table in TABLES:
        append_only.guard(schema_editor, table)
        append_only.guard_truncate(schema_editor, table)


def unguard(apps, schema_editor):
    for table in TABLES:
        append_only.unguard_truncate(schema_editor, table)
        append_only.unguard(schema_editor, table)


class Migration(migrations.Migration):
    dependencies = [("units", "0006_reorganisations_reviews_follow_ups")]
    operations = [migrations.RunPython(guard, unguard)]
