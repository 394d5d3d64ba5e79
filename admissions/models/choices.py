"""The closed lists of a person's record. Codes are ours; labels follow Biểu 2-BTCTW (11-HD/BTCTW, 13/12/2021)."""

from django.db import models

MAJORITY_GROUP = "Kinh"
NO_RELIGION = "Không"

# The list of ethnic groups of the General Statistics Office (121-TCTK/PPCĐ, 2/3/1979).
ETHNIC_GROUPS = (
    "Kinh", "Tày", "Thái", "Hoa", "Khơ-me", "Mường", "Nùng", "Mông", "Dao", "Gia-rai", "Ngái", "Ê-đê", "Ba-na",
    "Xơ-đăng", "Sán Chay", "Cơ-ho", "Chăm", "Sán Dìu", "Hrê", "Mnông", "Ra-glai", "Xtiêng", "Bru-Vân Kiều", "Thổ",
    "Giáy", "Cơ-tu", "Gié-Triêng", "Mạ", "Khơ-mú", "Co", "Ta-ôi", "Chơ-ro", "Kháng", "Xinh-mun", "Hà Nhì", "Chu-ru",
    "Lào", "La Chí", "La Ha", "Phù Lá", "La Hủ", "Lự", "Lô Lô", "Chứt", "Mảng", "Pà Thẻn", "Cơ Lao", "Cống", "Bố Y",
    "Si La", "Pu Péo", "Brâu", "Ơ-đu", "Rơ-măm",
)  # fmt: skip


class Sex(models.TextChoices):
    MALE = "male", "Nam"
    FEMALE = "female", "Nữ"


class Occupation(models.TextChoices):
    """Lines II.1 of Biểu 2, in their order."""

    OFFICIAL_STATE = "official_state", "Cán bộ, công chức cơ quan Nhà nước từ cấp huyện trở lên"
    OFFICIAL_PARTY = "official_party", "Cán bộ, công chức cơ quan Đảng, MTTQ, đoàn thể từ cấp huyện trở lên"
    OFFICIAL_COMMUNE = "official_commune", "Cán bộ, công chức, người hoạt động không chuyên trách ở xã"
    HAMLET_POST = "hamlet_post", "Người hoạt động không chuyên trách thôn, tổ dân phố, bản"
    PUBLIC_SERVICE = "public_service", "Viên chức sự nghiệp công lập"
    PRIVATE_SERVICE = "private_service", "Người lao động sự nghiệp ngoài công lập"
    COMPANY_MANAGER = "company_manager", "Doanh nghiệp: lãnh đạo, quản lý"
    COMPANY_STAFF = "company_staff", "Doanh nghiệp: nhân viên, lao động gián tiếp"
    WORKER = "worker", "Doanh nghiệp: công nhân trực tiếp"
    FARMER = "farmer", "Làm nông, lâm, ngư nghiệp"
    ARMED_FORCES = "armed_forces", "Sĩ quan, chiến sĩ quân đội và công an"
    STUDENT = "student", "Sinh viên"
    PUPIL = "pupil", "Học sinh"
    OTHER = "other", "Khác"


class Schooling(models.TextChoices):
    LITERATE = "literate", "Biết đọc, biết viết"
    PRIMARY = "primary", "Tiểu học"
    LOWER_SECONDARY = "lower_secondary", "THCS"
    UPPER_SECONDARY = "upper_secondary", "THPT"


class Qualification(models.TextChoices):
    ELEMENTARY = "elementary", "Sơ cấp, công nhân kỹ thuật"
    INTERMEDIATE = "intermediate", "Trung cấp"
    COLLEGE = "college", "Cao đẳng"
    BACHELOR = "bachelor", "Đại học"
    MASTER = "master", "Thạc sĩ"
    DOCTOR = "doctor", "Tiến sĩ"


class AcademicTitle(models.TextChoices):
    ASSOCIATE_PROFESSOR = "associate_professor", "Phó giáo sư"
    PROFESSOR = "professor", "Giáo sư"
