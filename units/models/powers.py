"""When a base committee was given powers of its own, or lost them: the past of `Unit.powers`."""

from django.db import models
from django.utils import timezone

from units.append_only import AppendOnlyQuerySet, AppendOnlyRow
from units.fields import recorder
from units.models.unit import Powers, Unit


class PowersChangeQuerySet(AppendOnlyQuerySet):
    def in_force(self):
        """The changes of one unit in their order; one followed by the same powers only had its day mended."""
        kept: list[PowersChange] = []
        for change in self.order_by("pk"):
            if kept and kept[-1].powers == change.powers:
                kept.pop()
            kept.append(change)
        return kept

    def powers_on(self, day) -> str:
        """The powers that one unit's changes had given by a day."""
        given = [change.powers for change in self.in_force() if change.since <= day]
        return given[-1] if given else Powers.NONE


class PowersChange(AppendOnlyRow):
    """Powers of a committee from a day on, by a decision of the level above. Append-only."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="powers_changes")
    powers = models.CharField("quyền", max_length=10, choices=Powers.choices, blank=True)
    since = models.DateField("từ ngày")
    number = models.CharField("số quyết định", max_length=60)
    recorded_by = recorder()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PowersChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "lần giao quyền"
        verbose_name_plural = "các lần giao quyền"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_powers_display()} từ {self.since:%d/%m/%Y}"
