"""What the announcements of 2026 changed and the computed holidays do not know: the swap at New Year.

Of the days that the regulation's worked dates rest on for 2024 to 2027, Tết, the swaps of 29/4/2024, 2/5/2025 and
31/8/2026 and the 24th of November come from the `holidays` library as they were announced.
"""

from datetime import date

from django.db import migrations

OFF, WORKED = date(2026, 1, 2), date(2026, 1, 10)
NOTE_BEFORE = "Nghỉ hoán đổi Tết Dương lịch 2026 (đối chiếu thông báo của năm)"
DOCUMENT = "Công văn 12729/VPCP-KGVX ngày 25/12/2025"


def ship(apps, schema_editor):
    """What an office has entered itself for these days is left as it is."""
    days = apps.get_model("admissions", "CalendarDay").objects
    days.filter(day=OFF, note=NOTE_BEFORE).update(note=f"Nghỉ hoán đổi với thứ Bảy 10/01/2026. {DOCUMENT}")
    days.get_or_create(
        day=WORKED, defaults={"worked": True, "note": f"Làm bù cho thứ Sáu 02/01/2026. {DOCUMENT}"}
    )


def withdraw(apps, schema_editor):
    days = apps.get_model("admissions", "CalendarDay").objects
    days.filter(day=OFF, note__endswith=DOCUMENT).update(note=NOTE_BEFORE)
    days.filter(day=WORKED, note__endswith=DOCUMENT).delete()


class Migration(migrations.Migration):
    dependencies = [("admissions", "0007_edition_changes")]
    operations = [migrations.RunPython(ship, withdraw)]
