"""The editions of the regulation as dated rows, so that the office can add the next one."""

from django.db import models

from admissions import regulation


class Edition(models.Model):
    """The numbers of one edition, with its document and the day it comes into force.

    `sources` names for each value the document and clause it rests on, e.g. "294 4.3.1"; `unverified` lists the
    names of values carried over without having been read in that edition's own text.
    """

    code = models.CharField("mã", max_length=20, unique=True)
    document = models.CharField("văn bản", max_length=160)
    issued_on = models.DateField("ngày ban hành")
    in_force_on = models.DateField("có hiệu lực từ", unique=True)
    age_min = models.PositiveSmallIntegerField("tuổi từ")
    age_max = models.PositiveSmallIntegerField("tuổi đến")
    certificate_months = models.PositiveSmallIntegerField("giấy chứng nhận có giá trị (tháng)")
    dossier_months = models.PositiveSmallIntegerField("hồ sơ có giá trị (tháng)")
    decision_days = models.PositiveSmallIntegerField("quyết định kết nạp (ngày làm việc)")
    decision_extra_days = models.PositiveSmallIntegerField("gia hạn quyết định kết nạp (ngày làm việc)")
    ceremony_days = models.PositiveSmallIntegerField("tổ chức lễ kết nạp (ngày làm việc)")
    ceremony_from = models.CharField(
        "lễ kết nạp tính từ",
        max_length=8,
        choices=[("receipt", "ngày nhận quyết định"), ("issue", "ngày ban hành")],
    )
    probation_months = models.PositiveSmallIntegerField("dự bị (tháng)")
    review_days = models.PositiveSmallIntegerField("chi bộ xét công nhận (ngày làm việc)")
    recognition_days = models.PositiveSmallIntegerField("quyết định công nhận (ngày làm việc)")
    recognition_extra_days = models.PositiveSmallIntegerField("gia hạn quyết định công nhận (ngày làm việc)")
    schooling = models.CharField(
        "học vấn phổ thông",
        max_length=12,
        choices=[("diploma", "có bằng THCS"), ("programme", "hoàn thành chương trình THCS")],
    )
    introducer_months = models.PositiveSmallIntegerField("người giới thiệu cùng công tác (tháng)")
    verify_home_days = models.PositiveSmallIntegerField("trả lời thẩm tra trong nước (ngày làm việc)")
    verify_abroad_days = models.PositiveSmallIntegerField("trả lời thẩm tra ngoài nước (ngày làm việc)")
    member_background_days = models.PositiveSmallIntegerField("khai lý lịch đảng viên (ngày làm việc)")
    readmit_months = models.PositiveSmallIntegerField("kết nạp lại sau khi ra khỏi Đảng (tháng)")
    readmit_cleared_months = models.PositiveSmallIntegerField("kết nạp lại sau khi xóa án tích (tháng)")
    transfer_forward_days = models.PositiveSmallIntegerField("chuyển tiếp hồ sơ (ngày làm việc)")
    transfer_decide_days = models.PositiveSmallIntegerField("nơi đến quyết định (ngày làm việc)")
    transfer_keep_days = models.PositiveSmallIntegerField("quyết định nơi cũ còn giá trị (ngày làm việc)")
    recheck_days = models.PositiveSmallIntegerField("xem xét lại theo yêu cầu nơi đến (ngày làm việc)")
    complaint_days = models.PositiveSmallIntegerField("khiếu nại việc xóa tên (ngày làm việc)")
    contract_months = models.PositiveSmallIntegerField("hợp đồng đủ dài để xét ở nơi làm việc (tháng)")
    failed_votes = models.PositiveSmallIntegerField("số lần biểu quyết không đạt thì báo cáo cấp trên")
    postponement_months = models.PositiveSmallIntegerField("kéo dài dự bị nhiều nhất (tháng)")
    sources = models.JSONField("văn bản và điểm của từng giá trị", default=dict, blank=True)
    unverified = models.JSONField("giá trị chưa đối chiếu", default=list, blank=True)

    class Meta:
        verbose_name = "bản quy định"
        verbose_name_plural = "bản quy định"
        ordering = ["in_force_on"]

    def __str__(self):
        return self.document

    def as_rule(self) -> regulation.Edition:
        """The same numbers as the pure value the regulation works with."""
        names = regulation.Edition.__dataclass_fields__
        values = {name: getattr(self, name) for name in names}
        values["unverified"] = frozenset(self.unverified)
        return regulation.Edition(**values)


class CalendarDay(models.Model):
    """A day that differs from the ordinary calendar: off although a weekday, or worked although a weekend."""

    day = models.DateField("ngày", unique=True)
    worked = models.BooleanField("làm việc")
    note = models.CharField("căn cứ", max_length=160, blank=True)

    class Meta:
        verbose_name = "ngày nghỉ, ngày làm bù"
        verbose_name_plural = "ngày nghỉ, ngày làm bù"
        ordering = ["day"]

    def __str__(self):
        return f"{self.day:%d/%m/%Y}"
