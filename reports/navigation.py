"""What stands around every page: the menu of the officer's role, his unit, the year and the theme."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from units.access import home_units

THEMES = ("light", "dark")
DEADLINES = ("month_calendar", "feed", "list_review", "outbox")  # pages beside the work list
PEOPLE = ("candidate_", "introducer_", "verification_")  # views of one person


@dataclass(frozen=True)
class MenuItem:
    """One line of the main menu; `folded` ones stand under «Thêm».

    On phones `extra` lines move from the bottom bar into the account menu.
    """

    label: str
    icon: str
    url: str
    current: bool = False
    extra: bool = False
    folded: bool = False
    aside: bool = False


class Navigation:
    """Worked out only when a template asks for it; the officer's unit is the one query it may cost."""

    def __init__(self, request):
        self.request = request
        self.year = timezone.localdate().year

    @property
    def theme(self) -> str:
        """The reader's own choice, or nothing to follow the system."""
        chosen = self.request.COOKIES.get("theme", "")
        return chosen if chosen in THEMES else ""

    @cached_property
    def unit(self):
        return next(iter(home_units(self.request.user)), None)

    @cached_property
    def menu(self) -> list[MenuItem]:
        lines = [self._line("Việc hôm nay", "clipboard-document-check", "home")]
        if self.unit:
            lines.append(self._line("Năm nay", "chart-bar", "unit_year", self.unit.pk, self.year))
        lines.append(self._line("Quần chúng", "users", "candidate_list", also=PEOPLE))
        lines.append(self._line("Đơn vị", "building-office-2", "unit_tree", also="unit_page"))
        lines.append(self._line("Hạn", "clock", "work_list", also=DEADLINES, extra=True))
        lines.append(self._line("Giấy tờ thiếu", "document-check", "missing_papers", extra=True))
        lines.append(self._line("Lớp bồi dưỡng", "academic-cap", "class_list", also="class_", extra=True))
        lines.extend(self._folded())
        lines.append(self._line("Trợ giúp", "question-mark-circle", "help", extra=True, aside=True))
        return lines

    @property
    def folded(self) -> list[MenuItem]:
        return [line for line in self.menu if line.folded]

    def _folded(self) -> Iterator[MenuItem]:
        """What is needed now and then."""
        places = {"extra": True, "folded": True}
        yield self._line("Lưu ý, khắc phục", "flag", "finding_list", self.year, also="follow_up", **places)
        yield self._line("Báo cáo kỳ", "document-text", "review_list", also="review_", **places)
        yield self._line("Nguồn", "user-group", "sources", **places)
        yield self._line("Chỉ tiêu", "flag", "year_quotas", self.year, also="body_quotas", **places)
        yield self._line("Dự báo cuối năm", "presentation-chart-line", "forecast", self.year, **places)
        if self.request.user.may_write:
            yield self._line("Số liệu năm", "table-cells", "year_grid", self.year, **places)
            yield self._line(
                "Sắp xếp đơn vị", "rectangle-group", "regrouping_list", also="regrouping_", **places
            )
            yield self._line("Nhập Excel", "arrow-up-tray", "setup_upload", also="setup_", **places)
        if self.request.user.may_export:
            yield self._line("Quyết định bỏ qua", "shield-exclamation", "override_list", **places)
        yield self._line(
            "Cấp ủy viên phụ trách",
            "user-group",
            "supervisor_list",
            also=("supervisor_", "supervision_"),
            **places,
        )
        yield self._line("Quy ước năm", "adjustments-horizontal", "year_rules", also="year_rule_", **places)
        law = ("edition_", "calendar_", "source_group_")
        yield self._line("Quy định", "scale", "edition_list", also=law, **places)

    def _line(self, label, icon, view, *args, also=None, **places) -> MenuItem:
        """A line to `view`; it is the current one there and on the views whose names begin with `also`."""
        match = self.request.resolver_match
        here = match.url_name or "" if match else ""
        current = here == view or (bool(also) and here.startswith(also))
        return MenuItem(label, icon, reverse(view, args=args), current, **places)


def navigation(request):
    """Context processor: `navigation` in every template."""
    return {"navigation": Navigation(request)}
