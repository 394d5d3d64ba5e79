"""The numbers added to the shipped editions, and where every value of each was read or taken from.

294 was read with HD06 and HD38. 24 and 232 are known second-hand, 20 and 208 from the questions of two contest
banks of 2026 (A on 208; B of Lào Cai on 20, HD01/26 and 208): none of their values was read in their own text.
"""

from django.db import migrations

READ = {
    "in_force_on": "294, điều khoản thi hành",
    "age_min": "294 1.1.1",
    "age_max": "294 1.1.1",
    "schooling": "294 1.2.1",
    "certificate_months": "HD06 5.4b",
    "dossier_months": "HD06 5.4a",
    "introducer_months": "294 3.2.1",
    "verify_home_days": "HD06 3.4d, HD38 I.1.4.2 (24)",
    "verify_abroad_days": "HD06 3.4d, HD38 I.1.4.2 (24)",
    "decision_days": "294 4.3.1",
    "decision_extra_days": "294 4.3.1",
    "ceremony_days": "294 4.1",
    "ceremony_from": "294 4.1",
    "member_background_days": "HD38 I.2.1, I.2.2",
    "probation_months": "294 4.2.1, HD06 4.2",
    "review_days": "294 4.2.1",
    "recognition_days": "294 4.3.1",
    "recognition_extra_days": "294 4.3.1",
    "failed_votes": "294 4.2.3",
    "postponement_months": "294 4.2.1",
    "complaint_days": "294 8.2.1",
    "readmit_months": "294 3.5.1b",
    "readmit_cleared_months": "294 3.5.1b",
    "transfer_forward_days": "HD06 3.9b",
    "transfer_decide_days": "HD06 3.9b",
    "transfer_keep_days": "HD06 3.9c",
    "recheck_days": "HD06 3.9c",
    "contract_months": "HD06 6.2c",
}
CARRIED = {name: f"mang sang từ {clause}" for name, clause in READ.items() if name != "in_force_on"}
FORCE_UNKNOWN = {"in_force_on": "lấy ngày ban hành, chưa thấy điều khoản thi hành"}
# What secondary literature says of the two editions before 294.
BEFORE_294 = (
    "age_min",
    "age_max",
    "schooling",
    "certificate_months",
    "dossier_months",
    "verify_home_days",
    "verify_abroad_days",
    "decision_days",
    "decision_extra_days",
    "ceremony_days",
    "ceremony_from",
    "probation_months",
    "review_days",
    "recognition_days",
    "recognition_extra_days",
)
OF_20 = {
    "certificate_months": "HD01/26 (bộ câu hỏi B)",
    "contract_months": "HD01/26 (bộ câu hỏi B)",
}
OF_208 = {
    "age_min": "208 (bộ câu hỏi A, B)",
    "age_max": "208 (bộ câu hỏi A)",
    "schooling": "208 (bộ câu hỏi A, B)",
    "certificate_months": "HD01/26 (bộ câu hỏi B)",
    "introducer_months": "208 (bộ câu hỏi B)",
    "ceremony_days": "208 (bộ câu hỏi A, B)",
    "ceremony_from": "208 (bộ câu hỏi A, B)",
    "probation_months": "208 (bộ câu hỏi B)",
    "review_days": "208 (bộ câu hỏi B)",
    "complaint_days": "208 (bộ câu hỏi B)",
    "readmit_months": "208 (bộ câu hỏi A, B)",
    "readmit_cleared_months": "208 (bộ câu hỏi B)",
    "contract_months": "HD01/26 (bộ câu hỏi B)",
}


def second_hand(code):
    return dict.fromkeys(BEFORE_294, f"{code}-QĐ/TW, theo tài liệu thứ cấp")


# code → values that differ from those every edition was given, the source of each value, whether it was read
NUMBERS = {
    "24": ({"readmit_months": 12}, {**CARRIED, **second_hand("24"), "readmit_months": "chưa rõ", **FORCE_UNKNOWN}, False),
    "232": ({}, {**CARRIED, **second_hand("232"), **FORCE_UNKNOWN}, False),
    "294": ({}, READ, True),
    "20": ({}, {**CARRIED, **OF_20, **FORCE_UNKNOWN}, False),
    "208": ({"schooling": "programme"}, {**CARRIED, **OF_208, **FORCE_UNKNOWN}, False),
}
ADDED = [
    "schooling",
    "introducer_months",
    "verify_home_days",
    "verify_abroad_days",
    "member_background_days",
    "readmit_months",
    "readmit_cleared_months",
    "transfer_forward_days",
    "transfer_decide_days",
    "transfer_keep_days",
    "recheck_days",
    "complaint_days",
    "contract_months",
    "failed_votes",
    "postponement_months",
]


def ship(apps, schema_editor):
    """An edition that an office has withdrawn is passed over; what it has added itself is left to it."""
    edition = apps.get_model("admissions", "Edition")
    for code, (numbers, sources, read) in NUMBERS.items():
        for row in edition.objects.filter(code=code):
            for name, value in numbers.items():
                setattr(row, name, value)
            row.sources = sources
            row.unverified = [*row.unverified, *([] if read else ADDED)]
            row.save()


def withdraw(apps, schema_editor):
    for row in apps.get_model("admissions", "Edition").objects.all():
        row.unverified = [name for name in row.unverified if name not in ADDED]
        row.sources = {}
        row.save()


class Migration(migrations.Migration):
    dependencies = [("admissions", "0005_edition_numbers")]
    operations = [migrations.RunPython(ship, withdraw)]
