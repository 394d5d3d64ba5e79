"""The source groups as the two letters name them, word by word, and which of them a fact puts a person in."""

from django.db import migrations

COMMUNE, PROVINCE = "commune", "province"
# The name shipped first → the letter's own words.
RENAMED = {
    "Công an viên, lực lượng an ninh cơ sở": "Công an viên",
    "Chi hội trưởng, cán bộ đoàn thể": "Chi hội trưởng các đoàn thể",
    "Lao động khu vực kinh tế tư nhân": "Người lao động trong các thành phần kinh tế",
    "Con em gia đình có công": "Con em gia đình có công với cách mạng",
}
# Name → the letter that asks for it, and the code of those that a fact puts people in.
GROUPS = {
    "Dân quân tự vệ, dự bị động viên": (COMMUNE, "militia"),
    "Công an viên": (COMMUNE, ""),
    "Chi hội trưởng các đoàn thể": (COMMUNE, ""),
    "Quần chúng tiêu biểu ở khu dân cư": (COMMUNE, ""),
    "Đoàn viên, thanh niên": (PROVINCE, "youth"),
    "Phụ nữ": (PROVINCE, "women"),
    "Công nhân": (PROVINCE, "workers"),
    "Nông dân": (PROVINCE, "farmers"),
    "Trí thức": (PROVINCE, ""),
    "Học sinh, sinh viên": (PROVINCE, "pupils"),
    "Lực lượng vũ trang": (PROVINCE, "forces"),
    "Bộ đội xuất ngũ": (PROVINCE, ""),
    "Người lao động trong các thành phần kinh tế": (PROVINCE, ""),
    "Con em gia đình có công với cách mạng": (PROVINCE, ""),
    "Nơi còn ít hoặc chưa có đảng viên": (PROVINCE, "few_members"),
}
FEW = 10  # members; the letter names no number, the office changes ours on the page of the groups


def name_them(apps, schema_editor):
    group = apps.get_model("admissions", "SourceGroup")
    for before, after in RENAMED.items():
        group.objects.filter(name=before).update(name=after, former_names=[before])
    for position, (name, (letter, code)) in enumerate(GROUPS.items()):
        row, _ = group.objects.get_or_create(name=name, defaults={"position": position})
        row.letter, row.code = letter, code
        row.members_below = FEW if code == "few_members" else None
        row.save()


def name_them_as_before(apps, schema_editor):
    group = apps.get_model("admissions", "SourceGroup")
    for before, after in RENAMED.items():
        group.objects.filter(name=after).update(name=before)


class Migration(migrations.Migration):
    dependencies = [("admissions", "0015_source_groups_have_letters")]
    operations = [migrations.RunPython(name_them, name_them_as_before)]
