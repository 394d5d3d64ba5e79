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
    """One line of the main menu. On phones `extra` lines move from the bottom bar into the account menu."""

    label: str
    url: str
    icon: str = ""
    current: bool = False
    extra: bool = False


@dataclass(frozen=True)
class MenuGroup:
    """Lines that are needed now and then, under one small heading of «Thêm»."""

    label: str
    lines: list[MenuItem]


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
    def bar(self) -> list[MenuItem]:
        """What is needed every day."""
        lines = [self._line("Việc hôm nay", "home", icon="clipboard-document-check")]
        if self.unit:
            lines.append(self._line("Năm nay", "unit_year", self.unit.pk, self.year, icon="chart-bar"))
        lines.append(self._line("Quần chúng", "candidate_list", also=PEOPLE, icon="users"))
        of_a_unit = ("unit_page", "unit_powers")
        lines.append(self._line("Đơn vị", "unit_tree", also=of_a_unit, icon="building-office-2"))
        lines.append(self._line("Hạn", "work_list", also=DEADLINES, extra=True, icon="clock"))
        lines.append(self._line("Giấy tờ thiếu", "missing_papers", extra=True, icon="document-check"))
        lines.append(
            self._line("Lớp bồi dưỡng", "class_list", also="class_", extra=True, icon="academic-cap")
        )
        return lines

    @property
    def daily(self) -> list[MenuItem]:
        """Lines of the bar that a phone's bottom bar has no room for."""
        return [line for line in self.bar if line.extra]

    @cached_property
    def groups(self) -> list[MenuGroup]:
        """What is needed now and then, under the same headings for every role."""
        return [
            MenuGroup("Năm", list(self._of_the_year())),
            MenuGroup("Đơn vị", list(self._of_units())),
            MenuGroup("Quần chúng", list(self._of_people())),
            MenuGroup("Thiết lập", list(self._of_set_up())),
        ]

    @property
    def help(self) -> MenuItem:
        return self._line("Trợ giúp", "help", extra=True, icon="question-mark-circle")

    def _of_the_year(self) -> Iterator[MenuItem]:
        if self.request.user.may_write:
            yield self._line("Số liệu năm", "year_grid", self.year)
        yield self._line("Chỉ tiêu", "year_quotas", self.year, also="body_quotas")
        yield self._line("Lưu ý, khắc phục", "finding_list", self.year, also="follow_up")
        yield self._line("Báo cáo kỳ", "review_list", also="review_")
        yield self._line("Dự báo cuối năm", "forecast", self.year)

    def _of_units(self) -> Iterator[MenuItem]:
        charge = ("supervisor_", "supervision_")
        yield self._line("Cấp ủy viên phụ trách", "supervisor_list", also=charge)
        if self.request.user.may_write:
            yield self._line("Sắp xếp đơn vị", "regrouping_list", also="regrouping_")

    def _of_people(self) -> Iterator[MenuItem]:
        yield self._line("Nguồn", "sources")
        if self.request.user.may_export:
            yield self._line("Quyết định bỏ qua", "override_list")

    def _of_set_up(self) -> Iterator[MenuItem]:
        yield self._line("Quy ước năm", "year_rules", also="year_rule_")
        law = ("edition_", "calendar_", "source_group_")
        yield self._line("Quy định", "edition_list", also=law)
        if self.request.user.may_write:
            yield self._line("Nhập Excel", "setup_upload", also="setup_")

    def _line(self, label, view, *args, also=None, icon="", extra=False) -> MenuItem:
        """A line to `view`; it is the current one there and on the views whose names begin with `also`."""
        match = self.request.resolver_match
        here = match.url_name or "" if match else ""
        current = here == view or (bool(also) and here.startswith(also))
        return MenuItem(label, reverse(view, args=args), icon, current, extra)


def navigation(request):
    """Context processor: `navigation` in every template."""
    return {"navigation": Navigation(request)}
