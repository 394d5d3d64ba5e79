"""Invented names, fitting the ethnic groups of the region."""

from __future__ import annotations

from random import Random

# Family names | men's names | women's names; each of the latter two with its middle words.
WORDS = {
    "Mông": (
        "Giàng Sùng Vàng Thào Hạng Mùa Cứ Chang Hảng Ma",
        "A:Páo Dơ Chu Tủa Sình Lử Dế Tính Phềnh Chinh Nủ Sang Khua Thanh",
        "Thị:Mỷ Dua Say Pàng Chư Dợ Máy Sua Ly Dính Cở Xúa",
    ),
    "Thái": (
        "Lò Lường Quàng Cà Tòng Hoàng Điêu Lù Vì",
        "Văn:Panh Hặc Thuận Phương Inh Hoan Tiên Ún Dương Biên Thoan Chung Sơn",
        "Thị:Hiền Yên Xuân Ánh Thơm Ín Loan Hoa Phượng Hạnh Tươi Lả",
    ),
    "Dao": (
        "Tẩn Chẻo Phàn Lý Chìn Lò",
        "A:San Phẩu Lai Sử Mìn Chìn Sơn Hòa Phú Nhàn",
        "Mỹ San Tả U:Mẩy Dao Phin Liều Nhàn Châu",
    ),
    "Giáy": (
        "Vàng Lù Nùng Phan Lò Hoàng Má",
        "Văn Đức:Thắng Toàn Hưng Nghĩa Khánh Quân Thành Lực Vinh",
        "Thị:Thanh Dung Nga Lan Huệ Thắm Oanh Liên Sen",
    ),
    "Lự": ("Tao Vàng Khoàng Lò", "Văn:Đôi Kẻo On Ngân Sái Keo Thân", "Thị:Phé Kẻo Pếng Soi Ngoan Môn Dọn"),
    "Lào": ("Lò Vì Lường Kha", "Văn:Ngân Tâm Bun Phảng Thiên Piềng", "Thị:Băng Chiên Duyên Một Bua Thương"),
    "Kinh": (
        "Nguyễn Trần Phạm Lê Đỗ Bùi Vũ Hoàng Đặng Ngô Đinh",
        "Văn Đức Minh Quang Xuân Mạnh:Hùng Cường Dũng Tuấn Nam Long Hải Thắng Trung Kiên Bình Đạt",
        "Thị Thu Ngọc Minh Thanh:Hà Hương Lan Mai Trang Nhung Thảo Yến Giang Hằng Oanh Phương",
    ),
}


class NameBook:
    """Gives out names, none of them twice."""

    def __init__(self, random: Random):
        self.random = random
        self.given: set[str] = set()

    def name(self, people: str, *, male: bool) -> str:
        """A name not given yet for a man or woman of an ethnic group."""
        families, men, women = WORDS[people]
        middles, _, words = (men if male else women).partition(":")
        for _attempt in range(200):
            name = " ".join(self.random.choice(part.split()) for part in (families, middles, words))
            if name not in self.given:
                break
        self.given.add(name)
        return name
