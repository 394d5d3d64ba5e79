"""Classes that the road asks for, who is enrolled in them, and the certificates they end with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from admissions.models.candidate import Candidate
from units.models import Role, Unit, scope_of

HIGHEST_MARK = Decimal(10)


class TrainingClassQuerySet(models.QuerySet):
    def visible_to(self, officer):
        """Classes of the committees in the officer's scope, and of those above his units."""
        scope = scope_of(officer, "committee__")
        # An empty condition means everything, but drops out of an OR.
        return self.filter(scope | Q(committee__in=_above(officer))) if scope else self.all()

    def run_by_scope_of(self, officer):
        """Classes of the committees in the officer's scope: those he may change if his role lets him."""
        return self.filter(scope_of(officer, "committee__"))

    def counted_for(self, officer):
        """Each class with the counts its status follows from, and those of the people the officer sees."""
        seen = scope_of(officer, "enrolments__candidate__unit__")
        waiting = Q(enrolments__result=Result.PASSED, enrolments__certificate_number="")
        return self.annotate(
            enrolled=Count("enrolments"),
            without_result=Count("enrolments", filter=Q(enrolments__result="")),
            without_certificate=Count("enrolments", filter=waiting),
            seen=Count("enrolments", filter=seen),
            seen_passed=Count("enrolments", filter=seen & Q(enrolments__result=Result.PASSED)),
            seen_certified=Count("enrolments", filter=seen & ~Q(enrolments__certificate_number="")),
        )


def _above(officer) -> set[int]:
    """The ids in the paths of the officer's units: each unit and what it hangs under."""
    if officer.role == Role.SUPERVISOR:
        paths = [unit.path for unit in officer.supervised]
    else:
        paths = [officer.unit.path] if officer.unit_id else []
    return {int(part) for path in paths for part in path.split("/")[:-1]}


class Status(models.TextChoices):
    """How far a class is; worked out from its days and its people, never stored."""

    PLANNED = "planned", "Sắp mở"
    RUNNING = "running", "Đang học"
    EMPTY = "empty", "Không có học viên"
    AWAITING_RESULTS = "awaiting_results", "Chờ ghi kết quả"
    AWAITING_CERTIFICATES = "awaiting_certificates", "Chờ cấp giấy"
    FINISHED = "finished", "Đã xong"


