"""What was done to the tree: each act with its directive and its day, and the members handed over in it."""

from django.db import models
from django.db.models import Q

from units.append_only import Log
from units.models.unit import Directive, Unit


class Reorganisation(Log):
    """One act on the tree. Placements, quotas and moves of people that it made point at it. Append-only.

    `told` says in Vietnamese what was done, a line each; it is all that is left of an act that was undone.
    """

    class Act(models.TextChoices):
        """What was done."""

        FOUND = "found", "Thành lập"
        ALTER = "alter", "Đổi tên, loại hình, cấp trên"
        MERGE = "merge", "Sáp nhập, hợp nhất"
        SPLIT = "split", "Chia tách"
        CLOSE = "close", "Kết thúc hoạt động"
        LEAVE = "leave", "Chuyển ra ngoài đảng bộ"
        ABOVE = "above", "Lập đảng bộ cấp trên"
        UNDO = "undo", "Hoàn tác"

    act = models.CharField("việc", max_length=8, choices=Act.choices)
    on = models.DateField("có hiệu lực từ ngày")
    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, null=True, blank=True, verbose_name="văn bản"
    )
    told = models.TextField("nội dung")
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    class Meta(Log.Meta):
        verbose_name = "việc sắp xếp"
        verbose_name_plural = "các việc sắp xếp"
        constraints = [
            models.CheckConstraint(
                condition=Q(act="undo", undoes__isnull=False) | ~Q(act="undo") & Q(undoes__isnull=True),
                name="an_undoing_names_its_act",
            )
        ]

    def __str__(self):
        return f"{self.get_act_display()} {self.on:%d/%m/%Y}"


class HandOver(models.Model):
    """Members of a unit who came to it (above nought) or left it (below) when units were rearranged.

    The rows of one act add up to nought, so no sum above it changes. Only `units.reorganise` writes them.
    """

    act = models.ForeignKey(Reorganisation, on_delete=models.PROTECT, related_name="hand_overs")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="hand_overs")
    on = models.DateField("ngày")
    members = models.IntegerField("đảng viên")

    class Meta:
        verbose_name = "đảng viên bàn giao khi sắp xếp"
        verbose_name_plural = "đảng viên bàn giao khi sắp xếp"
        constraints = [
            models.UniqueConstraint(fields=["act", "unit"], name="one_hand_over_a_unit_and_act"),
            models.CheckConstraint(condition=~Q(members=0), name="a_hand_over_hands_somebody_over"),
        ]

    def __str__(self):
        return f"{self.unit} {self.members:+d}"
