"""The three sheets of the set-up workbook, column by column: headings, what a cell may hold, what is required."""

from __future__ import annotations

from import_export.fields import Field
from import_export.resources import Resource

from admissions.importing import words
from admissions.importing.cells import (
    Cell,
    CountCell,
    EthnicityCell,
    ListCell,
    NameCell,
    OccupationCell,
    PastDateCell,
    ReligionCell,
    SchoolingCell,
    TextCell,
    YearCell,
    YesCell,
)
from admissions.models import Occupation, Qualification, Schooling, Sex
from units.models import Kind

UNITS, YEARS, PEOPLE = "Đơn vị", "Số liệu năm", "Quần chúng"


def column(heading: str, widget: Cell, attribute: str) -> Field:
    """A column under this heading, read by `widget` into `attribute`."""
    return Field(column_name=heading, widget=widget, attribute=attribute)


def one_of(
    labels: list[str], by_word: dict[str, str], cell: type[ListCell] = ListCell, **options
) -> ListCell:
    """A cell for one of these labels."""
    return cell(by_word, f"một trong: {'; '.join(labels)}", allowed=tuple(labels), **options)


class SheetResource(Resource):
    """A sheet as import-export declares it; `required` names the columns that may not be missing or blank."""

    title = ""
    required: tuple[str, ...] = ()
    example: tuple = ()

    def headings(self) -> list[str]:
        """The headings in the order of the declaration, the required ones marked with *."""
        return [
            f"{field.column_name} *" if name in self.required else field.column_name
            for name, field in self.fields.items()
        ]


class UnitSheet(SheetResource):
    """The tree: one row a unit."""

    title = UNITS
    required = ("code", "name", "kind")

    code = column("Mã", TextCell(30, "XM", 10), "code")
    name = column("Tên đơn vị", TextCell(160, "Chi bộ bản Hoa", 34), "name")
    parent = column("Mã cấp trên", TextCell(30, "TULY", 12), "parent")
    kind = column("Loại hình", one_of(Kind.labels, words.KINDS, width=22), "kind")
    owes_pupil = column("Phải kết nạp học sinh", YesCell(), "owes_pupil")
    secretary = column("Bí thư", NameCell(), "secretary")
    supervisor = column("Cấp ủy viên phụ trách", NameCell(), "supervisor")
    since = column("Từ ngày", PastDateCell(), "since")
    until = column("Đến ngày", PastDateCell(), "until")
    into = column("Sáp nhập vào", TextCell(30, "XM", 14), "into")

    example = (
        "XM",
        "Chi bộ xóm Mạ",
        "TULY",
        "Chi bộ thôn bản",
        "",
        "Bùi Thị Ưng",
        "Thào Quốc Hải",
        "01/01/2020",
        "",
        "",
    )


class YearSheet(SheetResource):
    """What the office knows of a unit's year: members, quota, ledger lines."""

    title = YEARS
    required = ("code", "year")

    code = column("Mã đơn vị", TextCell(30, "XM", 12), "code")
    year = column("Năm", YearCell(), "year")
    opening = column("Đảng viên 31/12 năm trước", CountCell(), "opening")
    quota = column("Chỉ tiêu", CountCell(), "quota")
    pupils = column("Chỉ tiêu học sinh", CountCell(), "pupils")
    directive = column("Văn bản giao", TextCell(60, "15-TB/ĐU"), "directive")
    given_on = column("Ngày văn bản", PastDateCell(), "given_on")
    no_source_left = column("Không còn quần chúng", YesCell(), "no_source_left")
    transferred_in = column("Chuyển đến", CountCell(), "transferred_in")
    restored = column("Phục hồi", CountCell(), "restored")
    died = column("Từ trần", CountCell(), "died")
    expelled = column("Khai trừ", CountCell(), "expelled")
    struck_off = column("Xóa tên", CountCell(), "struck_off")
    left = column("Xin ra", CountCell(), "left")
    transferred_out = column("Chuyển đi", CountCell(), "transferred_out")

    example = ("XM", 2024, 15, 2, "", "15-TB/ĐU", "06/02/2024", "", "", "", "", "", "", "", "")


class PeopleSheet(SheetResource):
    """The people on the road and the days of their steps."""

    title = PEOPLE
    required = ("name", "birth_date", "sex", "code")

    name = column("Họ và tên", NameCell(), "name")
    birth_date = column("Ngày sinh", PastDateCell(), "birth_date")
    sex = column("Giới tính", one_of(Sex.labels, words.SEXES, width=10), "sex")
    ethnic_group = column(
        "Dân tộc",
        EthnicityCell(words.ETHNICITIES, "tên một trong 54 dân tộc, ví dụ Kinh, Mông, Mường", 12),
        "ethnic_group",
    )
    religion = column("Tôn giáo", ReligionCell(60, "Không"), "religion")
    occupation = column("Nghề nghiệp", one_of(Occupation.labels, {}, OccupationCell, width=34), "occupation")
    schooling = column(
        "Giáo dục phổ thông", one_of(Schooling.labels, words.SCHOOLINGS, SchoolingCell), "schooling"
    )
    qualification = column("Chuyên môn", one_of(Qualification.labels, words.QUALIFICATIONS), "qualification")
    code = column("Mã đơn vị", TextCell(30, "XM", 12), "code")
    youth_union = column("Đoàn viên", YesCell(), "youth_union")
    source_groups = column("Đối tượng", TextCell(1000, "Phụ nữ; Nông dân", 30), "source_groups")
    introduced_by = column("Đơn vị giới thiệu", TextCell(120, "Đoàn thanh niên", 24), "introduced_by")
    source = column("Ngày vào nguồn", PastDateCell(), "source")
    listed = column("Ngày công nhận cảm tình Đảng", PastDateCell(), "listed")
    trained = column("Ngày cấp giấy chứng nhận", PastDateCell(), "trained")
    trained_number = column("Số giấy chứng nhận", TextCell(60, "88/GCN"), "trained_number")
    voted = column("Ngày nghị quyết chi bộ", PastDateCell(), "voted")
    voted_number = column("Số nghị quyết chi bộ", TextCell(60, "5-NQ/CB"), "voted_number")
    decided = column("Ngày quyết định", PastDateCell(), "decided")
    decided_number = column("Số quyết định", TextCell(60, "269-QĐ/ĐU"), "decided_number")
    held = column("Ngày lễ kết nạp", PastDateCell(), "held")
    recognised = column("Ngày công nhận chính thức", PastDateCell(), "recognised")
    recognised_number = column("Số quyết định chính thức", TextCell(60, "228-QĐ/ĐU"), "recognised_number")
    readmission = column("Kết nạp lại", YesCell(), "readmission")
    note = column("Ghi chú", TextCell(2000, width=30), "note")

    example = (
        "Nguyễn Thị Hoa", "24/02/2000", "Nữ", "Mường", "Không", "Làm nông, lâm, ngư nghiệp", "THPT", "Trung cấp", "XM", "x",
        "Phụ nữ; Nông dân", "Đoàn thanh niên", "10/05/2023", "07/09/2023", "26/04/2024", "65/GCN", "", "", "", "", "", "", "",
        "", "",
    )  # fmt: skip


SHEETS: tuple[type[SheetResource], ...] = (UnitSheet, YearSheet, PeopleSheet)
