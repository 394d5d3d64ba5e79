"""A person on the road to admission."""

from django.db import models
from django.utils import timezone

from admissions.models.choices import (
    MAJORITY_GROUP,
    AcademicTitle,
    Occupation,
    Qualification,
    Schooling,
    Sex,
)
from admissions.regulation import DECIDED_OR_LATER, IN_PIPELINE, Stage
from units.fields import BinaryOrderField, recorder
from units.models import Unit, scope_of
from units.names import clean, fold, sort_key

STAGES = [(stage.value, stage.label) for stage in Stage]


class SourceGroup(models.Model):
    """A group in which the letters ask units to look for people; one person may be in several.

    `code` names the groups that a fact of the person or of his unit puts him in (`admissions.source_groups`);
    whoever is in another one is ticked. A `retired` group is no longer offered, who was in it stays in it.
    """

    class Letter(models.TextChoices):
        """Who asks for the group."""

        COMMUNE = "commune", "Công văn của Đảng ủy xã"
        PROVINCE = "province", "Chỉ thị của Ban Thường vụ Tỉnh ủy"
        OFFICE = "", "Văn phòng thêm"

    name = models.CharField("đối tượng", max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    code = models.CharField("mã", max_length=20, blank=True, default="", editable=False)
    letter = models.CharField(
        "văn bản nêu", max_length=8, choices=Letter.choices, blank=True, default=Letter.OFFICE
    )
    former_names = models.JSONField("tên trước đây", default=list, blank=True, editable=False)
    members_below = models.PositiveSmallIntegerField("ít đảng viên: dưới (người)", null=True, blank=True)
    retired = models.BooleanField("thôi dùng", default=False)

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="one_source_group_a_code"
            )
        ]

    def __str__(self):
        return self.name


class Organisation(models.Model):
    """A mass organisation or force: a person is a member of several, one of them introduces him."""

    YOUTH_UNION = "youth"
    TRADE_UNION = "union"

    code = models.CharField("mã", max_length=20, unique=True)
    name = models.CharField("tổ chức", max_length=120, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class CandidateQuerySet(models.QuerySet):
    def visible_to(self, officer):
        """People of the units the officer sees today."""
        return self.filter(scope_of(officer, "unit__"))

    def of_subtree(self, unit):
        """People of a unit and of everything under it, by today's tree."""
        return self.filter(unit__path__gte=unit.path, unit__path__lt=unit.path + "~")

    def named(self, text):
        """People whose name contains these words, accents and Unicode form aside."""
        found = self
        for word in fold(text).split():
            found = found.filter(name_folded__contains=word)
        return found

    def in_pipeline(self):
        """People entered, not decided and not out."""
        return self.filter(stage__in=[stage.value for stage in IN_PIPELINE])


class Candidate(models.Model):
    """A person as he is on the way to the decision; later life is not followed here.

    The stage and its day repeat the last standing `StageEvent`; only `pipeline` writes them.
    """

    name = models.CharField("họ và tên", max_length=120)
    name_folded = models.CharField(max_length=120, editable=False, db_index=True)
    name_sort = BinaryOrderField(max_length=600, editable=False)
    birth_date = models.DateField("ngày sinh")
    sex = models.CharField("giới tính", max_length=6, choices=Sex.choices)
    ethnic_group = models.CharField("dân tộc", max_length=40, blank=True)
    religion = models.CharField("tôn giáo", max_length=60, blank=True)
    occupation = models.CharField("nghề nghiệp", max_length=20, choices=Occupation.choices, blank=True)
    schooling = models.CharField("giáo dục phổ thông", max_length=20, choices=Schooling.choices, blank=True)
    schooling_place = models.CharField("nơi cư trú được xét trình độ riêng", max_length=120, blank=True)
    elder = models.BooleanField("già làng, trưởng bản, người có uy tín", default=False)
    qualification = models.CharField("chuyên môn", max_length=20, choices=Qualification.choices, blank=True)
    academic_title = models.CharField("học hàm", max_length=20, choices=AcademicTitle.choices, blank=True)
    source_groups = models.ManyToManyField(SourceGroup, blank=True, verbose_name="đối tượng")
    memberships = models.ManyToManyField(
        Organisation, blank=True, related_name="members", verbose_name="đoàn viên, hội viên của"
    )
    introduced_by = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="introduced",
        verbose_name="đơn vị giới thiệu",
    )
    private_owner = models.BooleanField("chủ doanh nghiệp tư nhân", default=False)
    family_planning = models.BooleanField("vi phạm chính sách KHHGĐ", default=False)
    foreign_marriage = models.BooleanField("có quan hệ hôn nhân với người nước ngoài", default=False)
    foreign_origin = models.BooleanField("công dân gốc nước ngoài", default=False)
    political_question = models.BooleanField("có vấn đề cần kết luận về tiêu chuẩn chính trị", default=False)
    contract_since = models.DateField("làm việc theo hợp đồng có thời hạn từ ngày", null=True, blank=True)
    dossier_made_on = models.DateField("ngày lập hồ sơ", null=True, blank=True)
    readmission = models.BooleanField("kết nạp lại", default=False)
    left_party_on = models.DateField("ngày ra khỏi Đảng", null=True, blank=True)
    record_cleared_on = models.DateField("ngày được xóa án tích", null=True, blank=True)
    readmission_barred = models.BooleanField("thuộc diện không xét kết nạp lại", default=False)
    readmitted_before = models.BooleanField("đã được kết nạp lại một lần", default=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="candidates", verbose_name="đơn vị")
    stage = models.CharField("bước hiện tại", max_length=20, choices=STAGES, editable=False)
    stage_since = models.DateField("từ ngày", editable=False)
    note = models.TextField("ghi chú", blank=True)
    imported = models.BooleanField("nhập từ sổ cũ", default=False, editable=False)
    entered_by = recorder()
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = "quần chúng"
        verbose_name_plural = "quần chúng"
        ordering = ["name_sort", "pk"]
        indexes = [
            models.Index(fields=["name_sort", "id"]),
            models.Index(fields=["unit", "name_sort", "id"]),
            models.Index(fields=["stage", "stage_since"]),
        ]

    def __str__(self):
        return self.name

    @property
    def stage_label(self) -> str:
        return Stage(self.stage).label

    @property
    def is_minority(self) -> bool:
        return self.ethnic_group not in ("", MAJORITY_GROUP)

    @property
    def is_decided(self) -> bool:
        return Stage(self.stage) in DECIDED_OR_LATER

    def set_name(self, name: str) -> None:
        """Give the person a name; the keys to search and to sort by follow from it."""
        self.name = clean(name)
        self.name_folded = fold(self.name)
        self.name_sort = sort_key(self.name)
