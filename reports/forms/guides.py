"""The acts on the tree as the office is offered them, each with the form it is typed in."""

from __future__ import annotations

from dataclasses import dataclass

from reports.forms.regrouping import (
    AboveForm,
    ActForm,
    AlterForm,
    CloseForm,
    FoundForm,
    LeaveForm,
    MergeForm,
)
from reports.forms.splitting import SplitForm
from units.models import Officer, Role


@dataclass(frozen=True)
class Guide:
    """An act: its address, what it is called, when it is the right one, its form and the field asked first."""

    slug: str
    title: str
    told: str
    icon: str
    form: type[ActForm]
    first: str

    def is_open_to(self, officer: Officer) -> bool:
        """A new root is for who sees the whole installation; the rest is for every writer."""
        return self.form is not AboveForm or (officer.role == Role.ADMIN and officer.unit_id is None)


ALL = (
    Guide(
        "thanh-lap",
        "Thành lập đơn vị",
        "Một chi bộ hoặc đảng bộ mới, trực thuộc một đơn vị đang hoạt động.",
        "plus-circle",
        FoundForm,
        "parent",
    ),
    Guide(
        "thay-doi",
        "Đổi tên, loại hình, cấp trên",
        "Đơn vị vẫn hoạt động: có tên mới, loại hình mới, trực thuộc nơi khác, hoặc cả ba.",
        "pencil-square",
        AlterForm,
        "unit",
    ),
    Guide(
        "sap-nhap",
        "Sáp nhập, hợp nhất",
        "Một hay nhiều đơn vị nhập vào một đơn vị đang hoạt động, hoặc nhiều đơn vị thành một đơn vị mới.",
        "arrows-pointing-in",
        MergeForm,
        "units",
    ),
    Guide(
        "chia-tach",
        "Chia tách",
        "Một đơn vị chia thành nhiều; phân đảng viên, quần chúng, đơn vị trực thuộc về từng phần.",
        "arrows-pointing-out",
        SplitForm,
        "unit",
    ),
    Guide(
        "ket-thuc",
        "Kết thúc, bàn giao",
        "Một đơn vị thôi hoạt động, một đơn vị đang hoạt động tiếp nhận.",
        "archive-box",
        CloseForm,
        "unit",
    ),
    Guide(
        "chuyen-ra",
        "Chuyển ra ngoài đảng bộ",
        "Một đơn vị, cùng những gì bên dưới, chuyển sang đảng bộ khác ngoài hệ thống này.",
        "arrow-right-on-rectangle",
        LeaveForm,
        "unit",
    ),
    Guide(
        "cap-tren",
        "Lập đảng bộ cấp trên",
        "Một đảng bộ mới đứng trên các đảng bộ gốc hiện nay.",
        "building-library",
        AboveForm,
        "roots",
    ),
)
GUIDES = {guide.slug: guide for guide in ALL}
