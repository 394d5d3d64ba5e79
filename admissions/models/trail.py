"""The trail of steps behind a person: append-only, a mistake undone by a later row."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from admissions.models.candidate import STAGES, Candidate
from admissions.regulation import Stage
from units.append_only import AppendOnlyQuerySet, AppendOnlyRow
from units.models import Directive, Unit


class StageEventQuerySet(AppendOnlyQuerySet):
    def standing(self):
        """Steps that count: neither voided later nor themselves the voiding of another.

        Said by an expression, since SQLite takes the index of `voids` for IS NULL and then reads every row by it.
        """
        return self.alias(voiding=Coalesce("voids_id", 0)).filter(voiding=0, voided_by__isnull=True)

    def in_force(self, on=None):
        """Without decisions that were annulled, by the day `on` (none: by now); a voided annulment annuls nothing.

        Said by a subquery that stands alone: asked row by row it costs minutes on tables not yet analysed.
        """
        annulments = StageEvent.objects.filter(annuls__isnull=False, voided_by__isnull=True)
        if on is not None:
            annulments = annulments.filter(happened_on__lte=on)
        return self.exclude(pk__in=annulments.order_by().values("annuls_id"))

    def taken_here(self):
        """Without the steps that somebody brought from outside: they were taken, and are counted, where he was."""
        brought = StageEvent.objects.filter(
            imported=True,
            candidate__transfers__from_unit__isnull=True,
            candidate__transfers__recorded_at__gte=F("recorded_at"),
        )
        return self.exclude(pk__in=brought.order_by().values("pk"))

    def in_period(self, start, end):
        """Steps that happened from `start` to `end`, both included."""
        return self.filter(happened_on__range=(start, end))


class StageEvent(AppendOnlyRow):
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
    votes_members = models.PositiveSmallIntegerField("tổng số có quyền biểu quyết", null=True, blank=True)
    votes_excused = models.PositiveSmallIntegerField("được trừ", null=True, blank=True)
    votes_present = models.PositiveSmallIntegerField("có mặt", null=True, blank=True)
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
    annuls = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="annulments",
        verbose_name="hủy bỏ quyết định",
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
                | Q(votes_members__isnull=True)
                | Q(votes_for__lte=F("votes_members")),
                name="votes_within_members",
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

    @property
    def votes_total(self) -> int | None:
        """N, the base of a vote (294 9.3.2)."""
        return None if self.votes_members is None else self.votes_members - (self.votes_excused or 0)