class TrainingClass(models.Model):
    """A class that a committee has its political centre run: for listed people, or for new members."""

    class Kind(models.TextChoices):
        AWARENESS = "awareness", "Nhận thức về Đảng"
        NEW_MEMBERS = "new_members", "Đảng viên mới"

    kind = models.CharField("loại lớp", max_length=12, choices=Kind.choices, default=Kind.AWARENESS)
    title = models.CharField("tên lớp", max_length=160)
    planned_from = models.DateField("khai giảng")
    planned_to = models.DateField("bế giảng")
    place = models.CharField("nơi học", max_length=160, blank=True)
    run_by = models.CharField("đơn vị mở lớp", max_length=160)
    for_workers = models.BooleanField("lớp riêng cho công nhân", default=False)
    committee = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="classes", verbose_name="đảng bộ"
    )
    decision_number = models.CharField("số văn bản mở lớp", max_length=60, blank=True)
    decision_on = models.DateField("ngày văn bản", null=True, blank=True)
    planned_by = models.ForeignKey(
        "units.Officer", on_delete=models.PROTECT, related_name="+", editable=False, verbose_name="người lập"
    )
    planned_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        "units.Officer", on_delete=models.PROTECT, related_name="+", editable=False, verbose_name="người sửa"
    )
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    objects = TrainingClassQuerySet.as_manager()

    class Meta:
        verbose_name = "lớp bồi dưỡng"
        verbose_name_plural = "lớp bồi dưỡng"
        ordering = ["-planned_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_to__gte=F("planned_from")), name="class_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(decision_number="", decision_on__isnull=True)
                | (~Q(decision_number="") & Q(decision_on__isnull=False)),
                name="class_decision_number_and_date_together",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_for_new_members(self) -> bool:
        return self.kind == self.Kind.NEW_MEMBERS

    def status_on(self, day: date) -> Status:
        """How far the class is on a day; of a class read with `counted_for`."""
        if day < self.planned_from:
            return Status.PLANNED
        if day <= self.planned_to:
            return Status.RUNNING
        if not self.enrolled:
            return Status.EMPTY
        if self.without_result:
            return Status.AWAITING_RESULTS
        return Status.AWAITING_CERTIFICATES if self.without_certificate else Status.FINISHED


class Result(models.TextChoices):
    """What the end-of-course assessment said; empty until it is recorded."""

    PASSED = "passed", "Đạt"
    FAILED = "failed", "Không đạt"
    ABSENT = "absent", "Vắng"


class EnrolmentQuerySet(models.QuerySet):
    def visible_to(self, officer):
        """Enrolments of people whom the officer sees."""
        return self.filter(scope_of(officer, "candidate__unit__"))

    def open(self):
        """Enrolments that still wait for a result or for the certificate that follows it."""
        return self.filter(Q(result="") | Q(result=Result.PASSED, certificate_number=""))

    def certified(self):
        return self.exclude(certificate_number="")

    def waiting_for_certificate(self):
        return self.filter(result=Result.PASSED, certificate_number="")

    def in_series_of(self, training_class, year):
        """Certificates numbered in one row with those of a class: same committee, kind, centre and year."""
        return self.certified().filter(
            training_class__committee=training_class.committee_id,
            training_class__kind=training_class.kind,
            training_class__run_by=training_class.run_by,
            certificate_on__year=year,
        )

    def by_name(self):
        """In the Vietnamese order of names."""
        return self.order_by("candidate__name_sort", "pk")


class Enrolment(models.Model):
    """One person in one class: who put him there, how he did, the certificate he was given."""

    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, related_name="enrolments", verbose_name="lớp"
    )
    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="enrolments", verbose_name="học viên"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị khi ghi danh"
    )
    enrolled_on = models.DateField("ngày ghi danh")
    enrolled_by = models.ForeignKey(
        "units.Officer", on_delete=models.PROTECT, related_name="+", verbose_name="người ghi danh"
    )
    result = models.CharField("kết quả", max_length=8, choices=Result.choices, blank=True)
    mark = models.DecimalField("điểm", max_digits=4, decimal_places=2, null=True, blank=True)
    result_by = models.ForeignKey(
        "units.Officer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người ghi kết quả",
    )
    result_at = models.DateTimeField("lúc ghi kết quả", null=True, blank=True)
    certificate_number = models.CharField("số giấy chứng nhận", max_length=60, blank=True)
    certificate_on = models.DateField("ngày cấp", null=True, blank=True)
    certificate_by = models.ForeignKey(
        "units.Officer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người ghi giấy",
    )
    certificate_at = models.DateTimeField("lúc ghi giấy", null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = "ghi danh"
        verbose_name_plural = "ghi danh"
        ordering = ["training_class", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "candidate"], name="enrolled_once_in_a_class"),
            models.UniqueConstraint(
                fields=["training_class", "certificate_number"],
                condition=~Q(certificate_number=""),
                name="certificate_number_once_in_a_class",
            ),
            models.CheckConstraint(
                condition=Q(certificate_number="") | Q(result=Result.PASSED),
                name="certificate_only_for_who_passed",
            ),
            models.CheckConstraint(
                condition=Q(result="", result_by__isnull=True, result_at__isnull=True)
                | (~Q(result="") & Q(result_by__isnull=False, result_at__isnull=False)),
                name="result_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(
                    certificate_number="",
                    certificate_on__isnull=True,
                    certificate_by__isnull=True,
                    certificate_at__isnull=True,
                )
                | (
                    ~Q(certificate_number="")
                    & Q(
                        certificate_on__isnull=False,
                        certificate_by__isnull=False,
                        certificate_at__isnull=False,
                    )
                ),
                name="certificate_number_date_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(mark__isnull=True)
                | Q(mark__gte=0, mark__lte=HIGHEST_MARK, result__in=[Result.PASSED, Result.FAILED]),
                name="mark_of_who_was_assessed",
            ),
        ]

    def __str__(self):
        return f"{self.candidate} – {self.training_class}"

    @property
    def mark_text(self) -> str:
        """The mark as people write it: 8, 8,5; nothing for none."""
        return "" if self.mark is None else f"{self.mark.normalize():f}".replace(".", ",")
