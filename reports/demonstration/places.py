"""The units of the demonstration commune, with their members and this year's quotas. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass

from units.models import Kind

ROOT = "BINHLUU"
ROOT_NAME = "Đảng bộ xã Bình Lưu (dữ liệu minh họa)"
BASE = "DBTRUONG"
MERGED = "BAN21"  # closed in the middle of last year
SUCCESSOR = "BAN03"
RENAMED = "CHO"  # had a shorter name until last autumn
FORMER_NAME = "Chi bộ Chợ trung tâm"
WITHOUT_SOURCE = "BAN20"  # its people of the right age have left for work
SECRETARYS = "BAN05"  # the cell of the secretary's account: people waiting, nobody admitted this year
PUPIL_SCHOOLS = ("THPT", "GDTX", "DTNT")  # named in the commune's letter


@dataclass(frozen=True)
class Place:
    """One unit: members on 31/12 last year, this year's quota (None: none was given), whose home it is."""

    code: str
    name: str
    kind: str
    members: int | None
    quota: int | None
    peoples: str  # ethnic groups, the commonest first
    parent: str = ROOT
    trade: str = ""  # which occupations its people have; by default those of its kind

    @property
    def owes_pupil(self) -> bool:
        return self.code in PUPIL_SCHOOLS

    @property
    def is_cell(self) -> bool:
        return self.kind not in (Kind.COMMUNE, Kind.BASE)


# Name of the hamlet, members, quota, ethnic groups; codes are BAN01, BAN02 … in this order.
HAMLETS = (
    ("Nà Khương", 22, 1, "Thái Kinh"),
    ("Nà Phát", 19, 1, "Thái Lào"),
    ("Cốc Pa", 17, 0, "Giáy Mông"),
    ("Thèn Sin Thượng", 24, 1, "Dao Mông"),
    ("Hồ Sang", 16, 1, "Mông"),
    ("Tả Chải", 15, 0, "Mông Dao"),
    ("Nà Luồng", 18, 1, "Lào Thái"),
    ("Phiêng Hoi", 21, 1, "Lự Thái"),
    ("Sin Câu", 14, 0, "Dao"),
    ("Pa Kẹo", 17, 1, "Thái"),
    ("Lở Thàng", 13, 0, "Mông"),
    ("Thống Nhất", 20, 1, "Kinh Thái"),
    ("Nà Bỏ", 16, 0, "Giáy"),
    ("Sáy San", 12, 0, "Mông"),
    ("Cò Lá", 18, 1, "Thái Lự"),
    ("Hoa Lư", 15, 0, "Giáy Kinh"),
    ("Nậm Dê", 11, 0, "Mông Dao"),
    ("Tân Bình", 19, 1, "Kinh Thái"),
    ("Nà Hiềng", 14, 0, "Lự"),
    ("Chu Va Trên", 9, 0, "Mông"),
    ("Cốc Phung", None, None, "Giáy"),
)

BESIDES = (
    Place("THPT", "Chi bộ Trường THPT Bình Lưu", Kind.SCHOOL, 38, 2, "Thái Kinh Mông"),
    Place("GDTX", "Chi bộ Trung tâm GDNN-GDTX", Kind.SCHOOL, 16, 1, "Kinh Thái Mông"),
    Place("DTNT", "Chi bộ Trường PTDTNT THPT Tam Đường", Kind.SCHOOL, 34, 1, "Mông Dao Thái Lự"),
    Place(BASE, "Đảng bộ Trường Tiểu học và THCS Bình Lưu", Kind.BASE, None, 1, "Kinh"),
    Place("DBTH", "Chi bộ khối Tiểu học", Kind.SCHOOL, 17, 0, "Thái Kinh", BASE),
    Place("DBTHCS", "Chi bộ khối THCS", Kind.SCHOOL, 19, 1, "Kinh Giáy", BASE),
    Place("DBHC", "Chi bộ Hành chính - Quản sinh", Kind.SCHOOL, 8, 0, "Kinh Thái", BASE),
    Place("MN1", "Chi bộ Trường Mầm non số 1", Kind.SCHOOL, 18, 1, "Kinh Thái"),
    Place("MN2", "Chi bộ Trường Mầm non số 2", Kind.SCHOOL, 15, 0, "Giáy Kinh"),
    Place("MN3", "Chi bộ Trường Mầm non Hoa Ban", Kind.SCHOOL, 14, 0, "Mông Kinh"),
    Place("TH1", "Chi bộ Trường Tiểu học số 1", Kind.SCHOOL, 17, 0, "Thái Kinh"),
    Place("TH2", "Chi bộ Trường Tiểu học số 2", Kind.SCHOOL, 14, 0, "Dao Kinh"),
    Place("THCS", "Chi bộ Trường THCS Nà Khương", Kind.SCHOOL, 20, 1, "Lự Kinh"),
    Place("CQDANG", "Chi bộ Cơ quan Đảng - Đoàn thể", Kind.AGENCY, 15, 0, "Kinh Thái"),
    Place("UBND", "Chi bộ Cơ quan Ủy ban nhân dân", Kind.AGENCY, 18, 1, "Thái Kinh Dao"),
    Place(
        "TTDV", "Chi bộ Trung tâm Dịch vụ tổng hợp", Kind.AGENCY, 7, 0, "Kinh Thái", trade="public_service"
    ),
    Place("THUE", "Chi bộ Thuế cơ sở", Kind.AGENCY, 5, 0, "Kinh", trade="state"),
    Place("YTE", "Chi bộ Trạm Y tế", Kind.HEALTH, 8, 0, "Kinh Thái"),
    Place("CONGAN", "Chi bộ Công an xã", Kind.POLICE, 9, 1, "Mông Thái Kinh"),
    Place("QUANSU", "Chi bộ Quân sự xã", Kind.MILITARY, 5, 0, "Thái Mông"),
    Place("CHE", "Chi bộ Công ty TNHH Chè Bình Lưu", Kind.ENTERPRISE, 4, 1, "Giáy Kinh"),
    Place("THUYDIEN", "Chi bộ Công ty cổ phần Thủy điện Nậm Dê", Kind.ENTERPRISE, 3, 0, "Kinh Thái"),
    Place("HTX", "Chi bộ Hợp tác xã Dong riềng Hoa Lư", Kind.ENTERPRISE, 3, None, "Kinh Lự", trade="coop"),
    Place("CHO", "Chi bộ Chợ trung tâm và Vệ sinh môi trường", Kind.OTHER, 3, None, "Kinh"),
)

PLACES = (
    *(
        Place(f"BAN{n:02d}", f"Chi bộ bản {name}", Kind.RESIDENTIAL, members, quota, peoples)
        for n, (name, members, quota, peoples) in enumerate(HAMLETS, start=1)
    ),
    *BESIDES,
)
BY_CODE = {place.code: place for place in PLACES}
CELLS = tuple(place for place in PLACES if place.is_cell)
STANDING_CELLS = tuple(place for place in CELLS if place.code != MERGED)

ROOT_QUOTA = 20
PUPILS_QUOTA = {"THPT": 1}

# Whose admissions this year has, in order of time; the second word tells a pupil, a worker, a re-admission.
THIS_YEAR = (
    "BAN01", "BAN04", "THPT pupil", "BAN08", "UBND", "DTNT pupil", "BAN12", "MN1", "BAN02",
    "CONGAN", "GDTX", "BAN15 again", "CHE worker", "DBTHCS", "BAN07", "BAN18", "THCS",
)  # fmt: skip
PAST_ADMISSIONS = (22, 24, 17, 19, 23)  # last year first
