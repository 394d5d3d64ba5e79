"""What the office is to look after once an act on the tree is done."""

from __future__ import annotations

from collections.abc import Iterator

from admissions.reading import unit_on
from reports.regrouping.shares import newer_quotas
from units.models import COMMITTEES, Officer, Reorganisation, Supervision, Unit
from units.reorganise import Leave, Plan, units_touched

NO_SUPERVISOR = "Chưa có cấp ủy viên phụ trách {}: phân công sau khi ghi."
NO_SECRETARY = "Chưa ghi bí thư của {}."
PUPIL = "{} phải kết nạp học sinh; {} chưa được đánh dấu nghĩa vụ này."
POWERS = "{} đang có quyền riêng về quyết định kết nạp; quyền này hết cùng với đơn vị."
ACCOUNT = "Tài khoản {} thuộc {}, đơn vị kết thúc: chỉ còn thấy phần của đơn vị cũ. Đổi đơn vị cho tài khoản."
MEMBERS = "Đảng viên của {} vẫn nằm trong số đầu năm: ghi số chuyển đi ở «Số liệu năm» để số cuối năm đúng."
NEWER = "{} đã được giao chỉ tiêu bằng văn bản ngày {:%d/%m/%Y}, mới hơn ngày có hiệu lực, nên không giao lại ở đây: xem lại ở «Số liệu năm»."


def warnings_of(plan: Plan, act: Reorganisation) -> list[str]:
    """What an act leaves to be done, a line of text each. Asked while the act stands."""
    touched = list(units_touched(act))
    founded = [unit for unit in touched if unit.closed_on is None and unit.founded_on == act.on]
    closed = [unit for unit in touched if unit.closed_on == act.on]
    return [
        *_missing(founded),
        *_duties(closed),
        *_accounts(closed),
        *_newer_quotas(plan, act),
        *([MEMBERS.format(plan.unit)] if isinstance(plan, Leave) else []),
    ]


def _missing(founded: list[Unit]) -> Iterator[str]:
    led = set(Supervision.objects.filter(unit__in=founded, until=None).values_list("unit_id", flat=True))
    for unit in founded:
        if unit.kind not in COMMITTEES and unit.pk not in led:
            yield NO_SUPERVISOR.format(unit)
        if not unit.secretary:
            yield NO_SECRETARY.format(unit)


def _duties(closed: list[Unit]) -> Iterator[str]:
    for unit in closed:
        heir = unit_on(unit, unit.closed_on)
        if unit.owes_pupil and not heir.owes_pupil and heir.kind not in COMMITTEES:
            yield PUPIL.format(unit, heir)
        if unit.powers:
            yield POWERS.format(unit)


def _accounts(closed: list[Unit]) -> Iterator[str]:
    for officer in Officer.objects.filter(unit__in=closed, is_active=True).select_related("unit"):
        yield ACCOUNT.format(officer, officer.unit)


def _newer_quotas(plan: Plan, act: Reorganisation) -> Iterator[str]:
    for quota in newer_quotas(plan, on=act.on):
        yield NEWER.format(quota.unit, quota.given_on)
