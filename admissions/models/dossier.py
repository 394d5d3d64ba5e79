"""What stands beside the trail: ticked papers, introducers, verifications, moves, overrides. Never contents."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from admissions import regulation
from admissions.models.candidate import Candidate
from admissions.models.trail import StageEvent
from units.append_only import AppendOnlyQuerySet, AppendOnlyRow
from units.fields import recorder
from units.models import Reorganisation, Unit, below, scope_of

FORMS = [(paper.value, paper.label) for paper in regulation.Paper]
# Nobody decided on the person himself: he went with his unit, and the regulation is not asked (see `reading`).
REGROUPED = "regrouped"
WITH_THE_UNIT = regulation.moves.Way(
    "Theo đơn vị khi sắp xếp tổ chức", "Hồ sơ, thời hạn và người giúp đỡ giữ nguyên.", ""
)
ALL_WAYS = {**regulation.WAYS, REGROUPED: WITH_THE_UNIT}
WAYS = [(code, way.label) for code, way in ALL_WAYS.items()]


class Paper(AppendOnlyRow):
    """A tick of the checklist. The newest row of a form tells whether it is there; the others are its history."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="papers")
    form = models.CharField("giấy tờ", max_length=30, choices=FORMS)
    has = models.BooleanField("đã có", default=True)
    dated_on = models.DateField("ngày", null=True, blank=True)
    number = models.CharField("số", max_length=60, blank=True)
    issuer = models.CharField("nơi cấp", max_length=160, blank=True)
    place = models.CharField("nơi để bản giấy", max_length=120, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)
    ticked_by = recorder()
    ticked_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "giấy tờ"
        verbose_name_plural = "giấy tờ"
        ordering = ["pk"]
        indexes = [models.Index(fields=["candidate", "form"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(has=False) | Q(dated_on__isnull=False), name="a_paper_has_its_day"
            )
        ]

    def __str__(self):
        return regulation.Paper(self.form).label


class Introducer(models.Model):
    """The official member assigned to help a person, who also introduces him (HD06 5.4a, 8.1a)."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="introducers")
    name = models.CharField("họ và tên đảng viên", max_length=120)
    official = models.BooleanField("là đảng viên chính thức", default=True)
    together_since = models.DateField("cùng đơn vị với quần chúng từ ngày", null=True, blank=True)
    assigned_on = models.DateField("ngày chi bộ phân công giúp đỡ", null=True, blank=True)
    assigned_number = models.CharField("số nghị quyết phân công", max_length=60, blank=True)
    paper_on = models.DateField("ngày giấy giới thiệu (3-KNĐ)", null=True, blank=True)
    replacement = models.BooleanField("phân công thay người trước", default=False)
    ended_on = models.DateField("thôi giúp đỡ từ ngày", null=True, blank=True)
    ended_reason = models.CharField("lý do thôi", max_length=200, blank=True)
    recorded_by = recorder()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "người giới thiệu, giúp đỡ"
        verbose_name_plural = "người giới thiệu, giúp đỡ"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_reason="")
                | Q(ended_on__isnull=False) & ~Q(ended_reason=""),
                name="who_ends_says_why",
            )
        ]

    def __str__(self):
        return self.name

    def as_rule(self) -> regulation.Introducer:
        return regulation.Introducer(
            self.name,
            self.official,
            self.together_since,
            self.assigned_on,
            self.paper_on,
            self.replacement,
            self.ended_on,
        )


class Verification(models.Model):
    """A request to a committee to verify the background: who was asked and when, never what was found."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="verifications")
    asked = models.CharField("nơi được hỏi", max_length=160)
    abroad = models.BooleanField("ở nước ngoài", default=False)
    sent_on = models.DateField("ngày gửi")
    number = models.CharField("số công văn", max_length=60, blank=True)
    received_on = models.DateField("ngày nơi đó nhận", null=True, blank=True)
    replied_on = models.DateField("ngày trả lời", null=True, blank=True)
    envoy = models.BooleanField("cử người đi", default=False)
    envoy_unrelated = models.BooleanField("người đi không phải bản thân, người thân", default=False)
    recorded_by = recorder()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "đề nghị thẩm tra"
        verbose_name_plural = "đề nghị thẩm tra"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=models.F("sent_on")),
                name="received_after_sent",
            ),
            models.CheckConstraint(
                condition=Q(replied_on__isnull=True) | Q(replied_on__gte=models.F("sent_on")),
                name="replied_after_sent",
            ),
        ]

    def __str__(self):
        return self.asked

    def as_rule(self) -> regulation.Verification:
        return regulation.Verification(
            self.sent_on, self.abroad, self.received_on, self.replied_on, self.envoy, self.envoy_unrelated
        )


class Transfer(AppendOnlyRow):
    """A move of a person on the road, by a case of HD06 3.9: within the installation, into it or out of it."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="transfers")
    way = models.CharField("trường hợp", max_length=24, choices=WAYS)
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    elsewhere = models.CharField("nơi đi (nơi đến) ở ngoài", max_length=160, blank=True)
    decided_on = models.DateField("ngày quyết định chuyển")
    number = models.CharField("số văn bản chuyển", max_length=60, blank=True)
    act = models.ForeignKey(
        Reorganisation, on_delete=models.PROTECT, null=True, blank=True, related_name="moves", editable=False
    )
    recorded_by = recorder()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "chuyển đơn vị"
        verbose_name_plural = "chuyển đơn vị"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_unit__isnull=False, to_unit__isnull=False) | ~Q(elsewhere=""),
                name="a_move_has_two_ends",
            )
        ]

    def __str__(self):
        return f"{self.origin} → {self.destination}"

    @property
    def origin(self) -> str:
        return str(self.from_unit or self.elsewhere)

    @property
    def destination(self) -> str:
        return str(self.to_unit or self.elsewhere)

    @property
    def law(self) -> regulation.moves.Way:
        return ALL_WAYS[self.way]


class OverrideQuerySet(AppendOnlyQuerySet):
    def visible_to(self, officer):
        """Overrides for people whom the officer sees today."""
        return self.filter(scope_of(officer, "event__candidate__unit__"))

    def at(self, unit):
        """Overrides of steps that were recorded for a unit or for anything under it."""
        return self.filter(below(unit.path, "event__unit__"))

    def in_year(self, year):
        """Overrides of steps that happened in a year."""
        return self.filter(event__happened_on__range=(date(year, 1, 1), date(year, 12, 31)))


class Override(AppendOnlyRow):
    """What the head of the office set aside so that a step could be taken, and why."""

    event = models.OneToOneField(StageEvent, on_delete=models.PROTECT, related_name="override")
    reason = models.CharField("lý do", max_length=300)
    obstacles = models.JSONField("điều được bỏ qua")  # [{code, text, clause}]
    recorded_by = models.ForeignKey("units.Officer", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = "quyết định bỏ qua"
        verbose_name_plural = "quyết định bỏ qua"
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="an_override_has_a_reason")]

    def __str__(self):
        return self.reason
