"""The numbers of an edition that the first version did not have, and the clause each value rests on."""

from django.db import migrations, models


def added(name, field):
    """A column whose rows so far get the field's default, which is not kept."""
    return migrations.AddField("edition", name, field, preserve_default=False)


class Migration(migrations.Migration):
    dependencies = [("admissions", "0004_setup_uploads")]
    operations = [
        added("schooling", models.CharField(choices=[("diploma", "có bằng THCS"), ("programme", "hoàn thành chương trình THCS")], max_length=12, verbose_name="học vấn phổ thông", default="diploma")),
        added("introducer_months", models.PositiveSmallIntegerField(verbose_name="người giới thiệu cùng công tác (tháng)", default=12)),
        added("verify_home_days", models.PositiveSmallIntegerField(verbose_name="trả lời thẩm tra trong nước (ngày làm việc)", default=30)),
        added("verify_abroad_days", models.PositiveSmallIntegerField(verbose_name="trả lời thẩm tra ngoài nước (ngày làm việc)", default=90)),
        added("member_background_days", models.PositiveSmallIntegerField(verbose_name="khai lý lịch đảng viên (ngày làm việc)", default=30)),
        added("readmit_months", models.PositiveSmallIntegerField(verbose_name="kết nạp lại sau khi ra khỏi Đảng (tháng)", default=36)),
        added("readmit_cleared_months", models.PositiveSmallIntegerField(verbose_name="kết nạp lại sau khi xóa án tích (tháng)", default=60)),
        added("transfer_forward_days", models.PositiveSmallIntegerField(verbose_name="chuyển tiếp hồ sơ (ngày làm việc)", default=15)),
        added("transfer_decide_days", models.PositiveSmallIntegerField(verbose_name="nơi đến quyết định (ngày làm việc)", default=30)),
        added("transfer_keep_days", models.PositiveSmallIntegerField(verbose_name="quyết định nơi cũ còn giá trị (ngày làm việc)", default=30)),
        added("recheck_days", models.PositiveSmallIntegerField(verbose_name="xem xét lại theo yêu cầu nơi đến (ngày làm việc)", default=60)),
        added("complaint_days", models.PositiveSmallIntegerField(verbose_name="khiếu nại việc xóa tên (ngày làm việc)", default=30)),
        added("contract_months", models.PositiveSmallIntegerField(verbose_name="hợp đồng đủ dài để xét ở nơi làm việc (tháng)", default=12)),
        added("failed_votes", models.PositiveSmallIntegerField(verbose_name="số lần biểu quyết không đạt thì báo cáo cấp trên", default=3)),
        added("postponement_months", models.PositiveSmallIntegerField(verbose_name="kéo dài dự bị nhiều nhất (tháng)", default=0)),
        migrations.AddField(
            "edition",
            "sources",
            models.JSONField(blank=True, default=dict, verbose_name="văn bản và điểm của từng giá trị"),
        ),
    ]
