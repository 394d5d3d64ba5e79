"""The past of a base committee's powers, guarded like the other logs."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from units import append_only

TABLE = "units_powerschange"


def guard(apps, schema_editor):
    append_only.guard(schema_editor, TABLE)


def unguard(apps, schema_editor):
    append_only.unguard(schema_editor, TABLE)


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0003_officer_email'),
    ]

    operations = [
        migrations.CreateModel(
            name='PowersChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('powers', models.CharField(blank=True, choices=[('', 'Không: Ban Thường vụ cấp trên quyết định'), ('delegated', 'Được ủy quyền quyết định kết nạp'), ('upper', 'Được giao quyền cấp trên trực tiếp cơ sở')], max_length=10, verbose_name='quyền')),
                ('since', models.DateField(verbose_name='từ ngày')),
                ('number', models.CharField(max_length=60, verbose_name='số quyết định')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='powers_changes', to='units.unit')),
            ],
            options={
                'verbose_name': 'lần giao quyền',
                'verbose_name_plural': 'các lần giao quyền',
                'ordering': ['pk'],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
