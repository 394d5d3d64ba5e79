"""Base committees with powers of their own, section committees, the head of the office."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0001_tree_years_officers'),
    ]

    operations = [
        migrations.AddField(
            model_name='officer',
            name='heads_office',
            field=models.BooleanField(default=False, verbose_name='là trưởng ban, chánh văn phòng'),
        ),
        migrations.AddField(
            model_name='unit',
            name='powers',
            field=models.CharField(blank=True, choices=[('', 'Không: Ban Thường vụ cấp trên quyết định'), ('delegated', 'Được ủy quyền quyết định kết nạp'), ('upper', 'Được giao quyền cấp trên trực tiếp cơ sở')], default='', max_length=10, verbose_name='quyền quyết định kết nạp'),
        ),
        migrations.AddField(
            model_name='unit',
            name='powers_since',
            field=models.DateField(blank=True, null=True, verbose_name='có quyền từ ngày'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='kind',
            field=models.CharField(choices=[('province', 'Đảng bộ tỉnh'), ('commune', 'Đảng bộ xã'), ('base', 'Đảng bộ cơ sở'), ('section', 'Đảng bộ bộ phận'), ('residential', 'Chi bộ thôn bản'), ('school', 'Chi bộ trường học'), ('agency', 'Chi bộ cơ quan'), ('health', 'Chi bộ trạm y tế'), ('police', 'Chi bộ công an'), ('military', 'Chi bộ quân sự'), ('enterprise', 'Chi bộ doanh nghiệp'), ('other', 'Chi bộ khác')], max_length=12, verbose_name='loại hình'),
        ),
        migrations.AlterField(
            model_name='unit',
            name='kind',
            field=models.CharField(choices=[('province', 'Đảng bộ tỉnh'), ('commune', 'Đảng bộ xã'), ('base', 'Đảng bộ cơ sở'), ('section', 'Đảng bộ bộ phận'), ('residential', 'Chi bộ thôn bản'), ('school', 'Chi bộ trường học'), ('agency', 'Chi bộ cơ quan'), ('health', 'Chi bộ trạm y tế'), ('police', 'Chi bộ công an'), ('military', 'Chi bộ quân sự'), ('enterprise', 'Chi bộ doanh nghiệp'), ('other', 'Chi bộ khác')], max_length=12, verbose_name='loại hình'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('powers', ''), ('powers_since__isnull', False), _connector='OR'), name='powers_have_their_day'),
        ),
    ]
