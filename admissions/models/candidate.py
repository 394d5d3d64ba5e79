"""A person on the road to admission, and the trail of steps behind him."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
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
from units.fields import BinaryOrderField
from units.models import Directive, Unit, scope_of
from units.names import clean, fold, sort_key

STAGES = [(stage.value, stage.label) for stage in Stage]


class SourceGroup(models.Model):
    """A group in which the letters ask units to look for people; one person may be in several."""

    name = models.CharField("đối tượng", max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class Organisation(models.Model):
    """A mass organisation or force: a person is a member of several, one of them introduces him."""

    YOUTH_UNION = "youth"

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
    readmission = models.BooleanField("kết nạp lại", default=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="candidates", verbose_name="đơn vị")
    stage = models.CharField("bước hiện tại", max_length=20, choices=STAGES, editable=False)
    stage_since = models.DateField("từ ngày", editable=False)
    note = models.TextField("ghi chú", blank=True)
    imported = models.BooleanField("nhập từ sổ cũ", default=False, editable=False)
    entered_by = models.ForeignKey(
        "units.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
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


class StageEventQuerySet(models.QuerySet):
    def standing(self):
        """Steps that count: neither voided later nor themselves the voiding of another.

        Said by an expression, since SQLite takes the index of `voids` for IS NULL and then reads every row by it.
        """
        return self.alias(voiding=Coalesce("voids_id", 0)).filter(voiding=0, voided_by__isnull=True)

    def in_period(self, start, end):
        """Steps that happened from `start` to `end`, both included."""
        return self.filter(happened_on__range=(start, end))

    def update(self, **fields):
        raise AppendOnly("Bước đã ghi không sửa được; hãy hủy bước và ghi lại.")

    def delete(self):
        raise AppendOnly("Bước đã ghi không xóa được; hãy hủy bước và ghi lại.")

    def bulk_update(self, rows, fields, batch_size=None):
        raise AppendOnly("Bước đã ghi không sửa được; hãy hủy bước và ghi lại.")


class AppendOnly(TypeError):
    """An attempt to change or remove a row of the trail."""


class StageEvent(models.Model):
    """One step of one person on one day, with the document it rests on. Append-only.

    A mistake is undone by a later row that points at it (`voids`). `imported` steps come from old books:
    they were taken as they stood, and `remark` keeps what would have stood in the way.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="events")
    stage = models.CharField("bước", max_length=20, choices=STAGES)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="events", verbose_name="đơn vị khi đó"
    )
    happened_on = models.DateField("ngày")
    document_number = models.CharField("số văn bản", max_length=60, blank=True)
    document_date = models.DateField("ngày văn bản", null=True, blank=True)
    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, null=True, blank=True)
    votes_total = models.PositiveSmallIntegerField("số người có quyền biểu quyết", null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField("tán thành", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("không tán thành", null=True, blank=True)
    votes_abstained = models.PositiveSmallIntegerField("phiếu trắng", null=True, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)
    remark = models.TextField("lưu ý khi ghi", blank=True)
    imported = models.BooleanField("nhập từ sổ cũ", default=False)
    voids = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="voided_by",
        verbose_name="hủy bước",
    )
    recorded_by = models.ForeignKey(
        "units.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = StageEventQuerySet.as_manager()

    class Meta:
        verbose_name = "bước"
        verbose_name_plural = "bước"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["stage", "happened_on", "unit"]),
            models.Index(fields=["candidate", "happened_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(votes_for__isnull=True)
                | Q(votes_total__isnull=True)
                | Q(votes_for__lte=F("votes_total")),
                name="votes_within_total",
            ),
            models.CheckConstraint(
                condition=Q(voids__isnull=True) | ~Q(reason=""), name="a_void_has_a_reason"
            ),
        ]

    def __str__(self):
        return f"{Stage(self.stage).label} {self.happened_on:%d/%m/%Y}"

    @property
    def stage_label(self) -> str:
        return Stage(self.stage).label

    def save(self, *args, **kwargs):
        if self.pk is not None and not self._state.adding:
            raise AppendOnly("Bước đã ghi không sửa được; hãy hủy bước và ghi lại.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly("Bước đã ghi không xóa được; hãy hủy bước và ghi lại.")
