"""The logs of the editions and of the calendar, guarded like the trail of steps."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from units import append_only

TABLES = ("admissions_editionchange", "admissions_calendarchange")


def guard(apps, schema_editor):
    for table in TABLES:
        append_only.guard(schema_editor, table)


def unguard(apps, schema_editor):
    for table in TABLES:
        append_only.unguard(schema_editor, table)


class Migration(migrations.Migration):

    dependencies = [
        ('admissions', '0006_ship_edition_numbers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc ghi')),
                ('day', models.DateField(verbose_name='ngày')),
                ('act', models.CharField(choices=[('off', 'Thêm ngày nghỉ'), ('worked', 'Thêm ngày làm việc'), ('not_off', 'Bỏ ngày nghỉ'), ('not_worked', 'Bỏ ngày làm việc'), ('checked', 'Đối chiếu cả năm')], max_length=12, verbose_name='việc')),
                ('note', models.CharField(max_length=160, verbose_name='căn cứ')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người ghi')),
            ],
            options={
                'verbose_name': 'lần sửa lịch làm việc',
                'verbose_name_plural': 'các lần sửa lịch làm việc',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EditionChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc ghi')),
                ('changed_on', models.DateField(verbose_name='ngày sửa')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do')),
                ('changes', models.JSONField(default=dict, verbose_name='thay đổi')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='log', to='admissions.edition', verbose_name='bản quy định')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người ghi')),
            ],
            options={
                'verbose_name': 'lần sửa bản quy định',
                'verbose_name_plural': 'các lần sửa bản quy định',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
