"""The editions of the regulation, the groups of the letters and the mass organisations, as first rows."""

from datetime import date

from django.db import migrations

# Days of issue and force, then the numbers that differ. `unverified`: carried over, not read in that text.
COMMON = {
    "age_min": 18,
    "age_max": 60,
    "certificate_months": 60,
    "dossier_months": 12,
    "ceremony_days": 30,
    "probation_months": 12,
    "review_days": 30,
    "recognition_days": 30,
}
SECOND_HAND = [
    "age_min",
    "age_max",
    "certificate_months",
    "dossier_months",
    "decision_days",
    "decision_extra_days",
    "ceremony_days",
    "ceremony_from",
    "probation_months",
    "review_days",
    "recognition_days",
    "recognition_extra_days",
]
OLD = {"decision_days": 60, "decision_extra_days": 30, "recognition_extra_days": 30, "ceremony_from": "receipt"}
NEW = {"decision_days": 45, "decision_extra_days": 15, "recognition_extra_days": 15, "ceremony_from": "receipt"}
EDITIONS = [
    ("24", "24-QĐ/TW", date(2021, 7, 30), date(2021, 7, 30), OLD, [*SECOND_HAND, "in_force_on"]),
    ("232", "232-QĐ/TW", date(2025, 1, 20), date(2025, 1, 20), OLD, [*SECOND_HAND, "in_force_on"]),
    ("294", "294-QĐ/TW", date(2025, 5, 26), date(2025, 7, 1), NEW, []),
    ("20", "20-QĐ/TW", date(2026, 4, 8), date(2026, 4, 8), NEW, [*SECOND_HAND, "in_force_on"]),
    (
        "208",
        "208-QĐ/TW",
        date(2026, 7, 26),
        date(2026, 7, 26),
        {**NEW, "ceremony_from": "issue"},
        [*SECOND_HAND, "in_force_on"],
    ),
]
SOURCE_GROUPS = [
    "Dân quân tự vệ, dự bị động viên",
    "Công an viên, lực lượng an ninh cơ sở",
    "Chi hội trưởng, cán bộ đoàn thể",
    "Quần chúng tiêu biểu ở khu dân cư",
    "Đoàn viên, thanh niên",
    "Phụ nữ",
    "Công nhân",
    "Nông dân",
    "Trí thức",
    "Học sinh, sinh viên",
    "Lực lượng vũ trang",
    "Bộ đội xuất ngũ",
    "Lao động khu vực kinh tế tư nhân",
    "Con em gia đình có công",
    "Nơi còn ít hoặc chưa có đảng viên",
]
ORGANISATIONS = [
    ("youth", "Đoàn TNCS Hồ Chí Minh"),
    ("union", "Công đoàn"),
    ("women", "Hội Liên hiệp Phụ nữ"),
    ("farmers", "Hội Nông dân"),
    ("veterans", "Hội Cựu chiến binh"),
    ("front", "Mặt trận Tổ quốc"),
    ("militia", "Dân quân tự vệ"),
]
SWAPPED_2026 = [
    (date(2026, 1, 2), False, "Nghỉ hoán đổi Tết Dương lịch 2026 (đối chiếu thông báo của năm)"),
]


def ship(apps, schema_editor):
    edition, group, organisation, day = (
        apps.get_model("admissions", name) for name in ("Edition", "SourceGroup", "Organisation", "CalendarDay")
    )
    for code, document, issued_on, in_force_on, numbers, unverified in EDITIONS:
        edition.objects.create(
            code=code,
            document=document,
            issued_on=issued_on,
            in_force_on=in_force_on,
            unverified=unverified,
            **COMMON,
            **numbers,
        )
    for position, name in enumerate(SOURCE_GROUPS):
        group.objects.create(name=name, position=position)
    for position, (code, name) in enumerate(ORGANISATIONS):
        organisation.objects.create(code=code, name=name, position=position)
    for when, worked, note in SWAPPED_2026:
        day.objects.create(day=when, worked=worked, note=note)


def withdraw(apps, schema_editor):
    for name in ("Edition", "SourceGroup", "Organisation", "CalendarDay"):
        apps.get_model("admissions", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("admissions", "0002_trail_is_append_only")]
    operations = [migrations.RunPython(ship, withdraw)]
