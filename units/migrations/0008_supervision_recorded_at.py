"""When an assignment was recorded, so that an act on the tree knows what came after it."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("units", "0007_logs_of_the_year_are_append_only")]
    operations = [
        migrations.AddField(
            model_name="supervision",
            name="recorded_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        )
    ]
